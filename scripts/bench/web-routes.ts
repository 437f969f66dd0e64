/** Which pages `bench -- web` opens: one of each route of the file tree that learners use, as visitors and with an account. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { connect } from '../../lib/db/index.ts'
import { pageRoutes } from '../../tests/e2e/site-pages.ts'
import { root } from '../launcher/root.ts'
import { signUp, submitAndWait } from './site.ts'

export const LESSON = '/learn/beginner/protection/circuit-breaker'
const EXERCISE = '/exercises/circuit-breaker'

export interface BenchedPage {
  readonly path: string
  /** The account's cookie; absent for a visitor. */
  readonly cookie?: string
}

/** A learner who has failed and passed an exercise and holds a certificate. */
interface Learner {
  readonly cookie: string
  /** As in the addresses of the history. */
  readonly failed: string
  readonly passed: string
  readonly certificate: string
}

interface Sight {
  /** What a visitor sees. */
  readonly visitor?: string
  /** What the learner sees: the same page with an account, or a page of their own. */
  readonly learner?: (of: Learner) => string
}

const both = (path: string): Sight => ({ visitor: path, learner: () => path })
const own = (learner: (of: Learner) => string): Sight => ({ learner })

/** Routes that are not seen at their own address by visitors only. */
const SIGHTS: Readonly<Record<string, Sight>> = {
  '/': both('/'),
  '/learn': both('/learn'),
  '/learn/[path]': both('/learn/beginner'),
  '/learn/[path]/[week]/[lesson]': both(LESSON),
  '/library/[slug]': both('/library/lease'),
  '/search': { visitor: '/search?q=leese' },
  '/exercises/[slug]': both(EXERCISE),
  '/exercises/[slug]/postmortem': { visitor: '/exercises/game-day-checkout/postmortem' },
  '/exercises/[slug]/history': own(() => `${EXERCISE}/history`),
  '/exercises/[slug]/history/[version]': own(({ failed }) => `${EXERCISE}/history/s-${failed}`),
  '/exercises/[slug]/history/compare': own(
    ({ failed, passed }) => `${EXERCISE}/history/compare?from=s-${failed}&to=s-${passed}`,
  ),
  '/exercises/[slug]/solutions': own(() => `${EXERCISE}/solutions`),
  '/exercises/[slug]/discussion': own(() => `${EXERCISE}/discussion`),
  '/certificates/[code]': own(({ certificate }) => `/certificates/${certificate}`),
  '/account': own(() => '/account'),
  '/notes': own(() => '/notes'),
  '/progress': own(() => '/progress'),
  '/review': own(() => '/review'),
  // A week is a part of its path's page; authors and moderators have pages of their own.
  '/learn/[path]/[week]': {},
  '/authors/views': {},
  '/moderation': {},
}

/** Makes the learner on the site at `origin`, whose database is at `databaseUrl`. */
export async function benchedPages(origin: string, databaseUrl: string): Promise<BenchedPage[]> {
  const learner = await makeLearner(origin, databaseUrl)
  return pageRoutes().flatMap((route): BenchedPage[] => {
    const sight = SIGHTS[route] ?? { visitor: route }
    if (sight.visitor?.includes('['))
      throw new Error(`scripts/bench/web-routes.ts has no example of ${route}: add an address that shows it`)
    return [
      ...(sight.visitor === undefined ? [] : [{ path: sight.visitor }]),
      ...(sight.learner === undefined ? [] : [{ path: sight.learner(learner), cookie: learner.cookie }]),
    ]
  })
}

async function makeLearner(origin: string, databaseUrl: string): Promise<Learner> {
  const cookie = await signUp(origin)
  const submit = (file: string) =>
    submitAndWait(
      origin,
      cookie,
      'circuit-breaker',
      readFileSync(join(root, 'exercises/circuit-breaker', file), 'utf8'),
    )
  const failed = await submit('starter.ts')
  const passed = await submit('solution.ts')
  const account = (await (await fetch(`${origin}/api/account`, { headers: { cookie } })).json()) as {
    user: { id: string }
  }
  const code = Array.from(
    crypto.getRandomValues(new Uint8Array(20)),
    (n) => 'BCDFGHJKMNPQRSTVWXYZ'[n % 20],
  ).join('')
  // Nobody passes a whole path in a bench.
  const database = connect(databaseUrl, 1)
  try {
    await database.certificate.create({
      data: { userId: account.user.id, path: 'beginner', code, name: 'Ada' },
      select: { id: true },
    })
  } finally {
    await database.$disconnect()
  }
  return { cookie, failed: failed.id, passed: passed.id, certificate: code }
}
