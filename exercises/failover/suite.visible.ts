/**
 * What Run plays: one short story per rule. Submit plays each of them harder, in many schedules. A watch follows every
 * message of the controller and compares it with the rules.
 */
import { suite } from '../../lib/suite/index.ts'
import { detected, otherOf, pingRate, recovers, repeats, servesSoon, stage, whoServes } from './drive.ts'
import { declare } from './properties.ts'
import { CONTROLLER, LEDGER } from './world.ts'

export default suite('failover', (s) => {
  const P = declare(s)

  s.scenario('start', { seeds: 2, durationMs: 2300, title: 'Nobody is active; soon somebody is' }, (sc) => {
    const watch = stage(sc, P) // your controller, w1, w2, ledger, and ops, who asks who
    sc.network({ latencyMs: [5, 10] })
    sc.client('c', (c) => servesSoon(c, watch, P, 0))
  })

  s.scenario(
    'crash',
    { seeds: 2, durationMs: 4500, title: 'The active worker crashes, and comes back' },
    (sc) => {
      const watch = stage(sc, P)
      sc.network({ latencyMs: [5, 10] })
      sc.nemesis(async (n) => {
        const first = await whoServes(n, watch)
        if (first) n.off(first, { forMs: 1500 }) // comes back passive
      })
      sc.client('c', async (c) => {
        while (c.now < 2000) {
          const off = c.w.trace.find((e) => e.kind === 'off')
          if (off) {
            await detected(c, watch, P, off)
            return servesSoon(c, watch, P, off.at, off.id)
          }
          await c.sleep(50)
        }
      })
    },
  )

  s.scenario('lost-step', { seeds: 2, durationMs: 4500, title: 'The fence is lost on its way' }, (sc) => {
    const watch = stage(sc, P)
    sc.network({ latencyMs: [5, 10] })
    sc.nemesis(async (n) => {
      const first = await whoServes(n, watch)
      if (!first) return
      n.off(first, { forMs: 9000 })
      n.cut(CONTROLLER, LEDGER, { forMs: 850 })
    })
    sc.client('c', (c) => repeats(c, watch, P, 4400))
    sc.cost(P.activationBudget, { max: 2, unit: 'activates per start or crash' }, (w) => {
      return watch.offers.length / (1 + w.trace.filter((e) => e.kind === 'off').length)
    })
  })

  s.scenario(
    'blip',
    { seeds: 2, durationMs: 3500, title: 'The active worker restarts within 100 ms' },
    (sc) => {
      const watch = stage(sc, P)
      sc.network({ latencyMs: [5, 10] })
      sc.nemesis(async (n) => {
        const first = await whoServes(n, watch)
        if (first) n.off(first, { forMs: 100 })
      })
      sc.client('c', async (c) => {
        while (c.now < 1500) {
          const back = c.w.trace.find((e) => e.kind === 'heal' && e.fault !== undefined)
          if (back) return servesSoon(c, watch, P, back.at, back.id)
          await c.sleep(50)
        }
      })
    },
  )

  s.scenario(
    'silence',
    { seeds: 3, durationMs: 5000, healAtMs: 3000, title: 'Short silences are no failure' },
    (sc) => {
      const watch = stage(sc, P)
      sc.network({ latencyMs: [5, 10] })
      sc.nemesis(async (n) => {
        const first = await whoServes(n, watch)
        for (let i = 0; first && i < 3; i++) {
          n.partition([[CONTROLLER], [first]], { forMs: n.random.int(200, 390) })
          await n.sleep(700)
        }
      })
      recovers(sc, P, watch)
    },
  )

  s.scenario(
    'ledger',
    { seeds: 2, durationMs: 5500, healAtMs: 3300, title: 'The ledger cannot be reached when it is needed' },
    (sc) => {
      const watch = stage(sc, P)
      sc.network({ latencyMs: [5, 10] })
      sc.nemesis(async (n) => {
        const first = await whoServes(n, watch)
        if (!first) return
        n.off(first, { forMs: 700 }) // fails, and is back before the ledger is
        n.partition([[CONTROLLER], [LEDGER]], { forMs: 1300 })
      })
      recovers(sc, P, watch)
    },
  )

  s.scenario(
    'restart',
    { seeds: 3, durationMs: 5500, healAtMs: 3300, title: 'The controller restarts when w2 is active' },
    (sc) => {
      const watch = stage(sc, P)
      sc.network({ latencyMs: [5, 10] })
      sc.nemesis(async (n) => {
        const first = await whoServes(n, watch)
        if (!first) return
        n.off(first, { forMs: 700 })
        await n.until((w) => watch.see(w).incumbent?.worker === otherOf(first), 2000)
        await n.sleep(n.random.int(1, 300))
        n.crash(CONTROLLER, { forMs: 200 })
      })
      recovers(sc, P, watch)
      sc.cost(P.pingBudget, { max: 2, unit: 'pings per 200 ms' }, () => pingRate(watch, 0, 5500))
    },
  )
})
