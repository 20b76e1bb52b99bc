import { useEffect, useState } from 'react'
import './gate-page.css'
import { useLink } from '../stores/link.ts'
import { signIn, tokenFromText } from '../transport/session.ts'
import { Button } from '../ui/kit/button.tsx'
import { TextField } from '../ui/kit/field.tsx'
import { Brand } from './brand.tsx'

const PROBLEMS = {
  'bad-token': 'The engine does not know this token. It prints the valid one when it starts.',
  unreachable: 'The engine does not answer right now. Is it still running?',
  unreadable: 'That holds no token. Paste the whole address, or the part after #token=.',
}

/** For a browser that brought no valid token. */
export function LoginPage({ why }: { readonly why: 'no-token' | 'bad-token' }) {
  const [text, setText] = useState('')
  const [problem, setProblem] = useState<keyof typeof PROBLEMS | null>(why === 'bad-token' ? 'bad-token' : null)
  const [busy, setBusy] = useState(false)
  const knock = useLink((link) => link.knock)

  useEffect(() => document.querySelector<HTMLInputElement>('[data-testid="login-token"]')?.focus(), [])

  const open = async (): Promise<void> => {
    const token = tokenFromText(text)
    if (!token) return setProblem('unreadable')
    setBusy(true)
    const answer = await signIn(token)
    setBusy(false)
    if (answer === 'welcome') knock()
    else setProblem(answer === 'unreachable' ? 'unreachable' : 'bad-token')
  }

  return (
    <main className="gate">
      <Brand size={56} />
      <h1>Open the address that Vigil printed when it started</h1>
      <p className="gate-text">
        This console is protected by a token. The engine prints its address with the token in one line:
      </p>
      <code className="gate-sample">vigil ready {location.origin}/#token=…</code>
      <form className="gate-form" onSubmit={(event) => { event.preventDefault(); void open() }}>
        <TextField
          label="Or paste that address or the token here" value={text} autoComplete="off" spellCheck={false} testId="login-token"
          onChange={(next) => { setText(next); setProblem(null) }} problem={problem && PROBLEMS[problem]}
        />
        <Button tone="accent" type="submit" disabled={busy || text.trim() === ''} data-testid="login-open">{busy ? 'Checking' : 'Open'}</Button>
      </form>
    </main>
  )
}
