import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { findPlace, listLessons } from '../../lib/content/index.ts'

const app = join(import.meta.dirname, '../../app')

/**
 * Routes whose address is not the route itself -> addresses that show what there is of them without an account. A page without
 * parameters needs no line; one with parameters that has none fails the tests that call `publicPages`.
 */
const EXAMPLES: Readonly<Record<string, () => readonly string[]>> = {
  '/learn/[path]': () => ['/learn/beginner'],
  '/learn/[path]/[week]': () => [],
  '/learn/[path]/[week]/[lesson]': () => [...lessons(), '/learn/expert/consensus-in-full/raft'],
  '/library/[slug]': () => ['/library/raft', '/library/circuit-breaker'],
  // One of each kind: the rest of the page is the same. worker.test.ts opens all of them.
  '/exercises/[slug]': () =>
    ['circuit-breaker', 'lease', 'break-the-lease', 'merkle-trees', 'game-day-checkout'].map(
      (slug) => `/exercises/${slug}`,
    ),
  '/exercises/[slug]/postmortem': () => ['/exercises/game-day-checkout/postmortem'],
  // These are a learner's own: site-axe.test.ts opens them with an account.
  '/certificates/[code]': () => [],
  '/exercises/[slug]/history': () => [],
  '/exercises/[slug]/history/[version]': () => [],
  '/exercises/[slug]/history/compare': () => [],
  '/exercises/[slug]/solutions': () => [],
  '/exercises/[slug]/discussion': () => [],
  '/moderation': () => [],
  '/search': () => ['/search', '/search?q=circut+braker', '/search?q=zzzz'],
  '/library/graph': () => ['/library/graph', '/library/graph?at=raft'],
}

/** Addresses of the site that need no account: of every page in the file tree, every lesson and every exercise. */
export function publicPages(): string[] {
  const found = pageRoutes().flatMap((route) => {
    const examples = EXAMPLES[route]
    if (examples) return examples()
    if (route.includes('['))
      throw new Error(`tests/e2e/site-pages.ts has no example of ${route}: add addresses that show it`)
    return [route]
  })
  return [...new Set([...found, '/no-such-page'])]
}

/** Routes of all pages below app/, such as '/learn/[path]'. */
export function pageRoutes(): string[] {
  return routesOf('')
}

function routesOf(folder: string): string[] {
  return readdirSync(join(app, folder), { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === 'page.tsx') return [folder.replace(/\/\([^/]+\)/g, '') || '/']
    return entry.isDirectory() && entry.name !== 'api' ? routesOf(`${folder}/${entry.name}`) : []
  })
}

function lessons(): string[] {
  return listLessons().map((slug) => {
    const place = findPlace(slug)
    return place ? `/learn/${place.path.id}/${place.week.id}/${slug}` : `/library/${slug}`
  })
}

/** The lesson that the tests read: the one every installation has. */
export function lessonPage(): string {
  return '/learn/beginner/protection/circuit-breaker'
}
