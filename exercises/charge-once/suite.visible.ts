/** What Run plays: one short story per rule. Submit plays each of them harder, in more schedules. */
import { suite } from '../../lib/suite/index.ts'
import { buy, isTaken, world } from './drive.ts'
import { declare } from './properties.ts'

export default suite('charge-once', (s) => {
  const P = declare(s)

  s.scenario(
    'calm',
    { seeds: 1, durationMs: 2500, healAtMs: 1, title: 'Two orders, and nothing fails' },
    (sc) => {
      // shop: your code; bank: ours
      world(sc, P, {
        anna: async (c, ledger) => {
          await c.at(10)
          await buy(c, P, ledger, 'order-1', 450)
          await buy(c, P, ledger, 'order-2', 450)
        },
      })
    },
  )

  s.scenario(
    'lost-answer',
    { seeds: 2, durationMs: 3000, healAtMs: 400, title: 'The bank takes the money, and its answer is lost' },
    (sc) => {
      world(sc, P, {
        anna: async (c, ledger) => {
          await c.at(10)
          await buy(c, P, ledger, 'order-1', 1200)
        },
      })
      sc.nemesis(async (n) => {
        n.cut('bank', 'shop', { forMs: 60 }) // what the bank says is lost, what the shop says arrives
      })
    },
  )

  s.scenario(
    'lost-request',
    { seeds: 1, durationMs: 3500, healAtMs: 1200, title: 'For a second the bank hears nothing' },
    (sc) => {
      world(sc, P, {
        anna: async (c, ledger) => {
          await c.at(10)
          await buy(c, P, ledger, 'order-1', 1200)
        },
      })
      sc.nemesis(async (n) => {
        n.cut('shop', 'bank', { forMs: 1200 })
      })
    },
  )

  s.scenario(
    'asks-again',
    { seeds: 1, durationMs: 3000, healAtMs: 500, title: 'A customer loses patience and asks again' },
    (sc) => {
      world(sc, P, {
        anna: async (c, ledger) => {
          await c.at(10)
          void buy(c, P, ledger, 'order-1', 900)
          await c.at(150)
          void buy(c, P, ledger, 'order-1', 900)
        },
      })
      sc.nemesis(async (n) => {
        n.cut('bank', 'shop', { forMs: 400 })
      })
    },
  )

  s.scenario(
    'crash',
    { seeds: 1, durationMs: 3500, healAtMs: 600, title: 'The shop crashes when the money is taken' },
    (sc) => {
      const ledger = world(sc, P, {
        anna: async (c) => {
          await c.at(10)
          void buy(c, P, ledger, 'order-1', 700)
          await c.at(610)
          await buy(c, P, ledger, 'order-1', 700)
        },
      })
      sc.nemesis(async (n) => {
        n.cut('bank', 'shop', { forMs: 300 })
        if (await n.until(isTaken(ledger, 'order-1'), 300)) {
          await n.sleep(1)
          n.crash('shop', { forMs: 200 })
        }
      })
    },
  )
})
