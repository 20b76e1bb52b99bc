/** Numbers for names that come again and again, so that a column of them is a column of numbers. */
export class Names {
  private readonly numbers = new Map<string, number>()
  readonly list: string[] = []

  numberOf(name: string): number {
    let number = this.numbers.get(name)
    if (number === undefined) {
      number = this.list.push(name) - 1
      this.numbers.set(name, number)
    }
    return number
  }
}
