import { expect, it } from 'vitest'
import { freeId, nameFromAddress, slugOf } from './slug.ts'

it.each([
  { name: 'Main gate', id: 'main-gate' },
  { name: '  Café, Süd №2 ', id: 'cafe-sud-no2' },
  { name: '---', id: 'camera' },
  { name: '', id: 'camera' },
  { name: 'x'.repeat(90), id: 'x'.repeat(48) },
])('“$name” becomes $id', ({ name, id }) => {
  expect(slugOf(name)).toBe(id)
})

it.each([
  { id: 'gate', taken: [], free: 'gate' },
  { id: 'gate', taken: ['gate'], free: 'gate-2' },
  { id: 'gate', taken: ['gate', 'gate-2'], free: 'gate-3' },
])('$id beside $taken is $free', ({ id, taken, free }) => {
  expect(freeId(id, new Set(taken))).toBe(free)
})

it.each([
  { address: 'test:pattern', name: 'Test picture' },
  { address: 'file:/videos/one-by-one.mp4', name: 'One by one' },
  { address: 'rtsp://user:pass@192.0.2.10:554/stream1', name: 'Camera 192.0.2.10' },
  { address: 'rtsp://user:p%40ss@gate.example/s', name: 'Camera gate.example' },
  { address: 'http://[2001:db8::1]:80/x', name: 'Camera [2001:db8::1]' },
  { address: 'nonsense', name: 'New camera' },
])('$address is called $name', ({ address, name }) => {
  expect(nameFromAddress(address)).toBe(name)
})
