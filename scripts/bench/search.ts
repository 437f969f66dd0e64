/** Search: how long the index takes to make, and a query to answer, over the course as it is and over one with all its lessons. */
import { setImmediate as turn } from 'node:timers/promises'
import { collectCourse, makeSearch, type SearchEntry } from '../../lib/search/index.ts'
import { quantile, round, spread } from './stats.ts'

/** Half of them misspelt: those cost most. */
const QUERIES = [
  ...['circuit breaker', 'lease', 'two phase commit', 'read your own writes', 'kafka', 'l', 'ex', 'how long'],
  ...[
    'circut braker',
    'leese',
    'consistant hashing',
    'thundring hurd',
    'idempotant reciever',
    'singleflight',
  ],
  ...['exponental backof jiter', 'qqqzzzxxx wwwvvv', 'kubernets probe'],
]

export interface SearchFigures {
  entries: number
  /** To read the course and to index it. */
  readyMs: number
  /** The longest time for which nothing else of the process had a turn meanwhile. */
  heldMs: number
  p50Ms: number
  p95Ms: number
  maxMs: number
}

export async function benchSearch(rounds: number): Promise<{ today: SearchFigures; whole: SearchFigures }> {
  return { today: await measure(collectCourse, rounds), whole: await measure(wholeCourse, rounds) }
}

async function measure(collect: () => SearchEntry[], rounds: number): Promise<SearchFigures> {
  const started = performance.now()
  const entries = collect()
  let held = performance.now() - started
  let done = false
  const watch = (async () => {
    while (!done) {
      const before = performance.now()
      await turn()
      held = Math.max(held, performance.now() - before)
    }
  })()
  const search = await makeSearch(entries)
  const readyMs = performance.now() - started
  done = true
  await watch
  for (const query of QUERIES) search(query)
  const ms = Array.from({ length: rounds }, () => QUERIES).flatMap((queries) =>
    queries.map((query) => {
      const before = performance.now()
      search(query, { limit: 12 })
      return performance.now() - before
    }),
  )
  return {
    entries: entries.length,
    readyMs: round(readyMs, 0),
    heldMs: round(held, 0),
    ...spread(ms, 2),
    maxMs: round(quantile(ms, 1), 2),
  }
}

/** As many lessons as there are patterns, with words of their own so that the vocabulary grows as it would. */
function wholeCourse(): SearchEntry[] {
  const entries = collectCourse()
  const lessons = entries.filter(({ kind }) => kind === 'lesson')
  const written = new Set(lessons.map(({ title }) => title)).size
  const wanted = written + entries.filter(({ kind }) => kind === 'pattern').length
  const copies = Math.max(0, Math.ceil(wanted / Math.max(1, written)) - 1)
  return [
    ...entries,
    ...Array.from({ length: copies }, (_, n) =>
      lessons.map((entry) => ({
        ...entry,
        title: `${entry.title} ${n}`,
        // Every ninth word is one that no other lesson has.
        text: entry.text.replace(
          /((?:\S+ ){8})(\S+)/g,
          (_all, before: string, word) => `${before}${word}${letters(n)}`,
        ),
      })),
    ).flat(),
  ]
}

function letters(n: number): string {
  return [...String(n)].map((digit) => 'qwertyuiop'[Number(digit)]).join('')
}
