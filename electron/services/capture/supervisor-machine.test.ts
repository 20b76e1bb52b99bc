import { describe, expect, it } from 'vitest'
import type { Failure } from './failure-reason.ts'
import { backoffDelayMs, stepSupervisor, type SupervisorInput, type SupervisorState } from './supervisor-machine.ts'

const AT = 1_000_000
const failure = (kind: Failure['kind']): Failure => ({ kind, reason: kind })
const ended = (kind: Failure['kind'], finished = false): SupervisorInput => ({ type: 'ended', failure: failure(kind), finished })

const stopped: SupervisorState = { at: 'stopped' }
const idle: SupervisorState = { at: 'idle', reason: 'the file has ended' }
const connecting = (ageMs = 0, attempt = 0): SupervisorState => ({ at: 'connecting', attempt, sinceMs: AT - ageMs })
const live = (frameAgeMs = 0, ageMs = 60_000, attempt = 0): SupervisorState => ({ at: 'live', sinceMs: AT - ageMs, lastFrameMs: AT - frameAgeMs, attempt })
const stalled = (frameAgeMs: number): SupervisorState => ({ at: 'stalled', sinceMs: AT - 1_000, lastFrameMs: AT - frameAgeMs, attempt: 0 })
const backoff = (leftMs: number): SupervisorState => ({ at: 'backoff', attempt: 2, untilMs: AT + leftMs, sinceMs: AT - 100, failure: failure('refused') })
const failed = (leftMs: number): SupervisorState => ({ at: 'failed', attempt: 2, untilMs: AT + leftMs, sinceMs: AT - 100, failure: failure('auth') })

describe('one input\'s life', () => {
  it.each<{ name: string; from: SupervisorState; input: SupervisorInput; to: string; effects: readonly string[] }>([
    { name: 'start', from: stopped, input: { type: 'start' }, to: 'connecting', effects: ['launch'] },
    { name: 'start of what has ended', from: idle, input: { type: 'start' }, to: 'connecting', effects: ['launch'] },
    { name: 'start in a pause', from: backoff(5_000), input: { type: 'start' }, to: 'connecting', effects: ['launch'] },
    { name: 'start of what runs', from: live(), input: { type: 'start' }, to: 'live', effects: [] },
    { name: 'stop of what runs', from: live(), input: { type: 'stop' }, to: 'stopped', effects: ['kill'] },
    { name: 'stop while it connects', from: connecting(), input: { type: 'stop' }, to: 'stopped', effects: ['kill'] },
    { name: 'stop in a pause', from: backoff(5_000), input: { type: 'stop' }, to: 'stopped', effects: [] },
    { name: 'stop of what is stopped', from: stopped, input: { type: 'stop' }, to: 'stopped', effects: [] },

    { name: 'the first frame', from: connecting(), input: { type: 'frame' }, to: 'live', effects: [] },
    { name: 'a frame after a stall', from: stalled(6_000), input: { type: 'frame' }, to: 'live', effects: [] },
    { name: 'a late frame after the stop', from: stopped, input: { type: 'frame' }, to: 'stopped', effects: [] },
    { name: 'a late frame in a pause', from: backoff(100), input: { type: 'frame' }, to: 'backoff', effects: [] },
    { name: 'a late frame after a failure', from: failed(100), input: { type: 'frame' }, to: 'failed', effects: [] },

    { name: 'nobody answers yet', from: connecting(19_999), input: { type: 'tick' }, to: 'connecting', effects: [] },
    { name: 'nobody answered', from: connecting(20_000), input: { type: 'tick' }, to: 'backoff', effects: ['kill'] },
    { name: 'frames come', from: live(4_999), input: { type: 'tick' }, to: 'live', effects: [] },
    { name: 'frames stay away', from: live(5_000), input: { type: 'tick' }, to: 'stalled', effects: [] },
    { name: 'frames stay away for long', from: stalled(19_999), input: { type: 'tick' }, to: 'stalled', effects: [] },
    { name: 'frames stay away for too long', from: stalled(20_000), input: { type: 'tick' }, to: 'backoff', effects: ['kill'] },
    { name: 'a pause goes on', from: backoff(1), input: { type: 'tick' }, to: 'backoff', effects: [] },
    { name: 'a pause is over', from: backoff(0), input: { type: 'tick' }, to: 'connecting', effects: ['launch'] },
    { name: 'a failed one is tried again, slowly', from: failed(0), input: { type: 'tick' }, to: 'connecting', effects: ['launch'] },
    { name: 'time means nothing to what is stopped', from: stopped, input: { type: 'tick' }, to: 'stopped', effects: [] },
    { name: 'nor to what has ended', from: idle, input: { type: 'tick' }, to: 'idle', effects: [] },

    { name: 'a file came to its end', from: live(), input: ended('stream-ended', true), to: 'idle', effects: [] },
    { name: 'a stream ended', from: live(), input: ended('stream-ended'), to: 'backoff', effects: [] },
    { name: 'a stream ended while it stood still', from: stalled(6_000), input: ended('ffmpeg'), to: 'backoff', effects: [] },
    { name: 'the end of what was stopped already', from: stopped, input: ended('ffmpeg'), to: 'stopped', effects: [] },
    { name: 'the end of what waits already', from: backoff(100), input: ended('ffmpeg'), to: 'backoff', effects: [] },
    ...(['auth', 'not-found', 'not-video', 'codec', 'url'] as const).map((kind) => ({ name: `${kind} at the start: soon again would not help`, from: connecting(), input: ended(kind), to: 'failed', effects: [] })),
    ...(['refused', 'unreachable', 'timeout', 'ffmpeg', 'engine', 'stream-ended'] as const).map((kind) => ({ name: `${kind} at the start: soon again`, from: connecting(), input: ended(kind), to: 'backoff', effects: [] })),
    { name: 'auth in the middle: the camera may be restarting', from: live(), input: ended('auth'), to: 'backoff', effects: [] },
  ])('$name', ({ from, input, to, effects }) => {
    const [state, told] = stepSupervisor(from, input, { nowMs: AT, random: 1 })
    expect(state.at).toBe(to)
    expect(told).toEqual(effects)
  })

  it('does not hammer a camera that refuses: once a minute', () => {
    const [state] = stepSupervisor(connecting(0, 7), ended('auth'), { nowMs: AT, random: 0 })
    expect(state).toMatchObject({ at: 'failed', untilMs: AT + 60_000, attempt: 8 })
  })
  it('forgets its failed attempts after ten good seconds', () => {
    expect(stepSupervisor(live(0, 10_000, 5), { type: 'frame' }, { nowMs: AT, random: 0 })[0]).toMatchObject({ attempt: 5 })
    expect(stepSupervisor(live(0, 10_001, 5), { type: 'frame' }, { nowMs: AT, random: 0 })[0]).toMatchObject({ attempt: 0 })
  })
  it('notes when the last frame came', () => {
    expect(stepSupervisor(live(3_000), { type: 'frame' }, { nowMs: AT, random: 0 })[0]).toMatchObject({ lastFrameMs: AT })
  })
})

it.each([
  { attempt: 0, random: 0, ms: 250 }, { attempt: 0, random: 1, ms: 500 }, { attempt: 1, random: 1, ms: 1_000 }, { attempt: 3, random: 0, ms: 2_000 },
  { attempt: 6, random: 1, ms: 30_000 }, { attempt: 60, random: 0, ms: 15_000 }, { attempt: 2_000, random: 1, ms: 30_000 },
])('pause $attempt with chance $random: $ms ms', ({ attempt, random, ms }) => {
  expect(backoffDelayMs(attempt, random)).toBe(ms)
})
