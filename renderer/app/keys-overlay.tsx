import { X } from 'lucide-react'
import { Dialog } from 'radix-ui'
import { useState } from 'react'
import './overlay.css'
import { IconButton } from '../ui/kit/button.tsx'
import { KeyTable } from '../ui/keys/key-table.tsx'
import { activeScopes } from '../ui/keys/use-keys.ts'

export function KeysOverlay({ onClose }: { readonly onClose: () => void }) {
  // Taken once: the overlay shows what worked where it was called.
  const [scopes] = useState(activeScopes)
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="scrim" />
        <Dialog.Content className="sheet sheet-keys" data-takes-keys data-testid="keys-overlay" aria-describedby={undefined}
          // The sheet itself takes the focus: arrow keys scroll it, and no hint pops up over it.
          onOpenAutoFocus={(event) => { event.preventDefault(); if (event.target instanceof HTMLElement) event.target.focus() }}
        >
          <header className="sheet-head">
            <Dialog.Title>Keys</Dialog.Title>
            <IconButton label="Close" keys="Esc" onClick={onClose}><X aria-hidden /></IconButton>
          </header>
          <div className="sheet-body"><KeyTable scopes={scopes} /></div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
