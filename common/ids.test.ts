import { describe, expect, it } from 'vitest'
import { type CameraId, formatFrameId, parseFrameId } from './ids.ts'

describe('frame ids', () => {
  it('survives a round trip', () => {
    const key = { cameraId: 'main-gate' as CameraId, epoch: 3, sequence: 1882 }
    expect(formatFrameId(key)).toBe('main-gate/3/1882')
    expect(parseFrameId('main-gate/3/1882')).toEqual(key)
  })
  it.each(['', 'gate', 'gate/1', 'gate/a/1', 'Gate/1/2', 'gate/1/2/3', 'gate/-1/2'])('refuses %j', (text) => {
    expect(() => parseFrameId(text)).toThrow(/expected camera\/epoch\/sequence/)
  })
})
