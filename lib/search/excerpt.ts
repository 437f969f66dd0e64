/** A part of an excerpt; `marked` where it is what was looked for. */
export interface Piece {
  text: string
  marked: boolean
}

/** About two lines. */
const LENGTH = 180

const WORD = /[\p{L}\p{N}]+(?:['’][\p{L}]+)?/gu

/** The words of a text, in lower case and without accents; `retryBackoff` and `retry-backoff` are two each. */
export function wordsIn(text: string): string[] {
  const apart = text.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
  return (apart.match(WORD) ?? []).map(plain)
}

/** The part of an entry in which most of `terms` (as indexed) stand close together, or its beginning. */
export function excerptOf(
  { text, code = '' }: { text: string; code?: string },
  terms: readonly string[],
): Piece[] {
  const inText = matches(text, terms)
  if (inText.length > 0 || code === '') return cut(text, inText)
  const inCode = matches(code, terms)
  return inCode.length > 0 ? cut(code.replace(/\s/g, ' '), inCode) : cut(text, [])
}

interface Match {
  from: number
  to: number
  term: string
}

function matches(text: string, terms: readonly string[]): Match[] {
  if (terms.length === 0) return []
  return [...text.matchAll(WORD)].flatMap((match) => {
    const word = plain(match[0])
    // Terms are stems: a word is one of them when it is it, or it with an ending.
    const term = terms.find(
      (t) =>
        word === t || (word.startsWith(t) && word.length - t.length <= 2) || `${t.slice(0, -1)}ies` === word,
    )
    return term === undefined ? [] : { from: match.index, to: match.index + match[0].length, term }
  })
}

function cut(text: string, found: readonly Match[]): Piece[] {
  const start = startOf(text, found)
  const end = text.length - start <= LENGTH + 30 ? text.length : wordEnd(text, start + LENGTH)
  const pieces: Piece[] = []
  let at = start
  for (const { from, to } of found) {
    if (from < at || to > end) continue
    if (from > at) pieces.push({ text: text.slice(at, from), marked: false })
    pieces.push({ text: text.slice(from, to), marked: true })
    at = to
  }
  if (at < end) pieces.push({ text: text.slice(at, end), marked: false })
  if (start > 0) pieces.unshift({ text: '… ', marked: false })
  if (end < text.length) pieces.push({ text: ' …', marked: false })
  return pieces
}

/** Where the window begins that holds the most different terms; of several, the first. */
function startOf(text: string, found: readonly Match[]): number {
  let best = { from: 0, terms: 0 }
  for (const { from } of found) {
    const within = found.filter((m) => m.from >= from && m.to <= from + LENGTH - 40)
    const terms = new Set(within.map(({ term }) => term)).size
    if (terms > best.terms) best = { from, terms }
  }
  if (best.from < 60) return 0
  // With a few words before: at the beginning of its sentence where that is near.
  const before = text.slice(Math.max(0, best.from - 60), best.from)
  const sentence = Math.max(before.lastIndexOf('. '), before.lastIndexOf('? '), before.lastIndexOf(': '))
  const offset = sentence >= 0 ? sentence + 2 : before.indexOf(' ') + 1
  return best.from - before.length + offset
}

function wordEnd(text: string, at: number): number {
  const space = text.lastIndexOf(' ', at)
  return space > at - 30 ? space : at
}

function plain(word: string): string {
  return word
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/['’]s$/, '')
    .replace(/['’]/, '')
}
