/** The words of a note or of what is looked for: letters and digits, lower case, without accents. */
export const wordsOf = (text: string): string[] =>
  text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []

/** A note as it is searched: its words, each with a space before it, and one at the end. */
export const foldedNote = (note: string | null): string => {
  const words = note === null ? [] : wordsOf(note)
  return words.length === 0 ? '' : ` ${words.join(' ')} `
}

/** What has to be in a folded note: all words, the last one may go on. */
export const partsOf = (words: readonly string[]): string[] => words.map((word, index) => (index === words.length - 1 ? ` ${word}` : ` ${word} `))

/** The same for FTS5. Words hold no quotes. */
export const matchOf = (words: readonly string[]): string => words.map((word, index) => `"${word}"${index === words.length - 1 ? ' *' : ''}`).join(' AND ')
