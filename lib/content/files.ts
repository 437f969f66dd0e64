import { readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { z } from 'zod'

/**
 * Every command starts in the project root (the launcher sees to it). A path relative to this module would not
 * do: the web build moves the module into its own folder and leaves content/ where it is.
 */
const root = process.cwd()
export const contentRoot = join(/* turbopackIgnore: true */ root, 'content')

/** Something an author wrote that does not fit the format. The message names the file and what to change. */
export class ContentError extends Error {
  readonly file: string
  constructor(file: string, problem: string, options?: ErrorOptions) {
    super(`${relative(root, file)}: ${problem}`, options)
    this.name = 'ContentError'
    this.file = file
  }
}

/** Reads and parses a file once per version of it, so that an edit shows on the next request. */
export function cachedByVersion<T>(parse: (file: string, text: string) => T): (file: string) => T | null {
  const known = new Map<string, { version: string; value: T }>()
  return (file) => {
    const stat = statSync(file, { throwIfNoEntry: false })
    if (!stat?.isFile()) return null
    const version = `${stat.mtimeMs}:${stat.size}`
    const hit = known.get(file)
    if (hit?.version === version) return hit.value
    const value = parse(file, readFileSync(file, 'utf8'))
    known.set(file, { version, value })
    return value
  }
}

export function parseJsonAs<S extends z.ZodType>(schema: S): (file: string, text: string) => z.output<S> {
  return (file, text) => {
    let value: unknown
    try {
      value = JSON.parse(text)
    } catch (cause) {
      throw new ContentError(file, `not valid JSON: ${(cause as Error).message}`, { cause })
    }
    return parseAs(schema, file, value)
  }
}

export function parseAs<S extends z.ZodType>(schema: S, file: string, value: unknown): z.output<S> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const issues = result.error.issues.map(
    (issue) => `${issue.path.join('.') || 'top level'}: ${issue.message}`,
  )
  throw new ContentError(file, issues.join('; '), { cause: result.error })
}
