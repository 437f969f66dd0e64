/**
 * Judges a submission. Shares are measured over thousands of picks; scripts lead to each rule's edge, where a model says
 * what no draw can give; storms mix everything.
 */
import type { Trace } from '../../lib/sim/index.ts'
import { type SuiteBuilder, suite } from '../../lib/suite/index.ts'
import { type Given, hostsTo, PROXY, Requests, type Shares, stage } from './drive.ts'
import { judged } from './hidden-judge.ts'
import { scripts } from './hidden-scripts.ts'
import { declare, type Properties } from './properties.ts'

/** Must never reach a learner: the build and the tests look for it. */
export const CANARY = 'faultline-canary-load-balancing-3e8d60c41fb24975'

const SEQUENCE = 10_000
const HOUR_MS = 3_600_000

const hidden = suite('load-balancing', (s) => {
  const p = declare(s)
  slowHost(s, p)
  fair(s, p)
  failingHost(s, p)
  twoChoices(s, p)
  for (const script of scripts)
    s.scenario(script.name, { seeds: 1, durationMs: 60_000 }, (sc) => {
      const judge = judged(sc, p, p[script.about])
      for (const name of script.sees ?? []) sc.sometimes(name, () => judge.saw.has(name))
      if (script.skews)
        sc.nemesis(async (n) => {
          for (const [atMs, byMs] of script.skews ?? []) {
            await n.at(atMs)
            n.skew(PROXY, byMs)
          }
        })
      sc.client('requests', (c) => script.play(new Requests(c)))
      stage(sc)
    })
  storm(s, p)
})
if (hidden.name === CANARY) throw new Error('unreachable: keeps the canary in the bundle')
export default hidden

const picksOf = ({ counts }: Shares): number => Object.values(counts).reduce((sum, n) => sum + n, 0)
const pct = (n: number) => `${(100 * n).toFixed(1)} %`

/** Ten hosts with a request each per round; h1 takes ten rounds for one. */
function slowHost(s: SuiteBuilder, p: Properties) {
  s.scenario('slow-host', { seeds: 1, durationMs: 60_000 }, (sc) => {
    sc.client('requests', async (c) => {
      const r = new Requests(c)
      await r.create(hostsTo(10))
      const shares = await r.traffic({
        rounds: 300,
        everyMs: 0,
        perRound: 12,
        takes: { h1: 10 },
        failing: [],
      })
      atMost(p.slowHost, 'h1, which takes ten times as long,', shares)
      c.note('measured', { inFlight: shares.inFlight ?? 0 })

      function atMost(property: Properties['slowHost'], who: string, of: Shares) {
        const share = (of.counts.h1 ?? 0) / picksOf(of)
        if (share <= 0.05) return
        const because = `${who} got ${pct(share)} of ${picksOf(of)} picks; at most 5 % are allowed.`
        c.fail(property, { because, expected: 'at most 5 %', got: pct(share), witness: measured(c.w.trace) })
      }
    })
    sc.sometimes('on average a request per host was in flight', (e) => {
      return e.label === 'measured' && (e.data as { inFlight: number }).inFlight >= 10
    })
    stage(sc)
  })
}

/** No request meets another: chance alone decides, and must be fair. */
function fair(s: SuiteBuilder, p: Properties) {
  for (const n of [10, 3])
    s.scenario(`one-after-the-other-${n}`, { seeds: 1, durationMs: 1000 }, (sc) => {
      let drawsPerPick = 0
      sc.cost(p.budget, { max: 4, unit: 'draws per pick' }, () => drawsPerPick)
      sc.client('requests', async (c) => {
        const r = new Requests(c)
        await r.create(hostsTo(n))
        const shares = await r.sequence(SEQUENCE)
        drawsPerPick = shares.draws / SEQUENCE
        for (const host of hostsTo(n)) {
          const got = shares.counts[host] ?? 0
          if (Math.abs(got * n - SEQUENCE) <= 0.2 * SEQUENCE) continue
          const because = `Of ${SEQUENCE} picks with nothing in flight, ${host} got ${got}. A fair share of ${n} hosts is ${Math.round(SEQUENCE / n)}, to within 20 %.`
          c.fail(p.fair, { because, expected: Math.round(SEQUENCE / n), got, witness: measured(c.w.trace) })
        }
      })
      sc.sometimes('ten thousand picks', (e) => e.label === 'sequence')
      stage(sc)
    })
}

/** A minute at 100 requests a second; h1 answers each with an error, at once. */
function failingHost(s: SuiteBuilder, p: Properties) {
  s.scenario('failing-host', { seeds: 1, durationMs: 61_000 }, (sc) => {
    sc.client('requests', async (c) => {
      const r = new Requests(c)
      await r.create(hostsTo(10))
      const shares = await r.traffic({ rounds: 60, everyMs: 1000, perRound: 100, takes: {}, failing: ['h1'] })
      const share = (shares.counts.h1 ?? 0) / picksOf(shares)
      if (share <= 0.05) return
      const because = `h1, which answers every request at once with an error, got ${pct(share)} of ${picksOf(shares)} picks; at most 5 % are allowed.`
      c.fail(p.failingHost, {
        because,
        expected: 'at most 5 %',
        got: pct(share),
        witness: measured(c.w.trace),
      })
    })
    sc.sometimes('a minute of traffic', (e) => e.label === 'traffic')
    stage(sc)
  })
}

/** With 0, 1, 2 and 3 requests in flight, two draws give the four hosts 3, 2, 1 and 0 of 6 pairs. */
function twoChoices(s: SuiteBuilder, p: Properties) {
  s.scenario('four-loads', { seeds: 1, durationMs: 1000 }, (sc) => {
    sc.client('requests', async (c) => {
      const r = new Requests(c)
      await r.create(hostsTo(4))
      const held: Record<string, Given[]> = {}
      for (const [i, host] of hostsTo(4).entries()) {
        held[host] = []
        for (let k = 0; k < i; k++) held[host].push(await r.pickOf(host, 200))
      }
      const missing = Object.values(held)
        .flat()
        .find((g) => g.host === null)
      if (missing) return
      const times = 4000
      const { counts } = await r.sequence(times)
      for (const [i, host] of hostsTo(4).entries()) {
        const share = (counts[host] ?? 0) / times
        const expected = (3 - i) / 6
        if (Math.abs(share - expected) <= 0.04) continue
        const because = `${host} has ${i} requests in flight, the others ${[0, 1, 2, 3].filter((k) => k !== i).join(', ')}. It got ${pct(share)} of ${times} picks; of the 6 pairs of hosts it wins ${3 - i}, so ${pct(expected)}, to within 4 points.`
        c.fail(p.twoChoices, {
          because,
          expected: pct(expected),
          got: pct(share),
          witness: measured(c.w.trace),
        })
      }
    })
    sc.sometimes('four hosts with 0 to 3 requests', (e) => e.label === 'sequence')
    stage(sc)
  })
}

function storm(s: SuiteBuilder, p: Properties) {
  s.scenario('storm', { seeds: [118, 44, 28], durationMs: 60_000 }, (sc, rng) => {
    const judge = judged(sc, p)
    for (const name of ['an ejection was left out', 'results came while ejected'])
      sc.sometimes(name, () => judge.saw.has(name))
    const cfg = {
      maxFails: rng.int(1, 5),
      ejectMs: rng.int(20, 200),
      maxEjectedPct: rng.pick([34, 50, 50, 67, 100]),
    }
    sc.nemesis(async (n) => {
      for (let i = 0; i < 3; i++) {
        await n.sleep(n.random.int(5, 80))
        n.skew(PROXY, n.random.pick([-HOUR_MS, HOUR_MS]))
      }
    })
    sc.client('requests', async (c) => {
      const { random } = c
      const r = new Requests(c)
      await r.create(hostsTo(random.int(2, 3)), cfg)
      const open: Given[] = []
      let failPct = 80
      for (let i = 0; i < 32; i++) {
        const dice = random.int(0, 99)
        if (dice < 45 || open.length === 0) open.push(await r.pick())
        else if (dice < 85) {
          const [g] = open.splice(random.int(0, open.length - 1), 1)
          await r.done(g as Given, random.chance(failPct) ? 'error' : 'ok')
        } else if (dice < 95) await c.sleep(random.pick([1, 7, cfg.ejectMs - 1, cfg.ejectMs]))
        else if (dice < 97) failPct = 100 - failPct
        else await r.setHosts(...hostsTo(random.int(1, 4)))
      }
    })
    stage(sc)
  })
}

/** The request for the measurement: its causes are few, those of its result are thousands of picks. */
function measured(trace: Trace): number[] {
  const asked = trace.findLast((e) => e.kind === 'deliver' && (e.type === 'traffic' || e.type === 'sequence'))
  return asked ? [asked.id] : []
}
