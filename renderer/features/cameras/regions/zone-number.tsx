import { useState } from 'react'
import type { z } from 'zod'
import { TextField } from '../../../ui/kit/field.tsx'
import { numberProblem, readNumber } from '../number-bounds.ts'

interface ZoneNumberProps {
  readonly title: string
  readonly unit: string
  readonly value: number
  readonly schema: z.ZodType
  readonly hint: string
  readonly testId: string
  readonly onSet: (value: number) => void
}

/** A number of a shape; every value that can be is taken while it is typed. */
export function ZoneNumber({ title, unit, value, schema, hint, testId, onSet }: ZoneNumberProps) {
  const [text, setText] = useState<string | null>(null)
  const problem = text === null ? null : numberProblem(text, schema)
  const take = (next: string): void => {
    setText(next)
    const number = readNumber(next)
    if (number !== null && numberProblem(next, schema) === null && number !== value) onSet(number)
  }
  return <TextField label={title} unit={unit} inputMode="decimal" value={text ?? String(value)} onChange={take} onBlur={() => problem === null && setText(null)} problem={problem} hint={hint} testId={testId} />
}
