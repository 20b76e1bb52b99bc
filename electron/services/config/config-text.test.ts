import { describe, expect, it } from 'vitest'
import { formatProblem } from './config-problems.ts'
import { readConfigText } from './config-text.ts'

/** The sample of the documentation, word by word. */
const SAMPLE = `version: 1
server:   { enabled: false, host: 127.0.0.1, port: 8787 }   # desktop: off by default; headless: always on
storage:  { retention: { days: 14, maxGb: 50 }, minFreeGb: 2 }
detector: { model: yolox-nano, threads: 1, providers: [cpu] }   # model: catalogue id or path to an .onnx; 'none' = motion only
cameras:
  - id: gate                       # [a-z0-9-], stable
    name: Main gate
    enabled: true
    inputs:
      - url: "rtsp://user:\${secret:gate}@192.0.2.10:554/stream1"   # rtsp rtsps http https file v4l2 avfoundation dshow test
        roles: [detect, record]    # split over two inputs (main and sub stream) or together
        transport: tcp             # tcp | udp
        loop: false                # files only
        pace: realtime             # files only: realtime | fast
    detect:  { enabled: true, width: 640, fps: 10, inferFps: 5, labels: [person, car], minScore: 0.5, threshold: 0.7,
               filters: { person: { minArea: 0.0005, maxArea: 0.8, minRatio: 0.1, maxRatio: 3 } } }
    motion:  { enabled: true, threshold: 30, minArea: 0.0005, masks: [ { id: tree, points: [[0,0],[0.2,0],[0.2,0.3]] } ] }
    zones:   [ { id: path, name: Path, points: [[0.1,0.5],[0.9,0.5],[0.9,1],[0.1,1]], labels: [person], inertia: 3, loiteringSeconds: 0 } ]
    lines:   [ { id: door, name: Door, from: [0.75,0], to: [0.75,1], labels: [person], direction: any } ]  # any | a-to-b | b-to-a
    privacy: [ { id: window, points: [[0.4,0.1],[0.6,0.1],[0.6,0.3]] } ]
    objectMasks: []
    record:  { mode: events }      # off | events | motion | always
    pool:    { slots: 8, policy: drop-oldest, deadlineTolerance: auto, maxAgeMs: 2000 }
    events:  { on: [object], cooldownSeconds: 0, preSeconds: 5, postSeconds: 5, maxSeconds: 120, requireZones: [] }  # on: object | motion | line
publish:
  mqtt:     { url: mqtt://127.0.0.1:1883, prefix: vigil, homeAssistant: true }
  webhooks: [ { id: ops, url: https://example.net/hook, secret: "\${secret:ops}", on: [event.start, event.end] } ]
alerts:    { dropRate: 0.05, p99Ms: 50 }
`

const good = (text: string, overrides: Record<string, string> = {}) => {
  const reading = readConfigText(text, new Map(Object.entries(overrides)))
  if (!reading.ok) throw new Error(reading.problems.map((problem) => formatProblem('vigil.yml', problem)).join('\n'))
  return reading
}
const problems = (text: string, overrides: Record<string, string> = {}): string[] => {
  const reading = readConfigText(text, new Map(Object.entries(overrides)))
  return reading.ok ? [] : reading.problems.map((problem) => formatProblem('vigil.yml', problem))
}
const camera = (...lines: string[]): string => ['version: 1', 'cameras:', '  - id: gate', "    inputs: [ { url: 'test:pattern' } ]", ...lines.map((line) => `    ${line}`), ''].join('\n')

describe('the documented sample', () => {
  it('is taken without a word', () => {
    expect(good(SAMPLE).warnings).toEqual([])
  })
  it('shows the defaults: without them the config is the same', () => {
    const bare = `version: 1
cameras:
  - id: gate
    name: Main gate
    inputs: [ { url: "rtsp://user:\${secret:gate}@192.0.2.10:554/stream1" } ]
    detect:  { filters: { person: { minArea: 0.0005, maxArea: 0.8, minRatio: 0.1, maxRatio: 3 } } }
    motion:  { masks: [ { id: tree, points: [[0,0],[0.2,0],[0.2,0.3]] } ] }
    zones:   [ { id: path, name: Path, points: [[0.1,0.5],[0.9,0.5],[0.9,1],[0.1,1]], labels: [person] } ]
    lines:   [ { id: door, name: Door, from: [0.75,0], to: [0.75,1], labels: [person] } ]
    privacy: [ { id: window, points: [[0.4,0.1],[0.6,0.1],[0.6,0.3]] } ]
publish:
  mqtt:     { url: mqtt://127.0.0.1:1883 }
  webhooks: [ { id: ops, url: https://example.net/hook, secret: "\${secret:ops}" } ]
`
    expect(good(bare).config).toEqual(good(SAMPLE).config)
  })
  it.each(['version: 1\n', 'version: 1\ncameras: []\n', ''])('is not needed: %j is a config', (text) => {
    expect(good(text).config).toMatchObject({ version: 1, server: { port: 8787 }, storage: { retention: { days: 14, maxGb: 50 } }, detector: { model: 'yolox-nano' }, cameras: [] })
  })
})

describe('mistakes, each with its place', () => {
  it.each<{ name: string; text: string; lines: readonly (string | RegExp)[] }>([
    { name: 'a key of rewind that is none', text: 'version: 1\nrewind: { second: 30 }\n', lines: ['vigil.yml:2:11 rewind.second: unknown key; did you mean "seconds"?'] },
    { name: 'a word for rewind that is none', text: 'version: 1\nrewind: never\n', lines: ['vigil.yml:2:9 rewind: expected a group of keys, or off, got "never"'] },
    { name: 'a number in words', text: camera('detect: { fps: fast }'), lines: ['vigil.yml:5:20 cameras[0].detect.fps: expected a number from 0.1 to 60, got "fast"'] },
    { name: 'a number out of bounds', text: camera('detect: { fps: 0 }'), lines: ['vigil.yml:5:20 cameras[0].detect.fps: expected a number from 0.1 to 60, got 0'] },
    { name: 'a fraction above 1', text: camera('detect: { minScore: 50 }'), lines: ['vigil.yml:5:25 cameras[0].detect.minScore: expected a number from 0 to 1, got 50'] },
    { name: 'an unknown key at the top', text: 'version: 1\ncamera: []\n', lines: ['vigil.yml:2:1 camera: unknown key; did you mean "cameras"?'] },
    { name: 'an unknown key deep inside', text: camera('detect: { inferfps: 5 }'), lines: ['vigil.yml:5:15 cameras[0].detect.inferfps: unknown key; did you mean "inferFps"?'] },
    { name: 'an unknown key like no other', text: camera('record: { schedule: night }'), lines: ['vigil.yml:5:15 cameras[0].record.schedule: unknown key; known here: mode, audio, retention, privacy'] },
    { name: 'one word for another', text: camera('record: { mode: event }'), lines: ['vigil.yml:5:21 cameras[0].record.mode: expected "off" or "events" or "motion" or "always", got "event"'] },
    { name: 'yes for true', text: camera('enabled: yes'), lines: ['vigil.yml:5:14 cameras[0].enabled: expected true or false, got "yes"'] },
    { name: 'a missing key points at what lacks it', text: 'version: 1\ncameras:\n  - name: Gate\n    inputs: [ { url: \'test:pattern\' } ]\n', lines: [/^vigil\.yml:3:\d+ cameras\[0\]\.id: expected .+, nothing is there$/] },
    { name: 'no input', text: 'version: 1\ncameras: [ { id: gate, inputs: [] } ]\n', lines: ['vigil.yml:2:32 cameras[0].inputs: expected at least one input, got []'] },
    { name: 'a camera twice', text: 'version: 1\ncameras:\n  - { id: a, inputs: [ { url: \'test:pattern\' } ] }\n  - { id: a, inputs: [ { url: \'test:pattern\' } ] }\n', lines: ['vigil.yml:4:11 cameras[1].id: expected an id of its own; "a" is taken by cameras[0], got "a"'] },
    { name: 'a zone twice', text: camera('zones: [ { id: a, points: [[0,0],[1,0],[1,1]] }, { id: a, points: [[0,0],[1,0],[1,1]] } ]'), lines: [/cameras\[0\]\.zones\[1\]\.id: expected an id of its own; "a" is taken by cameras\[0\]\.zones\[0\]/] },
    { name: 'a zone that is not there', text: camera('events: { requireZones: [door] }'), lines: [/cameras\[0\]\.events\.requireZones\[0\]: expected the id of a zone of this camera \(it has none\), got "door"/] },
    { name: 'a point outside of the picture', text: camera('zones: [ { id: a, points: [[0,0],[1.5,0],[1,1]] } ]'), lines: [/points\[1\]\[0\]: expected at most 1, got 1\.5$/] },
    { name: 'no number at all', text: camera('detect: { minScore: .nan }'), lines: ['vigil.yml:5:25 cameras[0].detect.minScore: expected a number from 0 to 1, got NaN'] },
    { name: 'an endless number', text: camera('events: { cooldownSeconds: .inf }'), lines: ['vigil.yml:5:32 cameras[0].events.cooldownSeconds: expected a number from 0 to 86400, got Infinity'] },
    { name: 'a corner that is no number', text: camera('zones: [ { id: a, points: [[0,0],[.nan,0],[1,1]] } ]'), lines: [/points\[1\]\[0\]: expected a number, got NaN$/] },
    { name: 'an end of a line that is endless', text: camera('lines: [ { id: a, from: [0, -.inf], to: [1,1] } ]'), lines: [/lines\[0\]\.from\[1\]: expected .+, got -Infinity$/] },
    { name: 'a zone without an area', text: camera('zones: [ { id: a, points: [[0.1,0.1],[0.5,0.5],[0.9,0.9]] } ]'), lines: ['vigil.yml:5:31 cameras[0].zones[0].points: expected corners that enclose an area; these lie on one line, got [[0.1,0.1],[0.5,0.5],[0.9,0.9]]'] },
    { name: 'a mask without an area', text: camera('motion: { masks: [ { id: a, points: [[0.1,0.1],[0.1,0.1],[0.1,0.1]] } ] }'), lines: [/motion\.masks\[0\]\.points: expected corners that enclose an area/] },
    { name: 'a line without a length', text: camera('lines: [ { id: a, from: [0.5,0.5], to: [0.5,0.5] } ]'), lines: [/lines\[0\]\.to: expected another point than "from" \(0\.5, 0\.5\)/] },
    { name: 'a very long value', text: camera(`zones: [ { id: a, points: [${Array(60).fill('[0.123,0.123]').join(',')}] } ]`), lines: [/^.{1,300}…$/] },
    { name: 'neither a number nor the one word', text: 'version: 1\ndetector: { threads: many }\n', lines: ['vigil.yml:2:22 detector.threads: expected a whole number from 1 to 64, or auto, got "many"'] },
    { name: 'an unknown tier', text: camera('detect: { tier: fast }'), lines: ['vigil.yml:5:21 cameras[0].detect.tier: expected "auto" or "live" or "balanced" or "batch", got "fast"'] },
    { name: 'two at once', text: camera('detect: { fps: fast }', 'record: { mode: never }'), lines: [/detect\.fps/, /record\.mode/] },
    { name: 'not YAML', text: 'version: 1\ncameras: [ {\n', lines: [/^vigil\.yml:\d+:\d+ not YAML: /] },
    { name: 'a key twice', text: 'version: 1\nalerts: {}\nalerts: {}\n', lines: [/^vigil\.yml:3:1 not YAML: .*unique/] },
    { name: 'a list instead of keys', text: '- version: 1\n', lines: [/expected a group of keys/] },
  ])('$name', ({ text, lines }) => {
    const found = problems(text)
    expect(found).toHaveLength(lines.length)
    for (const [index, line] of lines.entries()) {
      if (typeof line === 'string') expect(found[index]).toBe(line)
      else expect(found[index]).toMatch(line)
    }
  })
})

describe('values from the environment', () => {
  it.each([['auto', 'auto'], ['4', 4]])('may be a word or a number where both are allowed: %s', (text, threads) => {
    expect(good('version: 1\n', { 'detector.threads': text }).config.detector.threads).toBe(threads)
  })
  it('go before the file\'s', () => {
    expect(good('version: 1\nserver: { port: 1 }\n', { 'server.port': '9000', 'server.enabled': 'true', 'detector.model': 'none' }).config).toMatchObject({ server: { port: 9000, enabled: true }, detector: { model: 'none' } })
  })
  it('are named when they are wrong', () => {
    expect(problems('version: 1\n', { 'server.port': 'http' })).toEqual(['VIGIL_SERVER_PORT server.port: expected a number from 0 to 65535, got "http"'])
  })
})

it('warns of a zone that crosses itself, and takes it', () => {
  const { warnings, config } = good(camera('zones: [ { id: bow, points: [[0,0],[1,1],[1,0],[0,1]] } ]'))
  expect(config.cameras[0]?.zones).toHaveLength(1)
  expect(warnings.map((warning) => formatProblem('vigil.yml', warning))).toEqual(['vigil.yml:5:33 cameras[0].zones[0].points: edge 1 and edge 3 cross; what two loops of a zone share counts as outside'])
})

it('warns of a password in plain text, where it stands', () => {
  const { warnings } = good("version: 1\ncameras:\n  - id: gate\n    inputs: [ { url: 'rtsp://user:hunter2@cam/1' } ]\n")
  expect(warnings.map((warning) => formatProblem('vigil.yml', warning))).toEqual(['vigil.yml:4:22 cameras[0].inputs[0].url: holds a password in plain text; use ${secret:NAME}'])
})
