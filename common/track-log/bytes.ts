/** Unsigned numbers in groups of seven bits, least first (LEB128); signed ones are folded to unsigned first. Safe integers only. */
export class ByteWriter {
  private bytes = new Uint8Array(4096)
  length = 0

  byte(value: number): void {
    if (this.length === this.bytes.length) {
      const larger = new Uint8Array(this.bytes.length * 2)
      larger.set(this.bytes)
      this.bytes = larger
    }
    this.bytes[this.length++] = value
  }

  unsigned(value: number): void {
    let rest = value
    while (rest > 0x7f) {
      this.byte((rest % 0x80) | 0x80)
      rest = Math.floor(rest / 0x80)
    }
    this.byte(rest)
  }

  signed(value: number): void {
    this.unsigned(value < 0 ? -2 * value - 1 : 2 * value)
  }

  text(value: string): void {
    const bytes = new TextEncoder().encode(value)
    this.unsigned(bytes.length)
    for (const byte of bytes) this.byte(byte)
  }

  /** A copy of what was written; the writer is empty afterwards. */
  take(): Uint8Array<ArrayBuffer> {
    const taken = this.bytes.slice(0, this.length)
    this.length = 0
    return taken
  }
}

/** Throws a RangeError where the bytes end too early or cannot have been written by ByteWriter. */
export class ByteReader {
  private readonly bytes: Uint8Array
  private at = 0

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  get done(): boolean {
    return this.at >= this.bytes.length
  }

  byte(): number {
    const value = this.bytes[this.at++]
    if (value === undefined) throw new RangeError('a chunk of the track log ends in the middle')
    return value
  }

  unsigned(): number {
    let value = 0
    let factor = 1
    for (;;) {
      const byte = this.byte()
      value += (byte & 0x7f) * factor
      if (!Number.isSafeInteger(value)) throw new RangeError('a chunk of the track log holds a number that is too large')
      if (byte < 0x80) return value
      factor *= 0x80
    }
  }

  signed(): number {
    const folded = this.unsigned()
    return folded % 2 === 1 ? -(folded + 1) / 2 : folded / 2
  }

  text(): string {
    const length = this.unsigned()
    if (length > this.bytes.length - this.at) throw new RangeError('a chunk of the track log ends in the middle')
    const text = new TextDecoder().decode(this.bytes.subarray(this.at, this.at + length))
    this.at += length
    return text
  }
}
