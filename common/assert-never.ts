/** Closes a switch over a union: the compiler rejects a forgotten member, the run time names a foreign one. */
export function assertNever(value: never): never {
  throw new TypeError(`unexpected value: ${JSON.stringify(value)}`)
}
