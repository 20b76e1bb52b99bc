import { EyeOff, Slash, SquareDashed, UserX, VectorSquare } from 'lucide-react'
import type { MaskKind, ShapeKind } from './shapes.ts'

/** How each kind is called, where its tool is, and in which order they come. */
export const KINDS: readonly { kind: ShapeKind; title: string; key: string; icon: typeof EyeOff }[] = [
  { kind: 'zone', title: 'Zones', key: 'Z', icon: VectorSquare },
  { kind: 'line', title: 'Tripwires', key: 'L', icon: Slash },
  { kind: 'mask', title: 'Motion masks', key: 'M', icon: SquareDashed },
  { kind: 'object-mask', title: 'Object masks', key: 'O', icon: UserX },
  { kind: 'privacy', title: 'Privacy masks', key: 'P', icon: EyeOff },
]

/** What a mask does, in a line. */
export const MASK_WORDS: Readonly<Record<MaskKind, string>> = {
  mask: 'Motion inside is not looked at: trees, flags, a clock in the picture. Objects are still found where they move outside of it.',
  'object-mask': 'An object that stands inside (the middle of its lower edge) is no object: a statue, a poster, a parked trailer.',
  privacy: 'Inside, nothing is shown and nothing is detected: dark on every screen and in every snapshot.',
}
