/** What opens once an exercise is passed. Only the pages under solutions/ call this; tests/exercises/solutions.test.ts says so. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { exercisesRoot, getFolder } from './read.ts'

export interface Solution {
  /** 'reference', or the name of the file in solutions/. */
  readonly id: string
  /** How it differs from the others: its first comment. Null for the reference. */
  readonly about: string | null
  readonly code: string
}

/** The reference, then the other styles by name. No hidden suite, no wrong solution. For an exercise that must exist. */
export function readSolutions(slug: string, root = exercisesRoot): readonly Solution[] {
  const folder = getFolder(slug, root)
  const styles = join(folder, 'solutions')
  const names = existsSync(styles)
    ? readdirSync(styles)
        .filter((name) => /^[\w-]+\.ts$/.test(name))
        .sort()
    : []
  const read = (file: string) => readFileSync(join(folder, file), 'utf8')
  return [
    { id: 'reference', about: null, code: read('solution.ts') },
    ...names.map((name) => {
      const code = read(`solutions/${name}`)
      return { id: name.slice(0, -'.ts'.length), about: firstComment(code), code }
    }),
  ]
}

/** The words of the first comment that stands at the margin; authors write there what the style is. */
function firstComment(code: string): string | null {
  const found = /^\/\*\*?([\s\S]*?)\*\/|^(?:\/\/.*\n?)+/m.exec(code)
  if (!found) return null
  const lines = (found[1] ?? found[0]).split('\n').map((line) => line.replace(/^\s*(\/\/|\*)?\s?/, '').trim())
  const text = lines
    .join(' ')
    .trim()
    .replace(/^Style:\s*/, '')
  return text === '' ? null : text[0]?.toUpperCase() + text.slice(1)
}
