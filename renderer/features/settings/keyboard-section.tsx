import { KEY_LIST, type KeyScope } from '../../ui/keys/key-list.ts'
import { KeyTable } from '../../ui/keys/key-table.tsx'

const SCOPES = Object.keys(KEY_LIST) as KeyScope[]

export function KeyboardSection() {
  return <KeyTable scopes={SCOPES} />
}
