/** The caller asked for something that cannot be; `kind` tells a door which answer that is. */
export class EditError extends Error {
  readonly kind: 'not-found' | 'conflict' | 'invalid' | 'too-large'
  readonly problems: readonly string[]

  constructor(kind: EditError['kind'], problems: readonly string[]) {
    super(problems.join('; '))
    this.kind = kind
    this.problems = problems
  }
}
