import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../test-support/engine.ts'
import { runEngine } from '../test-support/run-engine.ts'

/** Starts that cannot be: each names the thing, what was expected and what to do, one line per problem, and nothing else. */
describe('a start that cannot be', () => {
  const busy = createServer()
  let port = 0
  beforeAll(async () => {
    await new Promise<void>((listening) => { busy.listen(0, '127.0.0.1', listening) })
    const address = busy.address()
    if (address !== null && typeof address === 'object') ({ port } = address)
  })
  afterAll(() => { busy.close() })

  const camera = (id: string): string => `  - id: ${id}\n    inputs: [ { url: 'test:pattern' } ]\n`
  const config = (text: string): string[] => {
    const data = temporaryFolder()
    writeFileSync(join(data, 'vigil.yml'), text)
    return ['--data', data, '--port', '0']
  }

  it.each<{ name: string; args: () => string[]; env?: Record<string, string>; code: 1 | 2; lines: readonly RegExp[] }>([
    { name: 'an unknown key', args: () => config('version: 1\ndetecter: { model: none }\n'), code: 2, lines: [/^vigil\.yml:2:1 detecter: unknown key; did you mean "detector"\?$/] },
    {
      name: 'two mistakes, two lines', args: () => config(`version: 1\ncameras:\n  - id: gate\n    inputs: [ { url: 'test:pattern' } ]\n    detect: { fps: fast, widht: 640 }\n`), code: 2,
      lines: [/^vigil\.yml:5:20 cameras\[0\]\.detect\.fps: expected a number from 0\.1 to 60, got "fast"$/, /^vigil\.yml:5:26 cameras\[0\]\.detect\.widht: unknown key; did you mean "width"\?$/],
    },
    { name: 'two cameras of one id', args: () => config(`version: 1\ncameras:\n${camera('gate')}${camera('yard')}${camera('gate')}`), code: 2, lines: [/^vigil\.yml:7:9 cameras\[2\]\.id: expected an id of its own; "gate" is taken by cameras\[0\], got "gate"$/] },
    { name: 'not YAML', args: () => config('version: 1\ncameras: [ {\n'), code: 2, lines: [/^vigil\.yml:\d+:\d+ not YAML: .+/] },
    { name: 'another version', args: () => config('version: 2\n'), code: 2, lines: [/^vigil\.yml:1:10 version: expected 1, the only version of the file there is, got 2$/] },
    { name: 'a folder in the place of the file', args: () => { const data = temporaryFolder(); mkdirSync(join(data, 'vigil.yml')); return ['--data', data, '--port', '0'] }, code: 2, lines: [/vigil\.yml: cannot be read \(EISDIR\); check that it is a file and may be read$/] },
    { name: 'a variable that is no number', args: () => config('version: 1\n'), env: { VIGIL_SERVER_PORT: 'http' }, code: 2, lines: [/^VIGIL_SERVER_PORT server\.port: expected a number from 0 to 65535, got "http"$/] },
    { name: 'a config that is not there', args: () => ['--data', temporaryFolder(), '--port', '0', '--config', '/no/vigil.yml'], code: 2, lines: [/^--config: there is no file \/no\/vigil\.yml; leave --config out/] },
    { name: 'an unknown option', args: () => ['--prot', '80'], code: 2, lines: [/^Unknown option '--prot'.*see --help$/] },
    { name: 'a port that is none', args: () => ['--port', 'http'], code: 2, lines: [/^--port: expected a number from 0 to 65535, got "http"$/] },
    { name: 'an empty host', args: () => ['--host', ''], code: 2, lines: [/^--host: expected a value after it$/] },
    { name: 'a log level that is none', args: () => ['--log-level', 'loud'], code: 2, lines: [/^--log-level: expected debug, info, warn or error, got "loud"$/] },
    { name: 'a port in use', args: () => ['--data', temporaryFolder(), '--port', String(port)], code: 1, lines: [/^vigil: port \d+ on 127\.0\.0\.1 is in use; stop the other program, or choose another one .*--port \(0 = any free one\)$/] },
    { name: 'an address of another machine', args: () => ['--data', temporaryFolder(), '--port', '0', '--host', '192.0.2.1'], code: 1, lines: [/^vigil: 192\.0\.2\.1 is not an address of this machine; check --host$/] },
    { name: 'a data folder that is a file', args: () => { const file = join(temporaryFolder(), 'data'); writeFileSync(file, 'x'); return ['--data', file, '--port', '0'] }, code: 2, lines: [/data: is not a folder; move that file away, or choose another folder with --data$/] },
  ])('$name', async ({ args, env, code, lines }) => {
    const run = await runEngine(args(), env)
    expect(run.lines, JSON.stringify(run.log)).toHaveLength(lines.length)
    for (const [index, line] of lines.entries()) expect(run.lines[index]).toMatch(line)
    expect(run.code).toBe(code)
    expect(run.stdout).toBe('')
  }, 25_000)
})
