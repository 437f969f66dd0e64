/**
 * Six seconds of a server that calls two backends, one of which hangs for two seconds: a run of the course's simulator, with a
 * wall between the backends and without.
 */
import { withPagePort } from '@/lib/kernel/index.ts'
import type { NodeId, Trace } from '@/lib/sim/index.ts'
import { NO_REPLY, runOnce, type Suite, suite } from '@/lib/suite/index.ts'
import { serverProgram } from './demo-server.ts'

export const RUN_MS = 6000
export const WORKERS = 20
export const HANG_FROM_MS = 1000
export const HANG_MS = 2000
const LOGIN_EVERY_MS = 100
const LOGIN_MS = 50
const RECOMMEND_EVERY_MS = 25
const RECOMMEND_MS = 40

export interface Settings {
  /** Calls of the recommendation service that may be under way; null for no limit but the workers. */
  readonly wall: number | null
  /** After this long the server gives a call up. */
  readonly timeoutMs: number
  readonly hangs: boolean
}

export interface Login {
  readonly atMs: number
  /** From its coming to its answer. */
  readonly tookMs: number
}

/** What the workers do from `atMs` on. */
export interface Use {
  readonly atMs: number
  readonly login: number
  readonly recommend: number
  readonly waiting: number
}

export interface Outcome {
  readonly logins: readonly Login[]
  readonly recommendations: { readonly answered: number; readonly failed: number; readonly refused: number }
  readonly use: readonly Use[]
  readonly trace: Trace
  readonly nodes: readonly NodeId[]
}

export async function simulate(settings: Settings): Promise<Outcome> {
  return withPagePort(serverProgram, async (port) => {
    const run = await runOnce(traffic(settings), port, { seed: 'traffic#0' })
    const ends = new Map(
      run.trace.flatMap((e) => (e.op !== undefined && e.kind !== 'invoke' ? [[e.op, e]] : [])),
    )
    const logins: Login[] = []
    const recommendations = { answered: 0, failed: 0, refused: 0 }
    const use: Use[] = [{ atMs: 0, login: 0, recommend: 0, waiting: 0 }]
    for (const e of run.trace) {
      if (e.kind === 'view') use.push({ atMs: e.at, ...(e.data as Omit<Use, 'atMs'>) })
      if (e.kind !== 'invoke' || e.op === undefined) continue
      const end = ends.get(e.op)
      if (!end) continue
      if (e.node === 'people') logins.push({ atMs: e.at, tookMs: end.at - e.at })
      else if (end.kind === 'ok') recommendations.answered++
      else if (end.label === 'full') recommendations.refused++
      else recommendations.failed++
    }
    return { logins, recommendations, use, trace: run.trace, nodes: run.lanes }
  })
}

function traffic({ wall, timeoutMs, hangs }: Settings): Suite {
  return suite('traffic', (s) =>
    s.scenario('traffic', { seeds: 1, durationMs: RUN_MS + 8000 }, (sc) => {
      const page = (id: NodeId, type: string, everyMs: number) =>
        sc.client(id, async (c) => {
          for (let at = 0; at < RUN_MS; at += everyMs) {
            await c.at(at)
            void c.call('server', type, null, { local: true, timeoutMs: null })
          }
        })
      page('people', 'login', LOGIN_EVERY_MS)
      page('pages', 'recommend', RECOMMEND_EVERY_MS)
      sc.nodes(['server'], { config: { workers: WORKERS, wall, timeoutMs } })
      sc.network({ latencyMs: [1, 1] })
      sc.supply('login-service', (service) => {
        service.on('call', async () => {
          await service.sleep(LOGIN_MS - 2)
          return 'ok'
        })
      })
      sc.supply('recommend-service', (service) => {
        service.on('call', async () => {
          if (hangs && service.now >= HANG_FROM_MS && service.now < HANG_FROM_MS + HANG_MS) return NO_REPLY
          await service.sleep(RECOMMEND_MS - 2)
          return 'ok'
        })
      })
    }))
}

export function worstLoginMs({ logins }: Outcome): number {
  return Math.max(0, ...logins.map((l) => l.tookMs))
}
