import 'server-only'
import { lessonHref } from '@/app/lesson-href.ts'
import { places } from '@/app/ui/site/places.ts'
import { urls } from '@/app/urls.ts'
import type { ReferenceSlug } from '@/lib/content/index.ts'
import { logger } from '@/lib/log/index.ts'
import { collectCourse, type Kind, makeSearch, type Search, type Target } from '@/lib/search/index.ts'

/** A hit as pages and the API show it: plain data with addresses. */
export interface FoundHit {
  kind: Kind
  href: string
  title: string
  excerpt: Excerpt
  sections: { href: string; heading: string; excerpt: Excerpt }[]
}

export type Excerpt = { text: string; marked: boolean }[]

/** Searches everything that a visitor of the site can read. */
export async function searchSite(
  query: string,
  wanted: { limit?: number; kind?: Kind | undefined } = {},
): Promise<FoundHit[]> {
  const search = await siteSearch()
  return search(query, wanted).map(({ kind, target, title, excerpt, sections }) => ({
    kind,
    href: hrefOf(target),
    title,
    excerpt,
    sections: sections.map((s) => ({
      href: hrefOf(s.target),
      heading: s.heading ?? '',
      excerpt: s.excerpt,
    })),
  }))
}

/** Makes the index now, in the background, so that no reader waits for it. What fails here is tried again by the next search. */
export async function warmSearch(): Promise<void> {
  const since = performance.now()
  await siteSearch().then(
    () => logger().info({ ms: Math.round(performance.now() - since) }, 'search index made'),
    (err: unknown) => logger().error({ err }, 'no search index'),
  )
}

/** Once per process: nothing of what is indexed changes while a built site runs. In development, where it does, soon again. */
function siteSearch(): Promise<Search> {
  const now = performance.now()
  if (!shared.faultlineSearch || now - shared.faultlineSearch.madeAt > AGE_MAX_MS) {
    const made = build()
    shared.faultlineSearch = { made, madeAt: now }
    made.catch(() => {
      shared.faultlineSearch = undefined
    })
  }
  return shared.faultlineSearch.made
}

const AGE_MAX_MS = process.env.NODE_ENV === 'development' ? 30_000 : Number.POSITIVE_INFINITY
// The page and the API route are bundled apart and would have an index each.
const shared = globalThis as typeof globalThis & {
  faultlineSearch?: { made: Promise<Search>; madeAt: number } | undefined
}

const labels = new Map(places.map(({ href, label }) => [href, label]))
const REFERENCES = {
  laws: urls.laws(),
  numbers: urls.numbers(),
  'anti-patterns': urls.antiPatterns(),
  people: urls.people(),
  faq: urls.faq(),
} as const satisfies Record<ReferenceSlug, string>

function build(): Promise<Search> {
  const pages = places.map(({ label, href, about, words }) => ({
    kind: 'page' as const,
    target: { at: 'page' as const, href },
    title: label,
    text: about,
    ...(words ? { words } : {}),
  }))
  // A reference page is one hit with its place, under the name that links to it have.
  const course = collectCourse().map((entry) =>
    entry.target.at === 'reference'
      ? { ...entry, title: labels.get(REFERENCES[entry.target.slug]) ?? entry.title }
      : entry,
  )
  return makeSearch([...course, ...pages])
}

function hrefOf(target: Target): string {
  switch (target.at) {
    case 'lesson': {
      const href = lessonHref(target.slug) ?? urls.pattern(target.slug)
      return target.section ? `${href}#${target.section}` : href
    }
    case 'pattern':
      return urls.pattern(target.slug)
    case 'exercise':
      return urls.exercise(target.slug)
    case 'path':
      return target.week ? urls.week(target.path, target.week) : urls.path(target.path)
    case 'reference':
      return `${REFERENCES[target.slug]}#${target.section}`
    case 'page':
      return target.href
  }
}
