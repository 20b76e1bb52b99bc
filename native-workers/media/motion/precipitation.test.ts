import { describe, expect, it } from 'vitest'
import { DRY, nextPrecipitation, type Precipitation, stepsToLast } from './precipitation.ts'

const after = (seconds: number, frame: { restless: number; lasting: number; elapsedMs?: number }, from: Precipitation = DRY): Precipitation => {
  let state = from
  const { elapsedMs = 100 } = frame
  for (let ms = 0; ms < seconds * 1000; ms += elapsedMs) state = nextPrecipitation(state, { considered: 57_600, elapsedMs, ...frame })
  return state
}

describe('rain and snow', () => {
  it.each([
    { name: 'a walker', frame: { restless: 900, lasting: 650 }, falling: false },
    { name: 'rain', frame: { restless: 900, lasting: 40 }, falling: true },
    { name: 'a walker in the rain', frame: { restless: 1800, lasting: 690 }, falling: false },
    { name: 'a leaf', frame: { restless: 12, lasting: 0 }, falling: false },
    { name: 'a walker, one frame a second', frame: { restless: 900, lasting: 0, elapsedMs: 1000 }, falling: false },
  ])('$name: $falling', ({ frame, falling }) => { expect(after(2, frame).falling).toBe(falling) })
  it('is known within half a second, and over when something lasts', () => {
    const rain = { restless: 900, lasting: 40 }
    expect(after(0.1, rain).falling).toBe(false)
    expect(after(0.5, rain).falling).toBe(true)
    expect(after(10, { restless: 0, lasting: 0 }, after(2, rain)).falling).toBe(true)
    expect(after(1, { restless: 900, lasting: 700 }, after(2, rain)).falling).toBe(false)
  })
  it.each([
    { name: 'dry', state: DRY, elapsedMs: 100, steps: 0 },
    { name: 'falling', state: { lasting: 0.1, falling: true }, elapsedMs: 100, steps: 2 },
    { name: 'falling, few frames', state: { lasting: 0.1, falling: true }, elapsedMs: 200, steps: 1 },
  ])('$name: what counts has lasted $steps frames', ({ state, elapsedMs, steps }) => { expect(stepsToLast(state, elapsedMs)).toBe(steps) })
})
