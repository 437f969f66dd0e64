import { z } from 'zod'

/** Enough for a page of text with a piece of code; a whole solution belongs into the workbench. */
export const BODY_CHARS_MAX = 6000
const REASON_CHARS_MAX = 500

/** Quotes and lists inside each other. In one line: what is nested over many lines is bounded by the length. */
const CONTAINERS_MAX = 8

/** Text that PostgreSQL keeps and people can read: no NUL, no other control characters but line ends and tabs. */
function text(max: number) {
  return z
    .string()
    .transform((value) => value.replaceAll('\r\n', '\n').trim())
    .pipe(
      z
        .string()
        .min(1, 'Write something first.')
        .max(max, `At most ${max.toLocaleString('en-US')} characters are kept. Shorten it.`)
        .refine(isReadable, 'The text holds control characters that cannot be shown. Delete them.'),
    )
}

export const bodySchema = text(BODY_CHARS_MAX).refine(
  (body) => body.split('\n').every((line) => containersOf(line) <= CONTAINERS_MAX),
  `Quotes and lists are nested more than ${CONTAINERS_MAX} deep. Flatten them.`,
)

export const reasonSchema = text(REASON_CHARS_MAX)

function isReadable(value: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is refused.
  return value.isWellFormed() && !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(value)
}

/** How many quotes and list items a line of Markdown opens. */
function containersOf(line: string): number {
  let rest = line
  for (let count = 0; ; count++) {
    const marker = /^[ \t]*(?:>|[-*+](?=[ \t]|$)|\d{1,9}[.)](?=[ \t]|$))[ \t]?/.exec(rest)
    if (!marker) return count
    rest = rest.slice(marker[0].length)
  }
}
