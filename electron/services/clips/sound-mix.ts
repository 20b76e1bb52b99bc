import type { Fragment } from './mp4/fragment.ts'
import { parseInit, type InitSegment } from './mp4/init-segment.ts'
import { asSoundTrack, joinInits } from './mp4/join-sound.ts'

/** Brings picture and sound, which ffmpeg writes apart, into one stream: one init segment, then the fragments of both as they come. */
export interface SoundMix {
  pictureInit(init: InitSegment): void
  picture(fragment: Fragment): void
  soundInit(bytes: Uint8Array): void
  sound(fragment: Fragment): void
  /** Nothing more comes: what waited for sound goes without. */
  end(): void
}

/** Pictures wait so long for the sound to begin; then it is recorded without. */
const MAX_WAIT_MS = 3_000
/** Sound that came before its stream could begin. */
const MAX_EARLY = 64

export function createSoundMix({ expected, onInit, onFragment, onGivenUp }: {
  expected: boolean
  onInit: (init: InitSegment) => void
  onFragment: (fragment: Fragment) => void
  onGivenUp: () => void
}): SoundMix {
  let picture: InitSegment | null = null
  let sound: Uint8Array | null = null
  let begun: 'no' | 'with' | 'without' = 'no'
  let waiting: Fragment[] = []
  let early: Fragment[] = []

  const begin = (how: 'with' | 'without'): void => {
    if (begun !== 'no' || !picture) return
    begun = how
    onInit(how === 'with' && sound ? parseInit(joinInits(picture.bytes, sound)) : picture)
    for (const fragment of waiting) onFragment(fragment)
    for (const fragment of how === 'with' ? early : []) onFragment(fragment)
    waiting = []
    early = []
  }
  const beginIfComplete = (): void => {
    if (picture && (sound || !expected)) begin(sound ? 'with' : 'without')
  }

  return {
    pictureInit(init) {
      picture = init
      beginIfComplete()
    },
    picture(fragment) {
      if (begun !== 'no') return onFragment(fragment)
      // A copy: pieces of a pipe that wait for seconds would keep all that came with them.
      waiting.push({ ...fragment, bytes: new Uint8Array(fragment.bytes) })
      if ((fragment.endDts * 1_000) / fragment.timescale < MAX_WAIT_MS) return
      onGivenUp()
      begin('without')
    },
    soundInit(bytes) {
      sound = bytes
      beginIfComplete()
    },
    sound(fragment) {
      const own = { ...fragment, bytes: asSoundTrack(fragment.bytes) }
      if (begun === 'with') onFragment(own)
      else if (begun === 'no') early = [...early, own].slice(-MAX_EARLY)
    },
    end: () => begin('without'),
  }
}
