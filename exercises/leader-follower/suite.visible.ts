/**
 * What Run plays: one short story per rule. Submit plays each of them harder, in many schedules. A watch compares every
 * answer and every log that a node shows with the rules.
 */
import { suite } from '../../lib/suite/index.ts'
import { add, between, catchesUp, cluster, get, indexOf, shipCost, when } from './drive.ts'
import { declare } from './properties.ts'

export default suite('leader-follower', (s) => {
  const P = declare(s)

  s.scenario('copies', { seeds: 2, durationMs: 900, title: 'Three adds, and everybody has them' }, (sc) => {
    cluster(sc, P, { freshMs: 200 }) // n1, n2, n3: your code
    sc.network({ latencyMs: [5, 10] })
    sc.client('shop', async (c) => {
      await add(c, 'tea', 5)
      await add(c, 'rice', 2)
      await add(c, 'tea', -1)
      await c.sleep(250)
      for (const node of ['n1', 'n2', 'n3']) await get(c, node, 'tea') // { value: 4, index: 3 }
      await get(c, 'n2', 'salt') // { value: 0, index: 3 }
      await add(c, 'tea', 1, 'n2') // refused: not-leader
      // Three at once: each answer has its own index.
      for (let i = 0; i < 3; i++) void add(c, 'tea', 10)
    })
  })

  s.scenario(
    'overtaking',
    { seeds: 4, durationMs: 2200, healAtMs: 1100, title: 'Messages overtake one another' },
    (sc) => {
      const watch = cluster(sc, P)
      sc.network({ latencyMs: [1, 20], stressMs: [20, 150], stressPct: 50, dupPct: 20 })
      sc.client('shop', async (c) => {
        for (let i = 0; i < 12; i++) {
          await add(c, 'tea', 1)
          await c.sleep(30)
          void get(c, 'n2', 'tea')
        }
      })
      catchesUp(sc, P, watch)
    },
  )

  s.scenario(
    'read-your-write',
    { seeds: 2, durationMs: 1500, title: 'A get waits for its entry, but not for ever' },
    (sc) => {
      cluster(sc, P)
      sc.network({ latencyMs: [5, 10] })
      sc.nemesis(async (n) => {
        await n.at(90)
        n.clog('n1', 'n2', { forMs: 200 }) // what n1 sends to n2 is held back for 200 ms
        n.cut('n1', 'n3', { forMs: 900 }) // what it sends to n3 is lost
      })
      sc.client('shop', async (c) => {
        await c.at(120)
        const index = indexOf(await add(c, 'tea', 5))
        void get(c, 'n2', 'tea', index) // answered when the entry is there
        void get(c, 'n3', 'tea', index) // refused after 300 ms
        void get(c, 'n3', 'tea') // answered at once, with less
      })
    },
  )

  s.scenario(
    'leader-crash',
    { seeds: 3, durationMs: 2200, healAtMs: 1100, title: 'The leader crashes right after an answer' },
    (sc) => {
      const watch = cluster(sc, P)
      sc.nemesis(async (n) => {
        if (await when(n, (w) => watch.see(w).acked.size >= 2, 1000)) n.crash('n1', { forMs: 200 })
      })
      sc.client('shop', async (c) => {
        for (let i = 0; i < 8; i++) {
          void add(c, 'tea', 1)
          await c.sleep(100)
        }
      })
      catchesUp(sc, P, watch)
    },
  )

  s.scenario(
    'follower-crash',
    { seeds: 3, durationMs: 2400, healAtMs: 1300, title: 'A follower crashes in the middle of the stream' },
    (sc) => {
      const watch = cluster(sc, P)
      sc.nemesis(async (n) => {
        if (await when(n, (w) => watch.see(w).length('n2') >= 4, 1000)) n.crash('n2', { forMs: 300 })
      })
      sc.client('shop', async (c) => {
        for (let i = 0; i < 20; i++) {
          void add(c, 'tea', 1)
          void get(c, 'n2', 'tea')
          await c.sleep(50)
        }
      })
      catchesUp(sc, P, watch)
    },
  )

  s.scenario(
    'shipping',
    { seeds: 1, durationMs: 2200, healAtMs: 1200, title: 'What catching up costs' },
    (sc) => {
      const watch = cluster(sc, P)
      sc.network({ latencyMs: [5, 10] })
      const keys = Array.from({ length: 18 }, (_, i) => `sku-${100 + i}`)
      sc.nemesis(async (n) => {
        await n.at(600)
        n.partition([['n1'], ['n2']], { forMs: 600 })
      })
      sc.client('shop', async (c) => {
        for (const key of keys.slice(0, 12)) {
          void add(c, key, 1)
          await c.sleep(30)
        }
        await c.at(700)
        for (const key of keys.slice(12)) {
          void add(c, key, 1)
          await c.sleep(60)
        }
      })
      catchesUp(sc, P, watch)
      // Counted by their keys, in whatever is sent to n2 once it can be reached again.
      sc.cost(P.shipBudget, { max: 2, unit: 'copies per missing entry' }, (w) =>
        shipCost(w, {
          fromMs: 1200,
          toMs: 2200,
          known: keys.slice(0, 12),
          missed: keys.slice(12),
          restarts: false,
        }),
      )
    },
  )

  s.scenario('costs', { seeds: 1, durationMs: 2600, title: 'What copying costs' }, (sc) => {
    cluster(sc, P, { freshMs: 200 })
    sc.network({ latencyMs: [5, 5] })
    sc.client('shop', async (c) => {
      await c.at(500)
      for (let i = 0; i < 20; i++) {
        void add(c, 'tea', 1)
        await c.sleep(100)
      }
    })
    // Two followers, 20 times 100 ms, a poll and its answer: 80 messages. What is left belongs to the 20 adds.
    sc.cost(P.steadyBudget, { max: 4, unit: 'messages per add' }, (w) => {
      return Math.max(0, (between(w, 500, 2500).length - 80) / 20)
    })
  })
})
