import { describe, expect, it } from 'vitest'
import { extractPassword, maskPassword } from './camera-address.ts'

it.each([
  ['http://192.0.2.9/v?user=a&pwd=s3cret', 'http://192.0.2.9/v?user=a&pwd=***'],
  ['rtsp://192.0.2.9/1?password=x&channel=2', 'rtsp://192.0.2.9/1?password=***&channel=2'],
  ['http://192.0.2.9/v?pwd=${secret:gate}', 'http://192.0.2.9/v?pwd=${secret:gate}'],
])('hides a password among the parameters: %s', (url, shown) => {
  expect(maskPassword(url)).toBe(shown)
})

describe('passwords in addresses', () => {
  it.each([
    { name: 'plain', url: 'rtsp://user:pass@cam:554/x', kept: 'rtsp://user:${secret:gate}@cam:554/x', password: 'pass', shown: 'rtsp://user:***@cam:554/x' },
    { name: 'percent-encoded', url: 'rtsp://user:p%40%2Fss@cam/x', kept: 'rtsp://user:${secret:gate}@cam/x', password: 'p@/ss', shown: 'rtsp://user:***@cam/x' },
    { name: 'with an @, as typed', url: 'rtsp://user:p@ss@cam/x', kept: 'rtsp://user:${secret:gate}@cam/x', password: 'p@ss', shown: 'rtsp://user:***@cam/x' },
    { name: 'with a colon', url: 'rtsp://user:a:b@cam/x', kept: 'rtsp://user:${secret:gate}@cam/x', password: 'a:b', shown: 'rtsp://user:***@cam/x' },
    { name: 'with a slash, as typed', url: 'rtsp://user:pa/ss@cam/x', kept: 'rtsp://user:${secret:gate}@cam/x', password: 'pa/ss', shown: 'rtsp://user:***@cam/x' },
    { name: 'with a space and a percent sign that encodes nothing', url: 'rtsp://user:100% sure@cam/x', kept: 'rtsp://user:${secret:gate}@cam/x', password: '100% sure', shown: 'rtsp://user:***@cam/x' },
    { name: 'and an @ in the path', url: 'rtsp://user:pass@cam/stream@1', kept: 'rtsp://user:${secret:gate}@cam/stream@1', password: 'pass', shown: 'rtsp://user:***@cam/stream@1' },
    { name: 'without a user', url: 'rtsp://:pass@cam/x', kept: 'rtsp://:${secret:gate}@cam/x', password: 'pass', shown: 'rtsp://:***@cam/x' },
  ])('$name', ({ url, kept, password, shown }) => {
    expect(extractPassword(url, 'gate')).toEqual({ url: kept, password })
    expect(maskPassword(url)).toBe(shown)
  })

  it.each([
    'rtsp://cam:554/x', 'rtsp://user@cam/x', 'rtsp://user:@cam/x', 'rtsp://user:${secret:gate}@cam/x', 'rtsp://user:${CAM_PASSWORD}@cam/x',
    'http://cam:80/a@b', 'http://cam/?next=x:y@z', 'file:/srv/a:b@c.mp4', 'v4l2:/dev/video0', 'test:pattern', '',
  ])('leaves %j as it is', (url) => {
    expect(extractPassword(url, 'gate')).toEqual({ url, password: null })
    expect(maskPassword(url)).toBe(url)
  })
})
