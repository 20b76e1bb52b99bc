/** Does something for each, so many at a time; every one is tried, and the first problem is thrown at the end. */
export async function inBatches<T>(all: readonly T[], atOnce: number, act: (one: T) => Promise<unknown>): Promise<void> {
  const problems: unknown[] = []
  for (let at = 0; at < all.length; at += atOnce) {
    const done = await Promise.allSettled(all.slice(at, at + atOnce).map(act))
    for (const result of done) if (result.status === 'rejected') problems.push(result.reason)
  }
  if (problems.length > 0) throw problems[0]
}
