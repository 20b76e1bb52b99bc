import { describe, expect, it } from 'vitest'
import { COOKIE, Gate, isLoopback } from './gate.ts'

const TOKEN = 'T0ken-of-24-random-bytes'
const local = new Gate({ token: TOKEN, host: '127.0.0.1', port: 8787 })
const open = new Gate({ token: TOKEN, host: '0.0.0.0', port: 8787 })

describe('who may ask', () => {
  it.each<{ name: string; gate: Gate; host: string | undefined; origin?: string; refused: RegExp | null }>([
    { name: 'a program on this machine', gate: local, host: '127.0.0.1:8787', refused: null },
    { name: 'by name', gate: local, host: 'localhost:8787', refused: null },
    { name: 'in capitals', gate: local, host: 'LOCALHOST:8787', refused: null },
    { name: 'over IPv6', gate: local, host: '[::1]:8787', refused: null },
    { name: 'our own page', gate: local, host: '127.0.0.1:8787', origin: 'http://127.0.0.1:8787', refused: null },
    { name: 'no host at all', gate: local, host: undefined, refused: /names no host/ },
    { name: 'a name that was made to point here', gate: local, host: 'evil.example:8787', refused: /does not answer for "evil\.example:8787"/ },
    { name: 'the right name, another port', gate: local, host: '127.0.0.1:80', refused: /does not answer for/ },
    { name: 'a name that only begins like ours', gate: local, host: '127.0.0.1.evil.example:8787', refused: /does not answer for/ },
    { name: 'another site\'s page', gate: local, host: '127.0.0.1:8787', origin: 'https://evil.example', refused: /pages of https:\/\/evil\.example may not/ },
    { name: 'another port\'s page', gate: local, host: '127.0.0.1:8787', origin: 'http://127.0.0.1:9999', refused: /may not use/ },
    { name: 'the other name of this machine is another page', gate: local, host: '127.0.0.1:8787', origin: 'http://localhost:8787', refused: /may not use/ },
    { name: 'a page without an origin', gate: local, host: '127.0.0.1:8787', origin: 'null', refused: /without an origin/ },
    { name: 'an origin that is none', gate: local, host: '127.0.0.1:8787', origin: 'nonsense', refused: /may not use/ },
    { name: 'beyond loopback any name', gate: open, host: 'vigil.lan:8787', refused: null },
    { name: 'beyond loopback its own page', gate: open, host: 'vigil.lan:8787', origin: 'http://vigil.lan:8787', refused: null },
    { name: 'beyond loopback no other page', gate: open, host: 'vigil.lan:8787', origin: 'http://evil.example', refused: /may not use/ },
  ])('$name', ({ gate, host, origin, refused }) => {
    const answer = gate.refuses({ host, origin })
    if (refused === null) expect(answer).toBeNull()
    else expect(answer).toMatch(refused)
  })
})

describe('who is signed in', () => {
  it.each<{ name: string; authorization?: string; cookie?: string; signedIn: boolean }>([
    { name: 'with the token', authorization: `Bearer ${TOKEN}`, signedIn: true },
    { name: 'with the session', cookie: `${COOKIE}=${local.session}`, signedIn: true },
    { name: 'with the session among others', cookie: `a=b; ${COOKIE}=${local.session}; c=d`, signedIn: true },
    { name: 'with nothing', signedIn: false },
    { name: 'with another token', authorization: 'Bearer other', signedIn: false },
    { name: 'with the token\'s beginning', authorization: `Bearer ${TOKEN.slice(0, -1)}`, signedIn: false },
    { name: 'with the token and more', authorization: `Bearer ${TOKEN} `, signedIn: false },
    { name: 'with another scheme', authorization: `Basic ${TOKEN}`, signedIn: false },
    { name: 'with the token as a cookie', cookie: `${COOKIE}=${TOKEN}`, signedIn: false },
    { name: 'with the session as a token', authorization: `Bearer ${local.session}`, signedIn: false },
    { name: 'with the session under another name', cookie: `x${COOKIE}=${local.session}`, signedIn: false },
    { name: 'with an empty cookie', cookie: `${COOKIE}=`, signedIn: false },
  ])('$name: $signedIn', ({ authorization, cookie, signedIn }) => {
    expect(local.isSignedIn({ authorization, cookie })).toBe(signedIn)
  })
  it('the cookie does not give the token away', () => {
    expect(local.session).not.toContain(TOKEN)
    expect(new Gate({ token: 'other', host: '127.0.0.1', port: 8787 }).session).not.toBe(local.session)
  })
})

it.each([['127.0.0.1', true], ['127.1.2.3', true], ['localhost', true], ['::1', true], ['0.0.0.0', false], ['::', false], ['192.0.2.1', false]])('%s is loopback: %s', (host, answer) => {
  expect(isLoopback(host)).toBe(answer)
})
