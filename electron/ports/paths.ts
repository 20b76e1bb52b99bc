/** Where things are on this machine. All absolute. */
export interface Paths {
  readonly data: string
  readonly configFile: string
  /** Model folders, first one wins. */
  readonly models: readonly string[]
  /** FIFOs and sockets of this run; removed at the end. */
  readonly runtime: string
  /** Built worker entries and the renderer's files. */
  readonly workers: string
  readonly renderer: string
}
