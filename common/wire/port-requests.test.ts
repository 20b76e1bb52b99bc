import { expect, it } from 'vitest'
import { readPortRequest } from './port-requests.ts'

it.each([
  { name: 'RPC', message: { type: 'vigil:rpc' }, request: { type: 'vigil:rpc' } },
  { name: 'RPC with something added, which is left behind', message: { type: 'vigil:rpc', more: 1 }, request: { type: 'vigil:rpc' } },
  { name: 'a viewer', message: { type: 'vigil:viewer', cameraId: 'gate-2' }, request: { type: 'vigil:viewer', cameraId: 'gate-2' } },
  { name: 'a viewer of no camera', message: { type: 'vigil:viewer' }, request: null },
  { name: 'a viewer of something else', message: { type: 'vigil:viewer', cameraId: 7 }, request: null },
  { name: 'a viewer of a path', message: { type: 'vigil:viewer', cameraId: '../gate' }, request: null },
  { name: 'another type', message: { type: 'vigil:exec' }, request: null },
  { name: 'text', message: 'vigil:rpc', request: null },
  { name: 'nothing', message: null, request: null },
])('reads $name', ({ message, request }) => {
  expect(readPortRequest(message)).toEqual(request)
})
