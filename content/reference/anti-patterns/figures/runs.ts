/** The runs behind the figures of this page. Each is one scenario of the course's simulator, run with the wrong way and the right one. */
import { withPagePort } from '@/lib/kernel/index.ts'
import type { FaultOp, NodeId, Trace } from '@/lib/sim/index.ts'
import { Refusal, type RunResult, runOnce, type Scenario, suite } from '@/lib/suite/index.ts'
import { programs } from './programs.ts'

/** One thing that happened to somebody: when it began, how much of it there was, and whether it is the harm. */
export interface Mark {
  readonly atMs: number
  readonly value: number
  readonly harm: boolean
}

export interface Run {
  readonly marks: readonly Mark[]
  readonly trace: Trace
  readonly nodes: readonly NodeId[]
}

async function play(
  durationMs: number,
  build: (sc: Scenario) => void,
  marksOf: (run: RunResult) => Mark[],
  faults?: readonly FaultOp[],
): Promise<Run> {
  const world = suite('figure', (s) => s.scenario('figure', { seeds: 1, durationMs }, build))
  return withPagePort(programs, async (port) => {
    const run = await runOnce(world, port, { seed: 'figure#0', ...(faults ? { faults } : {}) })
    return { marks: marksOf(run), trace: run.trace, nodes: run.lanes }
  })
}

/** A mark per operation of the clients: how long it took, and the harm where it did not end in a value. */
function perOperation({ trace }: RunResult, giveUpMs = Number.POSITIVE_INFINITY): Mark[] {
  const ends = new Map(
    trace.flatMap((e) => (e.op !== undefined && e.kind !== 'invoke' ? [[e.op, e] as const] : [])),
  )
  return trace.flatMap((e) => {
    if (e.kind !== 'invoke' || e.op === undefined) return []
    const end = ends.get(e.op)
    const value = end ? end.at - e.at : giveUpMs
    return [{ atMs: e.at, value, harm: end?.kind !== 'ok' }]
  })
}

export const CHECKOUTS = 200
export const CHECKOUT_EVERY_MS = 20
const STEP_MS = 2
const STEP_TIMEOUT_MS = 250

/** A checkout of so many steps: in one process, or each in a service of its own. */
export function checkouts(a: {
  steps: number
  lossPct: number
  latencyMs: number
  apart: boolean
}): Promise<Run> {
  const ids = a.apart ? Array.from({ length: a.steps }, (_, i) => `s${i + 1}`) : ['s1']
  return play(
    CHECKOUTS * CHECKOUT_EVERY_MS + 3000,
    (sc) => {
      sc.nodes(ids, {
        role: 'step',
        config: (id) => ({
          next: ids[ids.indexOf(id) + 1] ?? null,
          steps: a.apart ? 1 : a.steps,
          stepMs: STEP_MS,
          timeoutMs: STEP_TIMEOUT_MS,
        }),
      })
      sc.network({ latencyMs: [a.latencyMs / 2, a.latencyMs], lossPct: a.lossPct })
      sc.client('people', async (c) => {
        for (let n = 0; n < CHECKOUTS; n++) {
          await c.at(n * CHECKOUT_EVERY_MS)
          void c.call('s1', 'step', null, { local: true, timeoutMs: null })
        }
      })
    },
    perOperation,
  )
}

export const RETRY_SPAN_MS = 4000
export const DATABASE_PER_BIN = 12
export const BIN_MS = 100
const QUERY_EVERY_MS = 20
/** From here on, for this long, the database does half of what it can. */
export const DIP_FROM_MS = 500
export const DIP_MS = 500
export const DIP_PER_BIN = 3

/** Queries through layers that all retry, or of which only the first does. A mark per 100 ms: attempts at the database. */
export function retries(a: { layers: number; attempts: number; everywhere: boolean }): Promise<Run> {
  const ids = Array.from({ length: a.layers }, (_, i) => `layer${i + 1}`)
  return play(
    RETRY_SPAN_MS + 2000,
    (sc) => {
      sc.nodes(ids, {
        role: 'layer',
        config: (id) => ({
          next: ids[ids.indexOf(id) + 1] ?? 'database',
          attempts: a.everywhere || id === ids[0] ? a.attempts : 1,
          timeoutMs: 2000,
        }),
      })
      sc.network({ latencyMs: [1, 1] })
      sc.supply('database', (database) => {
        let bin = -1
        let done = 0
        database.on('query', async (_, __, event) => {
          const now = Math.floor(database.now / BIN_MS)
          if (now !== bin) done = 0
          bin = now
          done++
          const dips = database.now >= DIP_FROM_MS && database.now < DIP_FROM_MS + DIP_MS
          const served = done <= (dips ? DIP_PER_BIN : DATABASE_PER_BIN)
          database.note(served ? 'served' : 'refused', null, event)
          await database.sleep(8)
          if (!served) throw new Refusal('busy')
          return 'ok'
        })
      })
      sc.client('people', async (c) => {
        for (let at = 0; at < RETRY_SPAN_MS; at += QUERY_EVERY_MS) {
          await c.at(at)
          void c.call('layer1', 'query', null, { local: true, timeoutMs: null })
        }
      })
    },
    ({ trace }) => {
      const bins = Array.from({ length: RETRY_SPAN_MS / BIN_MS }, (_, i) => ({ atMs: i * BIN_MS, all: 0 }))
      for (const e of trace) {
        const bin = bins[Math.floor(e.at / BIN_MS)]
        if (bin && e.node === 'database' && e.kind === 'note') bin.all++
      }
      return bins.map(({ atMs, all }) => ({ atMs, value: all, harm: all > DATABASE_PER_BIN }))
    },
  )
}

export const SALES = 20
const SALE_EVERY_MS = 60
/** The fifth sale is held up in the middle. */
const PAUSED_SALE = 4
export const UNITS = 100

/** Twenty sales by two sellers from one stock; one of them stops for a while in the middle of a sale. A mark per write: how many are sold, says the stock. */
export function sales(a: { guard: 'lock' | 'cas'; leaseMs: number; pauseMs: number }): Promise<Run> {
  return play(
    SALES * SALE_EVERY_MS + 8000,
    (sc) => {
      sc.nodes(['ada', 'ben'], {
        role: 'seller',
        config: { guard: a.guard, leaseMs: a.leaseMs, workMs: 5 },
      })
      sc.network({ latencyMs: [1, 2] })
      sc.supply('lock', (lock) => {
        let holder: NodeId | null = null
        let untilMs = 0
        lock.on('acquire', ({ leaseMs }, from) => {
          if (holder !== null && holder !== from && lock.now < untilMs) throw new Refusal('held')
          holder = from
          untilMs = lock.now + leaseMs
          return 'yours'
        })
        lock.on('release', (_, from) => {
          if (holder === from) holder = null
          return 'ok'
        })
      })
      sc.supply('stock', (stock) => {
        let units = UNITS
        stock.on('read', () => ({ units }))
        // A write is the harm when the stock has changed since it was read: what another sold is undone.
        stock.on('write', (body, _, event) => {
          stock.note(body.was === units ? 'sold' : 'undone', { units: body.units }, event)
          units = body.units
          return 'ok'
        })
        stock.on('swap', (body, _, event) => {
          if (body.was !== units) throw new Refusal('changed')
          units = body.units
          stock.note('sold', { units }, event)
          return 'ok'
        })
      })
      for (const [which, seller] of ['ada', 'ben'].entries())
        sc.client(`customers of ${seller}`, async (c) => {
          for (let n = which; n < SALES; n += 2) {
            await c.at(n * SALE_EVERY_MS)
            await c.call(
              seller,
              'sell',
              { pauseMs: n === PAUSED_SALE ? a.pauseMs : 0 },
              { local: true, timeoutMs: null },
            )
          }
        })
    },
    ({ trace }) =>
      trace.flatMap((e) =>
        e.node === 'stock' && e.kind === 'note'
          ? [{ atMs: e.at, value: UNITS - (e.data as { units: number }).units, harm: e.label === 'undone' }]
          : [],
      ),
  )
}

export const ORDERS = 100
export const ORDER_EVERY_MS = 30

/** A hundred orders over a network that loses messages. A mark per order: how often its card was charged. */
export function charges(a: { lossPct: number; attempts: number; keyed: boolean }): Promise<Run> {
  return play(
    ORDERS * ORDER_EVERY_MS + 3000,
    (sc) => {
      sc.nodes(['shop'], { role: 'shop', config: { attempts: a.attempts, timeoutMs: 100, keyed: a.keyed } })
      sc.network({ latencyMs: [2, 8], lossPct: a.lossPct })
      sc.supply('bank', (bank) => {
        const done = new Set<string>()
        bank.on('charge', ({ order, key }, _, event) => {
          if (!done.has(key)) bank.note('charged', { order }, event)
          done.add(key)
          return 'charged'
        })
      })
      sc.client('people', async (c) => {
        for (let order = 0; order < ORDERS; order++) {
          await c.at(order * ORDER_EVERY_MS)
          void c.call('shop', 'order', { order }, { local: true, timeoutMs: null })
        }
      })
    },
    ({ trace }) => {
      const times = Array.from({ length: ORDERS }, () => 0)
      for (const e of trace)
        if (e.node === 'bank' && e.kind === 'note') {
          const { order } = e.data as { order: number }
          times[order] = (times[order] ?? 0) + 1
        }
      return times.map((value, order) => ({ atMs: order * ORDER_EVERY_MS, value, harm: value > 1 }))
    },
  )
}

export const QUEUE_SPAN_MS = 6000
const SERVICE_MS = 20
export const BURST_MS = 2000
/** Arrivals after the burst, in percent of what the server can do. */
export const CALM_PCT = 80

/** A burst of requests from people who wait only so long. A mark per request: its wait; the harm when it came too late. */
export function burst(a: { loadPct: number; patienceMs: number; limit: number | null }): Promise<Run> {
  return play(
    QUEUE_SPAN_MS + 60_000,
    (sc) => {
      sc.nodes(['server'], { role: 'queue', config: { serviceMs: SERVICE_MS, limit: a.limit } })
      sc.client('people', async (c) => {
        for (let at = 0; at < QUEUE_SPAN_MS; ) {
          await c.at(at)
          void c.call('server', 'work', null, { local: true, timeoutMs: null })
          at += Math.round((SERVICE_MS * 100) / (at < BURST_MS ? a.loadPct : CALM_PCT))
        }
      })
    },
    (run) => {
      const ends = new Map(
        run.trace.flatMap((e) => (e.op !== undefined && e.kind !== 'invoke' ? [[e.op, e] as const] : [])),
      )
      return run.trace.flatMap((e) => {
        const end = e.op === undefined || e.kind !== 'invoke' ? undefined : ends.get(e.op)
        if (!end) return []
        // Who is turned away at once has not waited: value 0. Who gets an answer after having left was worked for in vain.
        const value = end.kind === 'ok' ? end.at - e.at : 0
        return [{ atMs: e.at, value, harm: value > a.patienceMs }]
      })
    },
  )
}

export const EVENT_ORDERS = 60
export const EVENT_EVERY_MS = 50

/** Orders that have to reach both a database and a broker, and a process that crashes now and then. A mark per order stored. */
export function events(a: { outbox: boolean; crashes: number; latencyMs: number }): Promise<Run> {
  const spanMs = EVENT_ORDERS * EVENT_EVERY_MS
  const faults: FaultOp[] = Array.from({ length: a.crashes }, (_, i) => {
    // Spread over the run, each at the same short time after an order came.
    const at =
      Math.floor((spanMs * (i + 0.5)) / a.crashes / EVENT_EVERY_MS) * EVENT_EVERY_MS + a.latencyMs + 1
    return { id: `f${i + 1}`, op: 'crash', node: 'shop', at, until: at + 60 }
  })
  return play(
    spanMs + 3000,
    (sc) => {
      sc.nodes(['shop'], { role: 'orders', config: { outbox: a.outbox } })
      sc.network({ latencyMs: [a.latencyMs, a.latencyMs] })
      sc.supply('database', (database) => {
        const open: number[] = []
        database.on('insert', ({ order, outbox }, _, event) => {
          database.note('stored', { order }, event)
          if (outbox) open.push(order)
          return 'ok'
        })
        database.on('unpublished', () => [...open])
        database.on('published', ({ order }) => {
          if (open.includes(order)) open.splice(open.indexOf(order), 1)
          return 'ok'
        })
      })
      sc.supply('broker', (broker) => {
        broker.on('publish', ({ order }, _, event) => {
          broker.note('published', { order }, event)
          return 'ok'
        })
      })
      sc.client('people', async (c) => {
        for (let order = 0; order < EVENT_ORDERS; order++) {
          await c.at(order * EVENT_EVERY_MS)
          void c.call('shop', 'order', { order }, { local: true, timeoutMs: 1000 })
        }
      })
    },
    ({ trace }) => {
      const published = new Map<number, number>()
      for (const e of trace)
        if (e.label === 'published') {
          const { order } = e.data as { order: number }
          published.set(order, (published.get(order) ?? 0) + 1)
        }
      return trace.flatMap((e) => {
        if (e.label !== 'stored') return []
        const times = published.get((e.data as { order: number }).order) ?? 0
        return [{ atMs: e.at, value: times, harm: times === 0 }]
      })
    },
    faults,
  )
}
