import { describe, expect, it } from 'vitest'
import { maskCredentials, parseInputAddress } from './input-address.ts'

const parse = (text: string) => parseInputAddress(text, '/etc/vigil')

describe('addresses that are taken', () => {
  it.each([
    { text: 'rtsp://192.0.2.10:554/stream1', address: { kind: 'rtsp', url: 'rtsp://192.0.2.10:554/stream1' } },
    { text: '  rtsps://cam.example/live  ', address: { kind: 'rtsp', url: 'rtsps://cam.example/live' } },
    { text: 'RTSP://cam.example/live', address: { kind: 'rtsp', url: 'rtsp://cam.example/live' } },
    { text: 'rtsp://user:p%40ss@cam.example/', address: { kind: 'rtsp', url: 'rtsp://user:p%40ss@cam.example/' } },
    { text: 'rtsp://user:p@ss@cam.example/', address: { kind: 'rtsp', url: 'rtsp://user:p%40ss@cam.example/' } },
    { text: 'http://cam.example/video.mjpg?size=1', address: { kind: 'http', url: 'http://cam.example/video.mjpg?size=1' } },
    { text: 'https://cam.example/list.m3u8', address: { kind: 'http', url: 'https://cam.example/list.m3u8' } },
    { text: 'file:/srv/film.mp4', address: { kind: 'file', path: '/srv/film.mp4' } },
    { text: 'file:///srv/film.mp4', address: { kind: 'file', path: '/srv/film.mp4' } },
    { text: 'file:./film.mp4', address: { kind: 'file', path: '/etc/vigil/film.mp4' } },
    { text: 'file:../film.mp4', address: { kind: 'file', path: '/etc/film.mp4' } },
    { text: 'file:/srv/my%20film.mp4', address: { kind: 'file', path: '/srv/my film.mp4' } },
    { text: 'file:/srv/-y', address: { kind: 'file', path: '/srv/-y' } },
    { text: 'v4l2:/dev/video0', address: { kind: 'device', api: 'v4l2', device: '/dev/video0', size: null, fps: null } },
    { text: 'v4l2:/dev/v4l/by-id/usb-1?size=1280x720&fps=30', address: { kind: 'device', api: 'v4l2', device: '/dev/v4l/by-id/usb-1', size: '1280x720', fps: 30 } },
    { text: 'avfoundation:0', address: { kind: 'device', api: 'avfoundation', device: '0', size: null, fps: null } },
    { text: 'dshow:Integrated Camera', address: { kind: 'device', api: 'dshow', device: 'Integrated Camera', size: null, fps: null } },
    { text: 'test:pattern', address: { kind: 'test', pattern: 'pattern', width: 1280, height: 720, fps: 15 } },
    { text: 'test:pattern?size=641x361&fps=60', address: { kind: 'test', pattern: 'pattern', width: 640, height: 360, fps: 60 } },
  ])('$text', ({ text, address }) => {
    expect(parse(text)).toEqual({ ok: true, address })
  })
})

describe('addresses that are refused, each with one sentence', () => {
  it.each([
    { name: 'nothing', text: '', problem: /no scheme; expected rtsp, / },
    { name: 'no scheme', text: '192.0.2.10/stream', problem: /no scheme/ },
    { name: 'an option of ffmpeg', text: '-i /etc/passwd', problem: /no scheme/ },
    { name: 'an option behind a scheme', text: 'v4l2:-f lavfi', problem: /is not a device name/ },
    { name: 'a control character', text: 'rtsp://cam/\u0000x', problem: /control characters/ },
    { name: 'a second line', text: 'rtsp://cam/x\nrtsp://other/y', problem: /control characters/ },
    ...['ftp://h/f', 'concat:a|b', 'data:text/plain,x', 'pipe:0', 'tcp://h:1', 'udp://239.0.0.1:1', 'lavfi:testsrc', 'javascript:1', 'subfile:/a', 'crypto:/a', 'unix:/run/x', 'gopher://h'].map((text) => ({ name: text, text, problem: /is not a scheme Vigil reads/ })),
    { name: 'no host', text: 'rtsp:///stream', problem: /not a URL|no host/ },
    { name: 'a port that is none', text: 'rtsp://cam:99999/', problem: /not a URL/ },
    { name: 'no file', text: 'file:', problem: /names no file/ },
    { name: 'a bare file name', text: 'file:film.mp4', problem: /file:\/absolute\/path or file:\.\/relative/ },
    { name: 'a file name that is badly encoded', text: 'file:/srv/%E0%A4%A', problem: /write a % as %25$/ },
    { name: 'another device', text: 'v4l2:/etc/passwd', problem: /is not a device name; expected something like v4l2:\/dev\/video0/ },
    { name: 'a way out of /dev', text: 'v4l2:/dev/../etc/passwd', problem: /is not a device name/ },
    { name: 'a filter behind a device', text: 'dshow:cam:audio=mic', problem: /is not a device name/ },
    { name: 'a size that is none', text: 'v4l2:/dev/video0?size=big', problem: /^size: expected WIDTHxHEIGHT, got "big"/ },
    { name: 'a rate that is none', text: 'v4l2:/dev/video0?fps=0', problem: /^fps: expected a number from 1 to 240/ },
    { name: 'another test source', text: 'test:bars', problem: /no test source "bars"; expected test:pattern/ },
    { name: 'a test source beyond reason', text: 'test:pattern?fps=1000', problem: /^fps: expected a number from 1 to 120/ },
  ])('$name', ({ text, problem }) => {
    const parsed = parse(text)
    expect(parsed.ok ? null : parsed.problem).toMatch(problem)
  })
})

describe('masks', () => {
  it.each([
    { name: 'user and password', text: 'rtsp://user:pass@cam/x', shown: 'rtsp://***@cam/x' },
    { name: 'user alone', text: 'rtsp://user@cam/x', shown: 'rtsp://***@cam/x' },
    { name: 'an encoded password', text: 'rtsp://u:p%40%2Fss@cam/x', shown: 'rtsp://***@cam/x' },
    { name: 'an @ in the password, as typed', text: 'rtsp://u:p@ss@cam/x', shown: 'rtsp://***@cam/x' },
    { name: 'two in one line', text: 'a http://a:b@h/1 b rtsps://c:d@h/2', shown: 'a http://***@h/1 b rtsps://***@h/2' },
    { name: 'no credentials', text: '[rtsp @ 0x55] rtsp://cam:554/x: failed', shown: '[rtsp @ 0x55] rtsp://cam:554/x: failed' },
    { name: 'an @ in the path', text: 'http://cam/a@b', shown: 'http://cam/a@b' },
    { name: 'an address in a query', text: 'http://cam/?next=x@y', shown: 'http://cam/?next=x@y' },
  ])('$name', ({ text, shown }) => {
    expect(maskCredentials(text)).toBe(shown)
  })
})
