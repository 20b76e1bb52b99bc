/**
 * Optimal assignment of rows to columns: minimises the sum of costs where leaving a row unmatched costs `limit`, so no pair at or above the
 * limit is made and one good pair is never given up for two bad ones. Shortest augmenting paths with potentials (Kuhn 1955, Munkres 1957;
 * the form of Jonker and Volgenant 1987), O(rows² · columns). `cost` may be Infinity. Returns the column of each row, or -1.
 */
export function assign(args: { rows: number; columns: number; limit: number; cost: (row: number, column: number) => number }): Int32Array {
  const { rows, limit } = args
  if (rows === 0 || args.columns === 0) return new Int32Array(rows).fill(-1)
  // Every row gets a column of its own at the price of the limit: staying alone. Then each row can be matched.
  const columns = args.columns + rows
  const price = (row: number, column: number): number => (column < args.columns ? Math.min(args.cost(row, column), limit) : limit)

  const rowPotential = new Float64Array(rows)
  const columnPotential = new Float64Array(columns)
  const rowOf = new Int32Array(columns).fill(-1)
  const distance = new Float64Array(columns)
  const cameFrom = new Int32Array(columns)
  const settled = new Uint8Array(columns)

  for (let start = 0; start < rows; start++) {
    distance.fill(Infinity)
    settled.fill(0)
    cameFrom.fill(-1)
    let row = start
    let last = -1
    let reached = 0
    for (;;) {
      let next = -1
      let nearest = Infinity
      for (let column = 0; column < columns; column++) {
        if (settled[column]) continue
        const way = reached + price(row, column) - (rowPotential[row] as number) - (columnPotential[column] as number)
        if (way < (distance[column] as number)) {
          distance[column] = way
          cameFrom[column] = last
        }
        if ((distance[column] as number) < nearest) {
          nearest = distance[column] as number
          next = column
        }
      }
      settled[next] = 1
      reached = nearest
      last = next
      if (rowOf[next] === -1) break
      row = rowOf[next] as number
    }
    // Potentials of all that were settled before the end, then the path is turned round.
    rowPotential[start] = (rowPotential[start] as number) + reached
    for (let column = 0; column < columns; column++) {
      if (!settled[column] || column === last) continue
      const gained = reached - (distance[column] as number)
      columnPotential[column] = (columnPotential[column] as number) - gained
      const owner = rowOf[column] as number
      rowPotential[owner] = (rowPotential[owner] as number) + gained
    }
    while (last !== -1) {
      const before = cameFrom[last] as number
      rowOf[last] = before === -1 ? start : (rowOf[before] as number)
      last = before
    }
  }

  const result = new Int32Array(rows).fill(-1)
  for (let column = 0; column < args.columns; column++) {
    const row = rowOf[column] as number
    if (row !== -1 && args.cost(row, column) < limit) result[row] = column
  }
  return result
}
