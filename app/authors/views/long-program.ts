/** Eight nodes that gossip without end, simulated in the browser: as long a run as one wants. */
import { type Factory, withPagePort } from '@/lib/kernel/index.ts'
import { runOnce, suite } from '@/lib/suite/index.ts'

interface Api {
  node(setup: (ctx: Gossip) => void): unknown
}

/** What the program uses of `Ctx`. */
interface Gossip {
  readonly id: string
  readonly peers: readonly string[]
  on(type: string, handler: (heard: number) => unknown): void
  send(to: string, type: string, body: number): void
  every(ms: number, f: () => void): unknown
  view(state: { heard: number }): void
  random: { pick<T>(xs: readonly T[]): T }
}

const program: Factory = (require) => ({
  default: (require('faultline') as Api).node((ctx) => {
    let heard = Number(ctx.id.slice(1))
    ctx.on('news', (n) => {
      if (n <= heard) return
      heard = n
      ctx.view({ heard })
    })
    ctx.every(5, () => ctx.send(ctx.random.pick(ctx.peers), 'news', heard))
    ctx.every(40, () => {
      heard += 1
    })
  }),
})

const NODES = Array.from({ length: 8 }, (_, i) => `n${i + 1}`)

/** The first `events` events of the run. */
export async function simulateLong(events: number) {
  const long = suite('long', (s) =>
    s.scenario('gossip', { seeds: 1, durationMs: events }, (sc) => {
      sc.nodes(NODES)
      sc.network({ latencyMs: [1, 20], lossPct: 4, dupPct: 2 })
      sc.nemesis(async (n) => {
        for (let at = 100; at < events; at += 300) {
          await n.at(at)
          n.pause(n.random.pick(NODES), { forMs: 60 })
          n.partition([NODES.slice(0, 3), NODES.slice(3)], { forMs: 80 })
        }
      })
    }))
  const run = await withPagePort(program, (port) =>
    runOnce(long, port, { seed: 'gossip#0', maxEvents: 40 * events }),
  )
  const shown = run.trace.filter((e) => !e.kind.startsWith('timer'))
  return { trace: shown.slice(0, events), nodes: run.lanes, faults: run.faults }
}
