// Okabe and Ito's set, lifted for dark pictures: told apart with every common colour vision. The same label has the same colour everywhere.
const FIXED: Readonly<Record<string, string>> = {
  person: '#5CC8FF',
  car: '#F5A623',
  truck: '#FF7D3B',
  bus: '#F08BC4',
  bicycle: '#2BD4A0',
  motorcycle: '#F0E442',
  dog: '#C79BFF',
  cat: '#FF9EA8',
  motion: '#D7DEE8',
}
const OTHERS = ['#7FB2FF', '#2BD4A0', '#F0E442', '#FF7D3B', '#F08BC4', '#C79BFF'] as const

export function labelColour(label: string): string {
  const fixed = FIXED[label]
  if (fixed) return fixed
  let sum = 0
  for (const letter of label) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973
  return OTHERS[sum % OTHERS.length] ?? OTHERS[0]
}
