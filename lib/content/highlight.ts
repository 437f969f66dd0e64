import { createHash } from 'node:crypto'
import { getHighlighter, theme } from './rehype/code-blocks.ts'

/** Longer sources stay plain: nobody else is answered while this one is coloured. */
const LENGTH_MAX = 10_000
const KEPT_MAX = 200
const kept = new Map<string, Promise<string>>()

/**
 * TypeScript as HTML for a code block: one `<span class="line">` a line, with an id of `prefix` and its number from 1. Whatever
 * the source holds comes out as text.
 */
export function highlight(code: string, prefix: string): Promise<string> {
  const key = createHash('sha256').update(`${prefix}\0${code}`).digest('base64')
  const known = kept.get(key)
  if (known) return known
  const made = code.length > LENGTH_MAX ? Promise.resolve(plain(code, prefix)) : coloured(code, prefix)
  kept.set(key, made)
  // What failed once is tried again by the next reader.
  made.catch(() => kept.delete(key))
  const [oldest] = kept.keys()
  if (kept.size > KEPT_MAX && oldest !== undefined) kept.delete(oldest)
  return made
}

async function coloured(code: string, prefix: string): Promise<string> {
  const { tokens } = (await getHighlighter()).codeToTokens(code, {
    lang: 'ts',
    theme: theme.name ?? '',
    // A line that takes longer stays plain from there on.
    tokenizeTimeLimit: 50,
    tokenizeMaxLineLength: 2_000,
  })
  const lines = tokens.map((line) =>
    line
      .map(({ content, color }) => {
        const name = /--code-(token-[a-z-]+)/.exec(color ?? '')?.[1]
        return name ? `<span class="${name}">${escapeHtml(content)}</span>` : escapeHtml(content)
      })
      .join(''),
  )
  return numbered(lines, prefix)
}

function plain(code: string, prefix: string): string {
  return numbered(code.split('\n').map(escapeHtml), prefix)
}

function numbered(lines: readonly string[], prefix: string): string {
  return lines.map((html, i) => `<span class="line" id="${prefix}${i + 1}">${html}</span>`).join('\n')
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
