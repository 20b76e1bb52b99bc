import { boxesIn, findBox, viewOf } from './boxes.ts'

/** In a clip the picture is ffmpeg's first track, and the sound the second. */
export const SOUND_TRACK = 2

/**
 * One init segment for both: the picture's, with the sound's track (as `SOUND_TRACK`) and its defaults added. ffmpeg writes them apart, because its muxer puts pictures beside their times when
 * it interleaves sound (ffmpeg-args.ts). Throws a RangeError for anything that is not an init segment of one track.
 */
export function joinInits(picture: Uint8Array, sound: Uint8Array): Uint8Array {
  const heard = new Uint8Array(sound)
  const soundView = viewOf(heard)
  const [trak, tkhd, trex] = [['moov', 'trak'], ['moov', 'trak', 'tkhd'], ['moov', 'mvex', 'trex']].map((path) => findBox(soundView, path))
  const view = viewOf(picture)
  const moov = findBox(view, ['moov'])
  const mvex = findBox(view, ['moov', 'mvex'])
  if (!trak || !tkhd || !trex || !moov || !mvex) throw new RangeError('joinInits: expected two init segments of one track each')
  // tkhd: version and flags, two dates (twice as wide in version 1), track id. trex: version and flags, track id.
  soundView.setUint32(tkhd.bodyAt + (soundView.getUint8(tkhd.bodyAt) === 1 ? 20 : 12), SOUND_TRACK)
  soundView.setUint32(trex.bodyAt + 4, SOUND_TRACK)
  const [track, defaults] = [heard.subarray(trak.at, trak.end), heard.subarray(trex.at, trex.end)]
  const joined = new Uint8Array(picture.length + track.length + defaults.length)
  joined.set(picture.subarray(0, mvex.at))
  joined.set(track, mvex.at)
  joined.set(picture.subarray(mvex.at, mvex.end), mvex.at + track.length)
  joined.set(defaults, mvex.end + track.length)
  joined.set(picture.subarray(mvex.end), mvex.end + track.length + defaults.length)
  const out = viewOf(joined)
  out.setUint32(moov.at, moov.end - moov.at + track.length + defaults.length)
  out.setUint32(mvex.at + track.length, mvex.end - mvex.at + defaults.length)
  return joined
}

/** The sound's own fragment as one of the clip's: a copy whose runs say `SOUND_TRACK`. */
export function asSoundTrack(fragment: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(fragment)
  const view = viewOf(bytes)
  for (const moof of boxesIn(view, 0, bytes.length)) {
    for (const traf of moof.type === 'moof' ? boxesIn(view, moof.bodyAt, moof.end) : []) {
      for (const tfhd of traf.type === 'traf' ? boxesIn(view, traf.bodyAt, traf.end) : []) if (tfhd.type === 'tfhd') view.setUint32(tfhd.bodyAt + 4, SOUND_TRACK)
    }
  }
  return bytes
}
