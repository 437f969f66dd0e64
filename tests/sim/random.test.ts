import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Rng, rng, stormyNetwork } from '../../lib/sim/index.ts'
import { events, play } from './play.ts'

const take = (r: Rng, n: number) => Array.from({ length: n }, () => r.u32())
const key = fc.string({ maxLength: 12 })

describe('random streams', () => {
  test('one key is one stream; another key is another', () => {
    fc.assert(
      fc.property(key, key, (a, b) => {
        expect(take(rng(a), 20)).toEqual(take(rng(a), 20))
        if (a !== b) expect(take(rng(a), 8)).not.toEqual(take(rng(b), 8))
      }),
      { seed: 1, numRuns: 2000 },
    )
  })
  test('a fork does not depend on what was drawn before, and drawing from it changes nothing else', () => {
    fc.assert(
      fc.property(key, key, fc.nat(20), fc.nat(20), (a, name, n, m) => {
        const [r, untouched] = [rng(a), rng(a)]
        take(r, n)
        const fork = r.fork(name)
        expect(take(fork, 10)).toEqual(take(rng(a).fork(name), 10))
        take(fork, m)
        take(untouched, n)
        expect(take(r, 10)).toEqual(take(untouched, 10))
      }),
      { seed: 2, numRuns: 500 },
    )
  })
  test('streams of neighbouring keys are not correlated', () => {
    for (let i = 0; i < 50; i++) {
      const [a, b] = [rng(`seed#${i}`), rng(`seed#${i + 1}`)]
      let sum = 0
      for (let k = 0; k < 2000; k++) sum += (a.float() - 0.5) * (b.float() - 0.5)
      // Of 2000 products with variance 1/144: six standard deviations are 0.0112.
      expect(Math.abs(sum / 2000)).toBeLessThan(0.0112)
    }
  })
  test('int covers its range evenly, both ends included', () => {
    const r = rng('dice')
    const counts = new Map<number, number>()
    for (let i = 0; i < 60_000; i++) {
      const x = r.int(1, 6)
      counts.set(x, (counts.get(x) ?? 0) + 1)
    }
    expect([...counts.keys()].sort()).toEqual([1, 2, 3, 4, 5, 6])
    for (const n of counts.values()) expect(Math.abs(n - 10_000)).toBeLessThan(500)
  })
  test('chance holds its percentage, and its ends are certain', () => {
    const r = rng('chance')
    let hits = 0
    for (let i = 0; i < 20_000; i++) {
      expect(r.chance(0)).toBe(false)
      expect(r.chance(100)).toBe(true)
      if (r.chance(5)) hits++
    }
    expect(Math.abs(hits - 1000)).toBeLessThan(150)
  })
  test('shuffle keeps every element and reaches every order', () => {
    const r = rng('cards')
    const orders = new Map<string, number>()
    for (let i = 0; i < 6000; i++) {
      const order = r.shuffle(['a', 'b', 'c']).join('')
      orders.set(order, (orders.get(order) ?? 0) + 1)
    }
    expect([...orders.keys()].sort()).toEqual(['abc', 'acb', 'bac', 'bca', 'cab', 'cba'])
    for (const n of orders.values()) expect(Math.abs(n - 1000)).toBeLessThan(200)
  })
})

describe('one more message', () => {
  const chatty = `export default node(ctx => {
    ctx.every(20, () => { for (const p of ctx.peers) ctx.send(p, 'hello', ctx.random.int(0, 9)) })
    ctx.on('hello', () => {})
    ctx.on('extra', () => {})
  })`
  const cluster = (extra: boolean) =>
    play(
      chatty,
      (sc, r) => {
        sc.nodes(['n1', 'n2'])
        sc.network(stormyNetwork)
        sc.client('c1', async (c) => {
          for (;;) {
            if (extra) c.send('n1', 'extra')
            await c.sleep(c.random.int(5, 50))
          }
        })
        sc.nemesis(async (n) => {
          for (;;) {
            await n.sleep(n.random.int(50, 100))
            n.cut('n1', 'n2', { forMs: n.random.int(10, 50) })
          }
        })
        r.int(0, 1)
      },
      { durationMs: 1500 },
    )
  test('leaves the faults, the noise on other links, the nodes’ own draws and the clients’ draws alone', async () => {
    const [without, with_] = [await cluster(false), await cluster(true)]
    const links = (run: typeof without) =>
      run.trace
        .filter(
          (e) =>
            e.node !== 'c1' &&
            e.peer !== 'c1' &&
            ['send', 'deliver', 'drop', 'dup', 'cut', 'heal'].includes(e.kind),
        )
        .map((e) => [e.at, e.node, e.peer, e.kind, e.body, e.label])
    expect(links(with_)).toEqual(links(without))
    expect(events(with_, 'send', { node: 'c1' }).length).toBeGreaterThan(30)
  })
})
