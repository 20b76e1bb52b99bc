import { CircleAlert, CircleCheck, Info, X } from 'lucide-react'
import './toasts.css'
import { hush, useToasts } from '../stores/toasts.ts'
import { Button, IconButton } from '../ui/kit/button.tsx'

const ICONS = { info: Info, good: CircleCheck, bad: CircleAlert }

/** Short news at the bottom, with a way back where there is one. */
export function Toasts() {
  const toasts = useToasts((state) => state.toasts)
  return (
    <div className="toasts" role="status" aria-live="polite">
      {toasts.map((toast) => {
        const Icon = ICONS[toast.tone]
        return (
          <div key={toast.id} className={`toast toast-${toast.tone}`} data-testid="toast">
            <Icon aria-hidden />
            <span className="toast-text">{toast.text}</span>
            {toast.undo && <Button tone="quiet" className="toast-undo" onClick={toast.undo} data-testid="toast-undo">Undo</Button>}
            {toast.action && <Button tone="quiet" className="toast-undo" onClick={() => { toast.action?.run(); hush(toast.id) }}>{toast.action.text}</Button>}
            {!toast.undo && <IconButton label="Dismiss" onClick={() => hush(toast.id)}><X aria-hidden /></IconButton>}
            {toast.undo && <span className="toast-time" style={{ animationDuration: `${toast.lastsMs}ms` }} aria-hidden />}
          </div>
        )
      })}
    </div>
  )
}
