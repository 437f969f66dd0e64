import MiniSearch from 'minisearch'

/** One pattern as the finder knows it: plain data, sent with the page. */
export interface Found {
  slug: string
  title: string
  family: string
  level: string
  aliases: string[]
  core: string
  when: string
  problem: string
  seen: string[]
  layers: string[]
  /** Well-known systems in which it can be seen. */
  systems: string[]
  /** The lesson; null while it is in preparation. */
  lesson: string | null
}

export interface Wish {
  /** Free text: a name, a problem, a system. May be misspelt. */
  text: string
  /** Each empty for any. */
  level: string
  family: string
  layer: string
  system: string
  /** Only patterns with a lesson. */
  ready: boolean
}

export const ANY: Wish = { text: '', level: '', family: '', layer: '', system: '', ready: false }

/** Finds patterns by words that may be misspelt or unfinished; best first, in the given order when there is no text. */
export function finderOf(patterns: readonly Found[]): (wish: Wish) => Found[] {
  const index = new MiniSearch<Found>({
    idField: 'slug',
    fields: ['title', 'aliases', 'seen', 'problem', 'core', 'when'],
    extractField: (pattern, field) => {
      const value = pattern[field as keyof Found]
      return Array.isArray(value) ? value.join(' ') : String(value)
    },
    searchOptions: {
      boost: { title: 6, aliases: 4, seen: 2 },
      prefix: true,
      // One slip in a word of five letters; short words are taken as they are.
      fuzzy: (term) => (term.length > 3 ? 0.2 : false),
    },
  })
  index.addAll(patterns)
  const bySlug = new Map(patterns.map((pattern) => [pattern.slug, pattern]))
  return ({ text, ...wish }) => {
    const fits = (p: Found) =>
      (wish.level === '' || p.level === wish.level) &&
      (wish.family === '' || p.family === wish.family) &&
      (wish.layer === '' || p.layers.includes(wish.layer)) &&
      (wish.system === '' || p.systems.includes(wish.system)) &&
      (!wish.ready || p.lesson !== null)
    if (text.trim() === '') return patterns.filter(fits)
    // All words first; when no pattern that fits has them all, those that have some.
    const having = (combineWith: 'AND' | 'OR') =>
      index
        .search(text, { combineWith })
        .flatMap((hit) => bySlug.get(hit.id as string) ?? [])
        .filter(fits)
    const all = having('AND')
    return all.length > 0 ? all : having('OR')
  }
}

/** The wish in an address: only what differs from any. */
export function toQuery(wish: Wish): string {
  const out = new URLSearchParams()
  if (wish.text.trim() !== '') out.set('q', wish.text)
  for (const key of ['level', 'family', 'layer', 'system'] as const)
    if (wish[key] !== '') out.set(key, wish[key])
  if (wish.ready) out.set('ready', '1')
  return out.toString()
}

export function fromQuery(query: string): Wish {
  const q = new URLSearchParams(query)
  return {
    text: q.get('q') ?? '',
    level: q.get('level') ?? '',
    family: q.get('family') ?? '',
    layer: q.get('layer') ?? '',
    system: q.get('system') ?? '',
    ready: q.get('ready') === '1',
  }
}
