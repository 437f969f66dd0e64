/**
 * What Run plays: one story per rule, with every expectation written out. Submit plays many more. With two eligible hosts
 * chance has no say: the less loaded one must be picked.
 */
import { isYours, type Json } from '../../lib/sim/index.ts'
import { type Client, type Property, suite } from '../../lib/suite/index.ts'
import { everyday, type Given, hostsTo, Requests, stage } from './drive.ts'
import { declare } from './properties.ts'

export default suite('load-balancing', (s) => {
  const p = declare(s)

  story('two-hosts', 'Of two hosts the less loaded one wins', async ({ r, see }) => {
    await r.create(hostsTo(2))
    const first = await r.pick()
    const second = await r.pick()
    see(p.twoChoices, 'the second pick, with the first in flight', second.host, other(first))
    await r.done(second)
    see(p.inFlight, 'a pick after the second is done', (await r.pick()).host, other(first))
    await r.done(first, 'error')
    await r.done(first, 'error')
    await r.pick()
    see(p.inFlight, 'the fourth pick, the first done twice', (await r.pick()).host !== null, true)
  })

  story('fair', 'One request after the other, fairly', async ({ r, see }) => {
    await r.create(hostsTo(4))
    const { counts, draws } = await r.sequence(4000)
    for (const host of hostsTo(4)) {
      const got = counts[host] ?? 0
      see(
        p.fair,
        `whether ${host} got from 800 to 1200 of 4000 picks (it got ${got})`,
        got >= 800 && got <= 1200,
        true,
      )
    }
    see(p.budget, `whether 4000 picks took at most 16000 draws (they took ${draws})`, draws <= 16_000, true)
  })

  story('slow-host', 'A slow host gets less', async ({ r, see }) => {
    await r.create(hostsTo(10))
    const { counts } = await r.traffic({
      rounds: 200,
      everyMs: 0,
      perRound: 12,
      takes: { h1: 10 },
      failing: [],
    })
    const got = counts.h1 ?? 0
    see(
      p.slowHost,
      `whether h1, ten times slower, got at most 120 of 2400 picks (it got ${got})`,
      got <= 120,
      true,
    )
  })

  story('failing-host', 'A host that fails at once is no sink', async ({ r, see }) => {
    await r.create(hostsTo(10))
    const { counts } = await r.traffic({
      rounds: 200,
      everyMs: 100,
      perRound: 10,
      takes: {},
      failing: ['h1'],
    })
    const got = counts.h1 ?? 0
    see(
      p.failingHost,
      `whether h1, which only fails, got at most 100 of 2000 picks (it got ${got})`,
      got <= 100,
      true,
    )
  })

  story('ejection', 'Five errors in a row, 30 seconds out', async ({ r, c, see }) => {
    await r.create(hostsTo(2))
    const busy = await r.pick()
    const failing = other(busy)
    for (let i = 0; i < 4; i++)
      see(p.ejection, `pick ${i + 1}, before five errors`, await r.once('error'), failing)
    see(p.ejection, 'the fifth pick', await r.once('error'), failing)
    const backAt = c.now + everyday.ejectMs
    see(p.ejection, 'a pick after five errors', (await r.pick()).host, busy.host)
    await c.at(backAt - 1)
    see(p.ejection, '1 ms before ejectMs have passed', (await r.pick()).host, busy.host)
    await c.at(backAt)
    see(p.returns, 'when ejectMs have passed', (await r.pick()).host, failing)
  })

  story('limit', 'At most half of the hosts', async ({ r, see }) => {
    await r.create(hostsTo(2))
    const held = await r.pick()
    for (let i = 0; i < 5; i++) await r.once('error')
    for (let i = 0; i < 5; i++) await r.once('error')
    see(
      p.limit,
      'a pick with one of two hosts ejected, the other failing, too',
      (await r.pick()).host,
      held.host,
    )
  })

  story('list', 'The list of hosts changes', async ({ r, see }) => {
    await r.create(['h1', 'h2'])
    await r.setHosts('h3')
    see(p.alwaysAHost, 'a pick with h3 alone', (await r.pick()).host, 'h3')
    await r.setHosts()
    see(p.alwaysAHost, 'a pick with no host', (await r.pick()).host, null)
    await r.setHosts('h3', 'h4')
    see(p.alwaysAHost, 'whether there is a host again', (await r.pick()).host !== null, true)
  })

  /** `see` compares what came with what must; the first difference ends the run. */
  function story(name: string, title: string, script: (t: Tools) => Promise<void>) {
    s.scenario(name, { seeds: 1, durationMs: 61_000, title }, (sc) => {
      sc.client('requests', async (c) => {
        await script({
          c,
          r: new Requests(c),
          see: (property, what, got, expected) => {
            if (got === expected) return
            const mark = c.w.trace.findLast((e) => e.kind === 'note' && !isYours(e))
            const because = `${what.charAt(0).toUpperCase()}${what.slice(1)}: ${show(got)}, but it must be ${show(expected)}.`
            // What it was told before: the list of hosts, results. No message leads from there to a pick.
            const told = c.w.trace.filter(
              (e) => e.kind === 'deliver' && (e.type === 'setHosts' || e.type === 'done'),
            )
            const context = told.slice(-5).map((e) => e.id)
            c.fail(property, { because, expected, got, witness: mark ? [mark.id] : [], context })
          },
        })
      })
      stage(sc)
    })
  }
})

const other = ({ host }: Given): string => (host === 'h1' ? 'h2' : 'h1')
const show = (v: Json): string => (v === null ? 'undefined' : String(v))

interface Tools {
  readonly c: Client
  readonly r: Requests
  see(property: Property, what: string, got: Json, expected: Json): void
}
