/** A second of single requests to a database that answers one query after the other: a run of the course's simulator. */
import { withPagePort } from '@/lib/kernel/index.ts'
import type { NodeId, Trace } from '@/lib/sim/index.ts'
import { runOnce, type Suite, suite } from '@/lib/suite/index.ts'
import { busProgram } from './demo-bus.ts'

export const RUN_MS = 1000
/** What each query costs the database, whatever is in it; and the keys on top of that, so many in a millisecond. */
export const QUERY_MS = 3
const KEYS_PER_MS = 10
const HOP_MS = 0.5

export interface Settings {
  readonly maxSize: number
  readonly maxWaitMs: number
  readonly perSecond: number
}

export interface Ride {
  /** Loads are counted from 0, as they come. */
  readonly n: number
  readonly atMs: number
  /** From the load to its answer. */
  readonly tookMs: number
}

export interface Outcome {
  readonly rides: readonly Ride[]
  /** When each query was sent, its first load, and how many keys it had. */
  readonly trips: readonly { readonly atMs: number; readonly first: number; readonly keys: number }[]
  readonly p50Ms: number
  readonly p99Ms: number
  /** Of the second, in percent; more than 100 is a queue that grows. */
  readonly busyPct: number
  readonly trace: Trace
  readonly nodes: readonly NodeId[]
}

export async function simulate(settings: Settings): Promise<Outcome> {
  return withPagePort(busProgram, async (port) => {
    const run = await runOnce(second(settings), port, { seed: 'second#3' })
    const came = new Map<number, number>()
    const rides: Ride[] = []
    const trips: { atMs: number; first: number; keys: number }[] = []
    for (const e of run.trace) {
      if (e.kind !== 'note' || e.node !== 'service') continue
      if (e.label === 'load') came.set(e.data as number, e.at)
      if (e.label === 'goes') {
        const keys = e.data as number[]
        trips.push({ atMs: e.at, first: keys[0] as number, keys: keys.length })
      }
      if (e.label === 'arrives')
        for (const n of e.data as number[]) {
          const atMs = came.get(n) as number
          rides.push({ n, atMs, tookMs: e.at - atMs })
        }
    }
    const sorted = rides.map((r) => r.tookMs).sort((a, b) => a - b)
    const at = (share: number) => sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0
    const work = trips.reduce((ms, t) => ms + costMs(t.keys), 0)
    return {
      rides: rides.sort((a, b) => a.atMs - b.atMs),
      trips,
      p50Ms: at(0.5),
      p99Ms: at(0.99),
      busyPct: Math.round((work * 100) / RUN_MS),
      trace: run.trace,
      nodes: run.lanes,
    }
  })
}

function costMs(keys: number): number {
  return QUERY_MS + Math.ceil(keys / KEYS_PER_MS)
}

function second({ maxSize, maxWaitMs, perSecond }: Settings): Suite {
  return suite('second', (s) =>
    s.scenario('second', { seeds: 1, durationMs: 4 * RUN_MS }, (sc) => {
      sc.client('readers', async (c) => {
        // Each at an instant of its own, independent of all others: a Poisson process of which the count is known. A higher rate adds
        // arrivals between those that are there.
        const instants = Array.from({ length: perSecond }, () => c.random.int(0, 10 * RUN_MS - 1) / 10)
        for (const [n, at] of instants.sort((a, b) => a - b).entries()) {
          await c.at(at)
          c.send('service', 'load', n, { local: true })
        }
      })
      sc.nodes(['service'], { config: { maxSize, maxWaitMs } })
      sc.network({ latencyMs: [HOP_MS, HOP_MS] })
      sc.supply('database', (database) => {
        let freeAt = 0
        database.on('query', async (keys: number) => {
          freeAt = Math.max(freeAt, database.now) + costMs(keys)
          await database.sleep(freeAt - database.now)
          return 'ok'
        })
      })
    }))
}
