/** What services log through; the doors bring pino. Fields never hold secrets: addresses are masked before they come here. */
export interface Logger {
  info(fields: object, text: string): void
  warn(fields: object, text: string): void
  error(fields: object, text: string): void
  debug(fields: object, text: string): void
}
