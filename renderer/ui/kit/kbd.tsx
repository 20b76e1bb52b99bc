import { isMac } from '../../transport/door.ts'
import { keyName } from '../keys/key-list.ts'

export function Kbd({ k }: { readonly k: string }) {
  return <kbd className="kbd">{keyName(k, isMac())}</kbd>
}
