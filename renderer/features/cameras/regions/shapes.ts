import type { Camera } from '../../../../common/contracts/camera-status.ts'
import type { Line, Mask, Zone } from '../../../../common/contracts/regions.ts'
import type { Point } from '../../../../common/frame-result.ts'
import { crossedEdges } from '../../../../common/geometry/polygon.ts'
import { freeId, slugOf } from '../slug.ts'
import { areaOf } from './polygon.ts'

export type MaskKind = 'mask' | 'object-mask' | 'privacy'
export type ShapeKind = 'zone' | 'line' | MaskKind
export type Shape = (Zone & { readonly kind: 'zone' }) | (Line & { readonly kind: 'line' }) | (Mask & { readonly kind: MaskKind })

export const KIND_NAMES: Readonly<Record<ShapeKind, string>> = { zone: 'Zone', line: 'Tripwire', mask: 'Motion mask', 'object-mask': 'Object mask', privacy: 'Privacy mask' }

/** Ids are unique within a kind only. */
export const keyOf = ({ kind, id }: Pick<Shape, 'kind' | 'id'>): string => `${kind}:${id}`

export const nameOfShape = (shape: Shape): string => ('name' in shape && shape.name ? shape.name : shape.id)

export const isMask = (shape: Shape): shape is Mask & { readonly kind: MaskKind } => shape.kind !== 'zone' && shape.kind !== 'line'

export const shapesOf = ({ zones, lines, motion, objectMasks, privacy }: Pick<Camera, 'zones' | 'lines' | 'motion' | 'objectMasks' | 'privacy'>): readonly Shape[] => [
  ...zones.map((zone) => ({ ...zone, kind: 'zone' as const })),
  ...lines.map((line) => ({ ...line, kind: 'line' as const })),
  ...motion.masks.map((mask) => ({ ...mask, kind: 'mask' as const })),
  ...objectMasks.map((mask) => ({ ...mask, kind: 'object-mask' as const })),
  ...privacy.map((mask) => ({ ...mask, kind: 'privacy' as const })),
]

/** The shapes as `cameras.setRegions` takes them. */
export function regionsOf(shapes: readonly Shape[]): { zones: Zone[]; lines: Line[]; motionMasks: Mask[]; objectMasks: Mask[]; privacy: Mask[] } {
  const bare = <T extends Shape>({ kind: _kind, ...rest }: T): Omit<T, 'kind'> => rest
  const masks = (kind: MaskKind): Mask[] => shapes.filter(isMask).filter((shape) => shape.kind === kind).map(bare)
  return {
    zones: shapes.filter((shape) => shape.kind === 'zone').map(bare),
    lines: shapes.filter((shape) => shape.kind === 'line').map(bare),
    motionMasks: masks('mask'), objectMasks: masks('object-mask'), privacy: masks('privacy'),
  }
}

/** The same text for the same content, in whatever order the keys came. */
export const sameText = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part) ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1))) : part)

export const pointsOf = (shape: Shape): readonly Point[] => (shape.kind === 'line' ? [shape.from, shape.to] : shape.points)

export function withPoints(shape: Shape, points: readonly Point[]): Shape {
  const plain = points.map(([x, y]): [number, number] => [x, y])
  if (shape.kind !== 'line') return { ...shape, points: plain }
  const [from, to] = plain
  return from && to ? { ...shape, from, to } : shape
}

/** A new shape with the next free name of its kind. */
export function newShape(kind: ShapeKind, points: readonly Point[], others: readonly Shape[]): Shape {
  const same = others.filter((shape) => shape.kind === kind)
  const taken = new Set(same.map((shape) => shape.id))
  const stem = kind
  let turn = same.length + 1
  while (taken.has(`${stem}-${turn}`)) turn += 1
  const id = `${stem}-${turn}`
  const plain = points.map(([x, y]): [number, number] => [x, y])
  if (kind === 'zone') return { kind, id, name: `Zone ${turn}`, points: plain, inertia: 3, loiteringSeconds: 0 }
  if (kind !== 'line') return { kind, id, points: plain }
  const [from = [0.25, 0.5], to = [0.75, 0.5]] = plain
  return { kind, id, name: `Tripwire ${turn}`, from, to, direction: 'any' }
}

/** A shape nobody relies on yet takes its id from its name; a saved one keeps it. A mask is called by its id, so it stays free to change. */
export function renamed(shape: Shape, name: string, { saved, others }: { saved: boolean; others: readonly Shape[] }): Shape {
  const taken = new Set(others.filter((other) => other.kind === shape.kind).map((other) => other.id))
  if (isMask(shape)) return { ...shape, id: freeId(slugOf(name, shape.kind), taken) }
  return saved ? { ...shape, name } : { ...shape, name, id: freeId(slugOf(name, shape.kind), taken) }
}

/** Why a shape cannot be saved, as a sentence; null when it can. */
export function shapeProblem(shape: Shape): string | null {
  const name = nameOfShape(shape)
  if ('name' in shape && shape.name !== undefined && shape.name.trim() === '') return `${KIND_NAMES[shape.kind]} ${shape.id} needs a name.`
  if (shape.kind === 'line') {
    return Math.hypot(shape.to[0] - shape.from[0], shape.to[1] - shape.from[1]) < 0.01 ? `${name} is too short to be crossed.` : null
  }
  if (shape.points.length < 3) return `${name} needs at least three corners.`
  if (crossedEdges(shape.points) !== null) return `${name} crosses itself: drag a corner so that no two edges cross.`
  return areaOf(shape.points) < 0.0002 ? `${name} is too thin to hold anything.` : null
}

/** What differs between two sets of shapes, in words for the save bar. */
export function changesBetween(before: readonly Shape[], now: readonly Shape[]): readonly string[] {
  const old = new Map(before.map((shape) => [keyOf(shape), shape]))
  const kept = new Set(now.map(keyOf))
  const added = now.filter((shape) => !old.has(keyOf(shape))).map((shape) => `${nameOfShape(shape)} is new`)
  const gone = before.filter((shape) => !kept.has(keyOf(shape))).map((shape) => `${nameOfShape(shape)} deleted`)
  const changed = now.flatMap((shape) => {
    const was = old.get(keyOf(shape))
    if (!was || sameText(was) === sameText(shape)) return []
    const moved = sameText(pointsOf(was)) !== sameText(pointsOf(shape))
    const set = sameText(withPoints(was, pointsOf(shape))) !== sameText(shape)
    return [`${nameOfShape(shape)} ${[moved && 'moved', set && 'settings'].filter(Boolean).join(', ')}`]
  })
  return [...added, ...changed, ...gone]
}
