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
        {...(hint ? { hint } : {})}
        {...('error' in result ? { error: result.error } : {})}
        // Label, hint, field and error of neighbours stand in the same four rows, however many lines each takes.
        className="!grid row-span-4 grid-rows-subgrid content-start [&>input]:row-start-3 [&>input~p]:row-start-4"
      />
    )
  })
  return [values, fields]
}
