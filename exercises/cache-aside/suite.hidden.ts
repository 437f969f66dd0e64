/**
 * Judges a submission. The first scenarios give a wrong order of calls the time to show what it does to readers; the
 * others hold every call to its rule and instant. Storms mix everything.
 */
import type { Rng } from '../../lib/sim/index.ts'
import { type Scenario, type SuiteBuilder, suite } from '../../lib/suite/index.ts'
import { Pages, SERVERS, type Server, Shop, stage } from './drive.ts'
import { type Judge, judged, judgedFresh } from './hidden-judge.ts'
import { BUSY, everyday, freshStories, ruleStories, type Script } from './hidden-scripts.ts'
import { declare, type Properties } from './properties.ts'

/** Must never reach a learner: the build and the tests look for it. */
export const CANARY = 'faultline-canary-cache-aside-52c1f09be7d84a36'

const FILLS = 40
const HITS = 8
const LEAST = 0.2
const HOUR_MS = 3_600_000

const hidden = suite('cache-aside', (s) => {
  const p = declare(s)
  for (const script of freshStories) play(s, script, (sc, shop) => judgedFresh(sc, p, shop))
  warm(s, p)
  for (const script of ruleStories)
    play(s, script, (sc, shop) => {
      if (script.freshOnly) judgedFresh(sc, p, shop)
      else sees(sc, judged(sc, p, script.options ?? everyday, shop), script.sees ?? [])
    })
  lifetimes(s, p)
  storm(s, p)
})
if (hidden.name === CANARY) throw new Error('unreachable: keeps the canary in the bundle')
export default hidden

function play(s: SuiteBuilder, script: Script, judge: (sc: Scenario, shop: Shop) => void) {
  s.scenario(script.name, { seeds: 1, durationMs: script.durationMs ?? 1000 }, (sc) => {
    const shop = new Shop()
    judge(sc, shop)
    sc.client('pages', async (c) => script.play(new Pages(c), shop))
    stage(sc, script.options ?? everyday, shop)
  })
}

function sees(sc: Scenario, judge: Judge, names: readonly string[]) {
  for (const name of names) sc.sometimes(name, () => judge.saw.has(name))
}

/** A key that is there: what each read of it costs. */
function warm(s: SuiteBuilder, p: Properties) {
  s.scenario('warm', { seeds: 1, durationMs: 1000 }, (sc) => {
    let calls = 0
    let counting = false
    sc.cost(p.budget, { max: 1, unit: 'calls per hit' }, () => calls / HITS)
    sc.sometimes('a warm key was read', () => counting)
    sc.always(p.budget, (e) => {
      const call = e.kind === 'send' && (e.peer === 'cache' || e.peer === 'store')
      if (counting && call && e.re === undefined) calls++
      return undefined
    })
    const shop = stage(sc, everyday)
    shop.put('price', 'v1')
    sc.client('pages', async (c) => {
      const pages = new Pages(c)
      await pages.read('w1')
      await c.sleep(20)
      counting = true
      for (let i = 0; i < HITS; i++) {
        await pages.read(SERVERS[i % SERVERS.length] as Server)
        await c.sleep(7)
      }
    })
  })
}

/** Enough fills to tell a draw per fill from anything else: a fair one gives a half less than this share once in some 24,000 runs. */
function lifetimes(s: SuiteBuilder, p: Properties) {
  s.scenario('lifetimes', { seeds: 1, durationMs: 2000 }, (sc) => {
    const shop = new Shop()
    const o = { ttlMs: 1001, jitterPct: 20, pollMs: 25 }
    const judge = judged(sc, p, o, shop)
    sc.check(p.ttl, () => {
      const middle = (o.ttlMs + Math.ceil((o.ttlMs * (100 - o.jitterPct)) / 100)) / 2
      const low = judge.ttls.filter((t) => t.ms <= middle).length
      const high = judge.ttls.filter((t) => t.ms >= middle).length
      const count = judge.ttls.length
      if (Math.min(low, high) >= LEAST * count) return undefined
      const because = `Of ${count} fills ${low} live at most ${middle} ms and ${high} at least that long: each half of the range must get 30 % of many fills, and of so few at least ${100 * LEAST} %.`
      const expected = `at least ${LEAST * count} in each half`
      const witness = judge.ttls.slice(0, 2).map((t) => t.event)
      return { because, expected, got: `${low} and ${high}`, witness }
    })
    sc.sometimes('forty fills', () => judge.ttls.length === FILLS)
    sc.client('pages', async (c) => {
      const pages = new Pages(c)
      for (let i = 0; i < FILLS; i++) {
        pages.sendRead('w1', `k${i}`)
        await c.sleep(5)
      }
    })
    stage(sc, o, shop)
  })
}

/** Anything in any order: three servers, two keys, services that dawdle and refuse, clocks that jump. */
function storm(s: SuiteBuilder, p: Properties) {
  s.scenario('storm', { seeds: [45, 56], durationMs: 6000, healAtMs: 1200 }, (sc, r) => {
    const o = { ttlMs: r.int(80, 400), jitterPct: r.pick([0, 10, 50]), pollMs: r.int(7, 40) }
    const shop = new Shop((call, q) => {
      const dice = q.draw('dice', 0, 99)
      if (q.at > 1200) return {}
      if (dice < 12) return call === 's.put' ? { refuseAfter: 'lost' } : { refuse: 'busy' }
      if (dice < 20) return { refuse: 'busy' }
      return dice < 60 ? { workMs: q.draw('work', 0, 15), answerMs: q.draw('answer', 0, 60) } : {}
    })
    const judge = judged(sc, p, o, shop)
    sees(sc, judge, ['a hit', 'a lease', 'no lease', 'a lease was void', 'c.get rejected', 'c.del rejected'])
    sc.nemesis(async (n) => {
      n.skew(n.random.pick(SERVERS), n.random.pick([-HOUR_MS, HOUR_MS]))
      await n.sleep(n.random.int(100, 800))
      n.off('cache', { forMs: n.random.int(20, 200), refuse: BUSY })
    })
    // One caller per server and key: the judge tells calls of a server apart by their key.
    SERVERS.forEach((server, i) => {
      for (const [j, k] of ['price', 'stock'].entries()) {
        const from = 1000 * (2 * i + j)
        sc.client(`${server}-${k}`, async (c) => {
          const pages = new Pages(c, from)
          for (let step = 0; step < 3; step++) await anyStep(pages, server, k, `${from + step}`, c.random)
        })
      }
    })
    stage(sc, o, shop)
  })
}

async function anyStep(pages: Pages, server: Server, k: string, v: string, r: Rng): Promise<void> {
  if (r.chance(70)) await pages.read(server, k)
  else await pages.write(server, `v${v}`, k)
  await pages.c.sleep(r.int(1, 60))
}
