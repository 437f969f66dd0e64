/** JSON values as the checkers compare and print them. */
import type { Json } from '../sim/index.ts'

/** One text per value: object keys sorted, so that equal values have equal text. */
export function canon(value: Json | undefined): string {
  if (value === undefined) return 'undefined'
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map((x) => canon(x)).join()}]`
  const object = value as { readonly [key: string]: Json }
  const keys = Object.keys(object).sort()
  return `{${keys.map((k) => `${JSON.stringify(k)}:${canon(object[k])}`).join()}}`
}

export const same = (a: Json | undefined, b: Json | undefined): boolean => a === b || canon(a) === canon(b)

/** For a sentence: JSON, cut at `max` characters. */
export function show(value: Json | undefined, max = 60): string {
  if (value === undefined) return 'nothing'
  const text = JSON.stringify(value)
  return text.length <= max ? text : `${text.slice(0, max - 1)}…`
}
