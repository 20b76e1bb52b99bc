/** Thrown inside the parser when an element is not complete yet: more bytes have to come. */
export class Incomplete extends Error {}
const INCOMPLETE = new Incomplete('more bytes needed')

/** A cursor over NUT's variable-length integers; `end` is where the known bytes stop. */
export class NutBytes {
  private readonly bytes: Uint8Array
  private readonly end: number
  at: number

  constructor(bytes: Uint8Array, at: number, end: number) {
    this.bytes = bytes
    this.at = at
    this.end = end
  }

  byte(): number {
    const value = this.at < this.end ? this.bytes[this.at] : undefined
    if (value === undefined) throw INCOMPLETE
    this.at++
    return value
  }

  /** Unsigned, seven bits a byte, most significant first. Multiplied, not shifted: values may exceed 32 bits. */
  unsigned(): number {
    let value = 0
    for (;;) {
      const byte = this.byte()
      value = value * 128 + (byte & 0x7f)
      if ((byte & 0x80) === 0) return value
    }
  }

  /** Signed: 0, 1, −1, 2, −2 … */
  signed(): number {
    const value = this.unsigned() + 1
    return value % 2 === 1 ? -(value - 1) / 2 : value / 2
  }

  skip(count: number): void {
    if (this.at + count > this.end) throw INCOMPLETE
    this.at += count
  }

  skipVariable(): void {
    this.skip(this.unsigned())
  }
}
