/** Judges a submission: one kind of trouble at a time, then everything at once. */
import { type Client, type SuiteBuilder, suite } from '../../lib/suite/index.ts'
import { buy, isTaken, type Ledger, world } from './drive.ts'
import { declare, type Properties } from './properties.ts'

/** Must never reach a learner: the build and the tests look for it. */
export const CANARY = 'faultline-canary-charge-once-71e09c44ab35d2f8'

const hidden = suite('charge-once', (s) => {
  const P = declare(s)
  for (const scenario of [
    calm,
    lostAnswers,
    silence,
    longSilence,
    asksAgain,
    crashes,
    everything,
    manyOrders,
  ])
    scenario(s, P)
})
if (hidden.name === CANARY) throw new Error('unreachable: keeps the canary in the bundle')
export default hidden

/** Orders that differ in their name only, one after another and at once. */
function calm(s: SuiteBuilder, P: Properties): void {
  s.scenario('calm', { seeds: 2, durationMs: 2600, healAtMs: 1 }, (sc, r) => {
    world(sc, P, {
      anna: async (c, ledger) => {
        await c.at(10)
        await buy(c, P, ledger, 'a-1', cents)
        void buy(c, P, ledger, 'a-2', cents)
        void buy(c, P, ledger, 'a-3', cents + 1)
      },
    })
    const cents = r.int(100, 9000)
  })
}

/** Some answers are lost, some come after the shop has stopped waiting. */
function lostAnswers(s: SuiteBuilder, P: Properties): void {
  s.scenario('lost-answers', { seeds: 4, durationMs: 3200, healAtMs: 1100 }, (sc, r) => {
    const ledger = world(sc, P, {
      anna: async (c) => {
        for (const order of ['a-1', 'a-2', 'a-3']) {
          await c.sleep(r.int(1, 120))
          await buy(c, P, ledger, order, 500)
        }
      },
    })
    sc.network({ latencyMs: [1, 20], stressMs: [60, 300], stressPct: 30 })
    sc.nemesis(async (n) => {
      for (let i = 0; i < 3; i++) {
        n.cut('bank', 'shop', { forMs: r.int(40, 250) })
        await n.sleep(r.int(250, 400))
      }
    })
    sc.sometimes('a charge was asked for twice', () => [...ledger.requests.values()].some((n) => n > 1))
  })
}

/** No word to the bank, or from it, for seconds. */
function silence(s: SuiteBuilder, P: Properties): void {
  s.scenario('silence', { seeds: 3, durationMs: 7200, healAtMs: 5100 }, (sc, r) => {
    const ledger = world(sc, P, {
      anna: async (c) => {
        await c.at(from - 4 + r.int(0, 6))
        await buy(c, P, ledger, 'a-1', 1250)
      },
    })
    const from = r.int(5, 60)
    sc.nemesis(async (n) => {
      await n.at(from)
      n.partition([['shop'], ['bank']], { forMs: 5000 })
    })
    sc.sometimes('a customer waited for seconds', (_, w) => w.now > 3000 && ledger.asks.some((a) => !a.over))
  })
}

/** Longer than anybody who counts tries would count. */
function longSilence(s: SuiteBuilder, P: Properties): void {
  s.scenario('long-silence', { seeds: 1, durationMs: 27_000, healAtMs: 25_000 }, (sc) => {
    const ledger = world(sc, P, {
      anna: async (c) => {
        await c.at(10)
        await buy(c, P, ledger, 'a-1', 300)
      },
    })
    sc.nemesis(async (n) => {
      n.partition([['shop'], ['bank']], { forMs: 25_000 })
    })
  })
}

/** The same order several times at once, and again when it is paid. */
function asksAgain(s: SuiteBuilder, P: Properties): void {
  s.scenario('asks-again', { seeds: 4, durationMs: 3400, healAtMs: 1200 }, (sc, r) => {
    const ledger = world(sc, P, {
      anna: async (c) => {
        await c.at(10)
        for (let i = 0; i < 4; i++) {
          void buy(c, P, ledger, 'a-1', 800)
          await c.sleep(r.int(1, 180))
        }
      },
      ben: async (c) => {
        await c.at(r.int(5, 200))
        await buy(c, P, ledger, 'b-1', 800)
        await buy(c, P, ledger, 'b-1', 800)
      },
    })
    sc.network({ latencyMs: [1, 20], lossPct: 25, dupPct: 15 })
    sc.sometimes('two customers waited for one order', () => {
      const waiting = ledger.asks.filter((a) => !a.over).map((a) => a.order)
      return new Set(waiting).size < waiting.length
    })
  })
}

/** The shop dies before the bank has heard of the order, just after, and when all is said. */
function crashes(s: SuiteBuilder, P: Properties): void {
  s.scenario('crashes', { seeds: 6, durationMs: 4000, healAtMs: 1500 }, (sc, r) => {
    const ledger = world(sc, P, {
      anna: async (c) => {
        await c.at(20)
        void buy(c, P, ledger, 'a-1', 700)
        void buy(c, P, ledger, 'a-2', 700)
        await c.at(1600)
        void buy(c, P, ledger, 'a-1', 700)
        void buy(c, P, ledger, 'a-2', 700)
      },
    })
    sc.network({ latencyMs: [2, 15] })
    const afterMs = r.pick([1, 1, 4, 40])
    sc.nemesis(async (n) => {
      if (r.chance(40)) n.cut('bank', 'shop', { forMs: 400 })
      if (!(await n.until(isTaken(ledger, 'a-1'), 400))) return
      await n.sleep(afterMs)
      n.crash('shop', { forMs: r.int(50, 300) })
    })
    sc.sometimes('the shop crashed with the money taken and the customer waiting', (e) => {
      return e.kind === 'crash' && ledger.payments.has('a-1')
    })
  })
}

function everything(s: SuiteBuilder, P: Properties): void {
  s.scenario('everything', { seeds: 5, durationMs: 5200, healAtMs: 3000 }, (sc, r) => {
    world(sc, P, {
      anna: (c, ledger) => shopping(c, P, ledger, 'a'),
      ben: (c, ledger) => shopping(c, P, ledger, 'b'),
    })
    sc.network({ latencyMs: [1, 20], stressMs: [50, 260], stressPct: 25, lossPct: 15, dupPct: 15 })
    sc.nemesis(async (n) => {
      await n.at(r.int(200, 900))
      n.cut('bank', 'shop', { forMs: r.int(100, 500) })
      await n.sleep(r.int(1, 300))
      n.crash('shop', { forMs: r.int(50, 300) })
      await n.sleep(700)
      n.partition([['shop'], ['bank']], { forMs: r.int(100, 600) })
    })
  })
}

/** So many orders, with names so much alike, that a key that was cut short or hashed to a few digits is the key of two. */
function manyOrders(s: SuiteBuilder, P: Properties): void {
  s.scenario('many-orders', { seeds: 2, durationMs: 6000, healAtMs: 1 }, (sc, r) => {
    const batch = `${r.int(1000, 9999)}-organic-first-flush-darjeeling`
    const numbers = r.shuffle(Array.from({ length: 10_000 }, (_, i) => i)).slice(0, MANY_ORDERS)
    const customer = (from: number) => async (c: Client, ledger: Ledger) => {
      for (const [i, number] of numbers.entries())
        if (i % CUSTOMERS.length === from)
          await buy(c, P, ledger, `${batch}-${String(number).padStart(4, '0')}`, 600)
    }
    world(sc, P, Object.fromEntries(CUSTOMERS.map((name, i) => [name, customer(i)])))
    sc.network({ latencyMs: [1, 3] })
  })
}

const MANY_ORDERS = 400
const CUSTOMERS = ['anna', 'ben', 'cem', 'dora']

/** Each order twice, and once more in the end: who was cut short by the crash asks again. */
async function shopping(c: Client, P: Properties, ledger: Ledger, who: string): Promise<void> {
  for (let i = 1; i <= 3; i++) {
    await c.sleep(c.random.int(50, 700))
    void buy(c, P, ledger, `${who}-${i}`, 600)
    await c.sleep(c.random.int(50, 300))
    void buy(c, P, ledger, `${who}-${i}`, 600)
  }
  await c.at(3100)
  for (let i = 1; i <= 3; i++) void buy(c, P, ledger, `${who}-${i}`, 600)
}
