/** Two seconds of a shop: a sale every 100 ms at the leader, copies on two links, one customer who buys and looks. */
import { withPagePort } from '@/lib/kernel/index.ts'
import type { NodeId, Trace } from '@/lib/sim/index.ts'
import { runOnce, type Suite, suite } from '@/lib/suite/index.ts'
import { copiesProgram } from './demo-copies.ts'

export const NODES = ['n1', 'n2', 'n3'] as const
export type Node = (typeof NODES)[number]
export const SPAN_MS = 2600
export const EVERY_MS = 100
export const SALES = 17
/** The customer's own purchase. */
export const OWN = 8
export const NEAR_MS = 20

export interface Settings {
  /** One way from n1 to n3. */
  readonly farMs: number
  readonly readAt: Node
  readonly afterMs: number
}

/** True times in ms since the run began. */
export interface Outcome {
  readonly settings: Settings
  /** When each node's log reached each length: [length - 1] is the time. */
  readonly grew: Readonly<Record<Node, readonly number[]>>
  readonly soldMs: number
  readonly readMs: number
  readonly index: number
  readonly stock: number
  readonly trace: Trace
  readonly nodes: readonly NodeId[]
}

export async function simulate(settings: Settings): Promise<Outcome> {
  return withPagePort(copiesProgram, async (port) => {
    const { trace } = await runOnce(world(settings), port, { seed: 'two-copies#0' })
    const grew = { n1: [], n2: [], n3: [] } as Record<Node, number[]>
    for (const e of trace) if (e.kind === 'view') grew[e.node as Node]?.push(e.at)
    const answer = trace.findLast((e) => e.kind === 'ok' && e.type === 'read')
    const { index = 0, stock = 0 } = (answer?.body ?? {}) as { index?: number; stock?: number }
    return {
      settings,
      grew,
      soldMs: grew.n1[OWN - 1] ?? 0,
      readMs: answer?.at ?? 0,
      index,
      stock,
      trace,
      nodes: [...NODES, 'shop', 'customer'],
    }
  })
}

function world({ farMs, readAt, afterMs }: Settings): Suite {
  return suite('two-copies', (s) =>
    s.scenario('two-copies', { seeds: 1, durationMs: SPAN_MS }, (sc) => {
      sc.nodes(NODES)
      sc.network({
        latencyMs: [NEAR_MS, NEAR_MS],
        links: [{ between: ['n1', 'n3'], oneWay: true, latencyMs: [farMs, farMs] }],
      })
      sc.client('shop', async (c) => {
        for (let n = 1; n <= SALES; n++) {
          await c.at(n * EVERY_MS)
          if (n !== OWN) await c.call('n1', 'sell', {}, { local: true })
        }
      })
      sc.client('customer', async (c) => {
        await c.at(OWN * EVERY_MS)
        await c.call('n1', 'sell', {}, { local: true })
        await c.at(OWN * EVERY_MS + afterMs)
        await c.call(readAt, 'read', {}, { local: true })
      })
    }))
}
