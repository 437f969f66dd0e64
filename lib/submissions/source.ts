import { createHash } from 'node:crypto'
import { Refusal } from '../errors/index.ts'

/** Largest source of one exercise, as UTF-8. */
export const SOURCE_BYTES_MAX = 100 * 1024

/**
 * Largest body of a request that carries one source. JSON makes two bytes of a line end and up to six of other control
 * characters, so a body that is refused for its size holds a source that is too large whatever it is made of.
 */
export const SOURCE_BODY_BYTES_MAX = 6 * SOURCE_BYTES_MAX + 16_384

/** Refuses source that is too large, or that cannot be kept as it is: PostgreSQL's text takes no NUL and no half characters. */
export function requireSource(code: string): void {
  const bytes = Buffer.byteLength(code)
  if (bytes > SOURCE_BYTES_MAX) {
    throw new Refusal(
      'source-too-large',
      `The source has ${bytes.toLocaleString('en-US')} bytes; at most ${SOURCE_BYTES_MAX.toLocaleString('en-US')} (100 KB) are graded. Shorten it.`,
      { bytes, bytesMax: SOURCE_BYTES_MAX },
    )
  }
  const nul = code.indexOf('\0')
  if (nul >= 0) {
    throw badText(code, nul, 'a NUL character (U+0000)', "Delete it; in a string, write '\\0' instead.")
  }
  if (!code.isWellFormed()) {
    const at = firstLoneSurrogate(code)
    const hex = code.charCodeAt(at).toString(16).toUpperCase()
    throw badText(
      code,
      at,
      `half a character (the lone surrogate U+${hex})`,
      'Delete it and type the character again.',
    )
  }
}

/** SHA-256, hex. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/**
 * `value` as PostgreSQL's jsonb can hold it. Learner code ends up in verdicts (messages, console lines, keys of data),
 * and jsonb refuses NUL and lone surrogates: they become the replacement character. Infinity becomes null, as in JSON.
 */
export function storable<T>(value: T): T {
  const text = JSON.stringify(value)
  // JSON writes both as escapes, so text without a \u0000 or \uD800-\uDFFF escape needs no second look.
  return (/\\u(0000|d[89a-f])/i.test(text) ? JSON.parse(text, cleaned) : JSON.parse(text)) as T
}

function cleaned(_key: string, value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value)
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [cleanText(key), inner]))
}

function cleanText(text: string): string {
  return text.replaceAll('\0', '\uFFFD').toWellFormed()
}

function badText(code: string, offset: number, what: string, remedy: string): Refusal {
  const before = code.slice(0, offset).split('\n')
  const [line, column] = [before.length, (before.at(-1)?.length ?? 0) + 1]
  return new Refusal(
    'invalid-text',
    `Line ${line}, column ${column} has ${what}, which cannot be stored. ${remedy}`,
    { line, column },
  )
}

function firstLoneSurrogate(code: string): number {
  const well = code.toWellFormed()
  let at = 0
  while (code.charCodeAt(at) === well.charCodeAt(at)) at++
  return at
}
