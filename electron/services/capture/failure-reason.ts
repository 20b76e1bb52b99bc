import type { FailureKind } from '../../../common/contracts/camera-status.ts'
import { maskCredentials } from './input-address.ts'

export interface Failure {
  readonly kind: FailureKind
  /** One sentence for the operator: what happened and what to do. */
  readonly reason: string
}

const RULES: readonly (readonly [pattern: RegExp, kind: FailureKind, reason: string])[] = [
  [/401 Unauthorized|401 \(Unauthorized\)|authorization failed|Server returned 401/i, 'auth', 'the camera refused the password; check user name and password'],
  [/403 Forbidden|Server returned 403/i, 'auth', 'the camera forbids this user to watch; check the rights of the account'],
  [/404 (Stream )?Not Found|Server returned 404/i, 'not-found', 'the camera answers, but has no stream at this address; check the path'],
  [/Protocol .* not on whitelist|Protocol not found/i, 'url', 'the stream leads to a protocol that is not allowed for this address'],
  [/Connection refused/i, 'refused', 'nothing listens at this address (connection refused); check host and port, and that the camera is on'],
  [/Name or service not known|Failed to resolve hostname|nodename nor servname|Temporary failure in name resolution/i, 'unreachable', 'the host name is not known; check the spelling'],
  [/No route to host|Network is unreachable|Host is down/i, 'unreachable', 'the camera cannot be reached; check cable, network and address'],
  [/timed out|Connection timeout/i, 'timeout', 'the camera did not answer in time; check network and address'],
  [/No such file or directory/i, 'not-found', 'there is no such file or device; check the path'],
  [/Is a directory/i, 'not-found', 'this is a folder; give the path of a file in it'],
  [/Permission denied/i, 'url', 'the file or device may not be read; check its permissions'],
  [/Device or resource busy/i, 'refused', 'the device is used by another program'],
  [/moov atom not found/i, 'not-video', 'the file cannot be read as video: it is cut off (its index is missing) or something else; copy it again'],
  [/Decoder .* not found|Unknown decoder|no decoder found|Could not find codec parameters/i, 'codec', 'the stream\'s codec cannot be decoded; set the camera to H.264'],
  [/Invalid data found when processing input|does not contain any stream|matches no streams|End of file/i, 'not-video', 'what comes from this address is not video; check that it is the stream and not the camera\'s web page'],
  [/461 Unsupported transport|Nonmatching transport/i, 'refused', 'the camera does not offer this transport; change it from tcp to udp or back'],
  [/Server returned 5(\d\d|XX)|50\d (Internal|Service|Server)/i, 'refused', 'the camera reports an error of its own; restart it if this lasts'],
  [/Server returned 4XX|: Invalid argument/i, 'url', 'the address leads to nothing that can be opened; check it, port and path included'],
]

export const CONNECT_TIMEOUT: Failure = { kind: 'timeout', reason: 'the camera did not answer within 10 seconds; check network and address' }
/** A little less than what ffmpeg is told to wait. */
const NO_ANSWER_AFTER_MS = 9_500

/**
 * Turns ffmpeg's last words into a reason a person understands. `exit` is what the process ended with; `silentMs` how long it ran without
 * a picture, where that is known: ffmpeg calls an RTSP camera that never answers "invalid data".
 */
export function failureReason(stderr: string, exit: { code: number | null; signal: string | null }, silentMs = 0): Failure {
  if (silentMs >= NO_ANSWER_AFTER_MS && /Invalid data found/i.test(stderr)) return CONNECT_TIMEOUT
  for (const [pattern, kind, reason] of RULES) if (pattern.test(stderr)) return { kind, reason }
  if (exit.code === 0) return { kind: 'stream-ended', reason: 'the stream ended' }
  const lastLine = stderr.trim().split('\n').at(-1)?.replace(/^\[[^\]]*\]\s*/, '').trim() ?? ''
  const how = exit.signal === null ? `code ${exit.code}` : `signal ${exit.signal}`
  return { kind: 'ffmpeg', reason: maskCredentials(lastLine === '' ? `ffmpeg ended with ${how}` : `ffmpeg ended with ${how}: ${lastLine}`) }
}
