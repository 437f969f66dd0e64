import MiniSearch, { type SearchResult } from 'minisearch'
import type { ReferenceSlug } from '../content/index.ts'
import { excerptOf, type Piece, wordsIn } from './excerpt.ts'

export const KINDS = ['lesson', 'pattern', 'exercise', 'page'] as const
export type Kind = (typeof KINDS)[number]

/** What a hit opens; addresses are the site's business. */
export type Target =
  | { at: 'lesson'; slug: string; section?: string }
  | { at: 'pattern'; slug: string }
  | { at: 'exercise'; slug: string }
  | { at: 'path'; path: string; week?: string }
  | { at: 'reference'; slug: ReferenceSlug; section: string }
  | { at: 'page'; href: string }

/** One thing to be found: a section of something, or, without a heading, the thing itself. */
export interface SearchEntry {
  kind: Kind
  target: Target
  /** Of the lesson, pattern, exercise or page. Entries of a kind with one title are one hit. */
  title: string
  heading?: string
  /** Other names. */
  words?: string
  text: string
  code?: string
}

export interface HitSection {
  target: Target
  heading: string | null
  excerpt: Piece[]
}

export interface Hit {
  kind: Kind
  target: Target
  title: string
  /** Around the words that were found, or the beginning. */
  excerpt: Piece[]
  /** Sections in which the words were found, best first. */
  sections: HitSection[]
}

export interface Wanted {
  /** At most so many hits; 20 unless told. */
  limit?: number
  kind?: Kind | undefined
}

/** Best first; empty for a query without a word. */
export type Search = (query: string, wanted?: Wanted) => Hit[]

const SECTIONS_MAX = 3
/** A section that scores less than this share of the best one of its lesson is not worth a line. */
const SECTION_SHARE = 0.35

/** Indexes the entries, some milliseconds per lesson, in small steps. What it resolves to answers from memory. */
export async function makeSearch(entries: readonly SearchEntry[]): Promise<Search> {
  const phrases = entries.map(({ title, words = '', heading = '', text }) =>
    wordsIn(`${title} ${words} ${heading} ${text}`).join(' '),
  )
  const known = new Set<string>()
  const isKnown = (term: string, asBeginning: boolean) =>
    known.has(term) || (asBeginning && beginsWord(term, sorted))
  let sorted: string[] = []
  const index = new MiniSearch<SearchEntry & { id: number }>({
    fields: ['title', 'words', 'heading', 'text', 'code', 'kind'],
    // Names are also found written as one word: singleflight, writeahead.
    tokenize: (text, field) => (NAMES.has(field ?? '') ? withPairs(wordsIn(text)) : wordsIn(text)),
    processTerm: (term) => {
      if (STOP.has(term)) return null
      const kept = stem(term)
      known.add(kept)
      return kept
    },
    searchOptions: {
      tokenize: wordsIn,
      processTerm: (term) => (STOP.has(term) ? null : stem(term)),
      boost: { title: 8, words: 4, heading: 4, text: 1, code: 0.4 },
      boostDocument: (id) => WEIGHT[(entries[id as number] as SearchEntry).kind],
      weights: { fuzzy: 0.3, prefix: 0.5 },
      prefix: (term, at, terms) => at === terms.length - 1 && term.length > 1,
      // Only where the word as typed is nowhere: one slip in a word of four letters, two in one of eight, three in twelve.
      fuzzy: (term, at, terms) =>
        term.length < 4 || isKnown(term, at === terms.length - 1)
          ? false
          : Math.min(3, Math.floor(term.length / 4)),
      maxFuzzy: 3,
    },
  })
  await index.addAllAsync(
    entries.map((entry, id) => ({ ...entry, id })),
    { chunkSize: 20 },
  )
  sorted = [...known].sort()

  /** `singleflight` is not known, `single` and `flight` are. */
  const apart = (word: string): string => {
    if (word.length < 6 || word.length > 30 || isKnown(stem(word), true)) return word
    for (let at = word.length - 3; at >= 3; at--)
      if (known.has(word.slice(0, at)) && known.has(stem(word.slice(at))))
        return `${word.slice(0, at)} ${word.slice(at)}`
    return word
  }

  const found = (asked: string, kind: Kind | undefined): SearchResult[] => {
    const query = wordsIn(asked).map(apart).join(' ')
    // What is not wanted counts for nothing: it must not be the "enough" that keeps the others from being looked for.
    const filter = ({ id }: SearchResult) => kind === undefined || entries[id as number]?.kind === kind
    const all = byPhrase(index.search(query, { combineWith: 'AND', filter }), query)
    if (all.length >= ENOUGH) return all
    // Behind the few that have every word come those that have some.
    const seen = new Set(all.map(({ id }) => id))
    const others = index.search(query, { combineWith: 'OR', filter }).filter(({ id }) => !seen.has(id))
    const scale = all.length > 0 && others[0] ? Math.min(1, (all.at(-1)?.score ?? 0) / others[0].score) : 1
    return [...all, ...others.map((result) => ({ ...result, score: result.score * scale }))]
  }

  /** What has the words side by side comes before what has them somewhere. */
  const byPhrase = (results: SearchResult[], query: string): SearchResult[] => {
    if (!query.includes(' ')) return results
    const has = ({ id }: SearchResult) => phrases[id as number]?.includes(query)
    const raised = results.map((r) => (has(r) ? { ...r, score: r.score * PHRASE } : r))
    return raised.sort((a, b) => b.score - a.score)
  }

  return (query, { limit = 20, kind } = {}) => {
    const groups = new Map<string, { results: SearchResult[]; score: number }>()
    for (const result of found(query.slice(0, QUERY_LENGTH_MAX), kind)) {
      const entry = entries[result.id as number] as SearchEntry
      const key = `${entry.kind}\n${entry.title}`
      const group = groups.get(key)
      if (group) group.results.push(result)
      else groups.set(key, { results: [result], score: result.score })
    }
    return [...groups.values()].slice(0, limit).map(({ results }) => hitOf(results))
  }

  function hitOf(results: SearchResult[]): Hit {
    const of = (result: SearchResult) => entries[result.id as number] as SearchEntry
    const best = of(results[0] as SearchResult)
    const whole = entries.find((e) => e.kind === best.kind && e.title === best.title && !e.heading) ?? best
    const wholeResult = results.find((result) => of(result) === whole)
    const enough = (results[0]?.score ?? 0) * SECTION_SHARE
    return {
      kind: best.kind,
      target: whole.target,
      title: best.title,
      excerpt: excerptOf(whole, wholeResult?.terms ?? []),
      sections: results
        .filter((result) => of(result).heading && result.score >= enough)
        .slice(0, SECTIONS_MAX)
        .map((result) => {
          const { target, heading = null } = of(result)
          return { target, heading, excerpt: excerptOf(of(result), result.terms) }
        }),
    }
  }
}

const QUERY_LENGTH_MAX = 200
/** So many entries with every word, and those with some are not looked for. */
const ENOUGH = 3
/** Of two that fit alike, what explains comes before what is to be done, and that before what leads to both. */
const WEIGHT = { lesson: 1.2, pattern: 1.1, exercise: 1, page: 0.9 } as const satisfies Record<Kind, number>
const PHRASE = 1.6
const NAMES = new Set(['title', 'words', 'heading'])

function withPairs(words: readonly string[]): string[] {
  return [...words, ...words.slice(1).map((word, at) => `${words[at]}${word}`)]
}

/** Words that are in every text and say nothing of it. */
const STOP = new Set(
  'a an and are as at be but by do does for from how i if in is it its my not of on or our that the their then there they this to was we what when where which who why will with you your'.split(
    ' ',
  ),
)

/** Whether one of the words, which are in order, starts with `start`. */
function beginsWord(start: string, sorted: readonly string[]): boolean {
  let [from, to] = [0, sorted.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if ((sorted[middle] as string) < start) from = middle + 1
    else to = middle
  }
  return sorted[from]?.startsWith(start) ?? false
}

/** Endings of English that do not change what is meant. Deliberately few: a wrong cut costs more than a missing one. */
export function stem(word: string): string {
  if (word.length > 4 && word.endsWith('ies')) return `${word.slice(0, -3)}y`
  if (word.length > 3 && word.endsWith('s') && !/(?:ss|us|is)$/.test(word)) return word.slice(0, -1)
  return word
}
