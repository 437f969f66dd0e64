import { readFileSync } from 'node:fs'
import { transpile } from '../../lib/transpile/index.ts'

/** A file of an exercise as the plain port takes it. */
export function exerciseJs(slug: string, file: string): string {
  const t = transpile(readFileSync(`exercises/${slug}/${file}`, 'utf8'))
  if (!t.ok) throw new Error(t.message)
  return t.js
}
