import { useState } from 'react'
import type { z } from 'zod'
import { TextField } from '../../../ui/kit/field.tsx'
import { numberProblem, readNumber } from '../number-bounds.ts'

interface OptionalNumberProps {
  readonly title: string
  readonly value: number | undefined
  readonly schema: z.ZodType
  readonly testId: string
  readonly onSet: (value: number | undefined) => void
}

/** A number that may be left out; every value that can be is taken while it is typed. */
export function OptionalNumber({ title, value, schema, testId, onSet }: OptionalNumberProps) {
  const [text, setText] = useState<string | null>(null)
  const shown = text ?? (value === undefined ? '' : String(value))
  const problem = shown.trim() === '' ? null : numberProblem(shown, schema)
  const take = (next: string): void => {
    setText(next)
    if (next.trim() === '') {
      if (value !== undefined) onSet(undefined)
      return
    }
    const number = readNumber(next)
    if (number !== null && numberProblem(next, schema) === null && number !== value) onSet(number)
  }
  return <TextField label={title} inputMode="decimal" placeholder="any" value={shown} onChange={take} onBlur={() => problem === null && setText(null)} problem={problem} testId={testId} />
}
