import { describe, expect, it } from 'vitest'
import { failureReason } from './failure-reason.ts'

const FAILED = { code: 1, signal: null }

/** Lines as ffmpeg 5.1 prints them. */
describe('what ffmpeg\'s last words mean', () => {
  it.each([
    { words: '[rtsp @ 0x5] method DESCRIBE failed: 401 Unauthorized', kind: 'auth', says: /refused the password; check user name and password/ },
    { words: 'http://cam/x: Server returned 401 Unauthorized (authorization failed)', kind: 'auth', says: /refused the password/ },
    { words: 'http://cam/x: Server returned 403 Forbidden (access denied)', kind: 'auth', says: /forbids this user to watch/ },
    { words: '[rtsp @ 0x5] method DESCRIBE failed: 404 Not Found', kind: 'not-found', says: /no stream at this address; check the path/ },
    { words: '[rtsp @ 0x5] method DESCRIBE failed: 404 Stream Not Found', kind: 'not-found', says: /no stream at this address/ },
    { words: '[rtsp @ 0x5] method SETUP failed: 461 Unsupported transport', kind: 'refused', says: /change it from tcp to udp/ },
    { words: "Protocol 'file' not on whitelist 'http,https'!", kind: 'url', says: /protocol that is not allowed/ },
    { words: 'rtsp://cam/x: Connection refused', kind: 'refused', says: /nothing listens at this address/ },
    { words: '[tcp @ 0x5] Failed to resolve hostname nowhere.invalid: Name or service not known', kind: 'unreachable', says: /host name is not known; check the spelling/ },
    { words: 'rtsp://cam/x: No route to host', kind: 'unreachable', says: /cannot be reached; check cable, network and address/ },
    { words: 'rtsp://cam/x: Network is unreachable', kind: 'unreachable', says: /cannot be reached/ },
    { words: 'http://cam/x: Connection timed out', kind: 'timeout', says: /did not answer in time/ },
    { words: '/dev/video9: No such file or directory', kind: 'not-found', says: /no such file or device/ },
    { words: 'file:/srv: Is a directory', kind: 'not-found', says: /is a folder; give the path of a file/ },
    { words: '/dev/video0: Permission denied', kind: 'url', says: /may not be read; check its permissions/ },
    { words: '/dev/video0: Device or resource busy', kind: 'refused', says: /used by another program/ },
    { words: '[mov,mp4 @ 0x5] moov atom not found\nfile:/x.mp4: Invalid data found when processing input', kind: 'not-video', says: /cut off \(its index is missing\)/ },
    { words: 'Decoder (codec none) not found for input stream #0:0', kind: 'codec', says: /set the camera to H\.264/ },
    { words: 'http://cam/: Invalid data found when processing input', kind: 'not-video', says: /is not video/ },
    { words: "Stream map '0:v:0' matches no streams.", kind: 'not-video', says: /is not video/ },
    { words: 'http://cam/x: Server returned 5XX Server Error reply', kind: 'refused', says: /an error of its own/ },
    { words: 'http://cam/x: Server returned 4XX Client Error, but not one of 40{0,1,3,4}', kind: 'url', says: /leads to nothing that can be opened/ },
    { words: 'something nobody has seen', kind: 'ffmpeg', says: /^ffmpeg ended with code 1: something nobody has seen$/ },
    { words: '', kind: 'ffmpeg', says: /^ffmpeg ended with code 1$/ },
  ])('$words', ({ words, kind, says }) => {
    const failure = failureReason(words, FAILED)
    expect(failure.kind).toBe(kind)
    expect(failure.reason).toMatch(says)
    expect(failure.reason).not.toContain('\n')
  })

  it('takes a clean end for the end of the stream, and names a signal', () => {
    expect(failureReason('', { code: 0, signal: null })).toEqual({ kind: 'stream-ended', reason: 'the stream ended' })
    expect(failureReason('', { code: null, signal: 'SIGKILL' }).reason).toBe('ffmpeg ended with signal SIGKILL')
  })
  it('knows a camera that never answered by the time it took', () => {
    const words = 'rtsp://cam/x: Invalid data found when processing input'
    expect(failureReason(words, FAILED, 10_004).kind).toBe('timeout')
    expect(failureReason(words, FAILED, 400).kind).toBe('not-video')
  })
  it('never repeats a password', () => {
    expect(failureReason('rtsp://user:s3cret@cam/x: broken', FAILED).reason).toBe('ffmpeg ended with code 1: rtsp://***@cam/x: broken')
  })
})
