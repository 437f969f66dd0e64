'use client'
import { useId } from 'react'

export const LEVELS = [
  ['beginner', 'Beginner'],
  ['intermediate', 'Intermediate'],
  ['advanced', 'Advanced'],
  ['expert', 'Expert'],
] as const

/** The row of filters over a list: on a phone two beside each other, each as wide as half the page. */
export const FILTERS_LOOK =
  'grid grid-cols-2 items-end gap-x-4 gap-y-3 border-stroke border-y py-4 sm:flex sm:flex-wrap'

/** One of a few, or any. */
export function Choice({
  label,
  any,
  value,
  options,
  onChange,
  className = '',
}: {
  label: string
  /** Left out where one of the options always holds. */
  any?: string
  value: string
  options: readonly (readonly [string, string])[]
  onChange: (value: string) => void
  className?: string
}) {
  const id = useId()
  return (
    <div className={`flex min-w-0 flex-col gap-1 ${className}`}>
      <label htmlFor={id} className="text-muted text-note">
        {label}
      </label>
      <select
        id={id}
        value={value}
        onChange={(e) => onChange(e.target.value)}
        className="h-10 w-full rounded-md border border-stroke bg-raised px-2 text-ink hover:border-ink"
      >
        {any !== undefined && <option value="">{any}</option>}
        {options.map(([key, name]) => (
          <option key={key} value={key}>
            {name}
          </option>
        ))}
      </select>
    </div>
  )
}
