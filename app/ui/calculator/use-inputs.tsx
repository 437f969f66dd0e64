'use client'
import { type ReactNode, useState } from 'react'
import { Field } from '../field.tsx'
import { type InputSpec, parseNumber } from './inputs.ts'

/** The numbers typed so far, null while one of them is wrong, and the fields to type them in. */
export function useInputs<K extends string>(
  specs: Readonly<Record<K, InputSpec>>,
): [Readonly<Record<K, number>> | null, ReactNode] {
  const keys = Object.keys(specs) as K[]
  const [typed, setTyped] = useState(
    () => Object.fromEntries(keys.map((key) => [key, String(specs[key].initial)])) as Record<K, string>,
  )
  const parsed = keys.map((key) => [key, parseNumber(typed[key], specs[key])] as const)
  const isWhole = parsed.every(([, result]) => 'value' in result)
  const values = isWhole
    ? (Object.fromEntries(
        parsed.map(([key, result]) => [key, 'value' in result ? result.value : 0]),
      ) as Record<K, number>)
    : null
  // A line for the hint in every field, so that the fields stand in one row.
  const hints = keys.some((key) => specs[key].hint)
  const fields = parsed.map(([key, result]) => {
    const { label, unit, hint } = specs[key]
    return (
      <Field
        key={key}
        label={unit ? `${label}, ${unit}` : label}
        inputMode="decimal"
        autoComplete="off"
        value={typed[key]}
        onChange={(event) => setTyped({ ...typed, [key]: event.target.value })}
        {...(hints ? { hint: hint ?? '\u00a0' } : {})}
        {...('error' in result ? { error: result.error } : {})}
        className="w-[calc(50%-0.75rem)] sm:w-52"
      />
    )
  })
  return [values, fields]
}
