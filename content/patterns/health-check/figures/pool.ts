/** Half a minute of a checker and five instances, one of which may freeze: a run of the course's simulator. */
import { withPagePort } from '@/lib/kernel/index.ts'
import type { NodeId, Rng, Trace } from '@/lib/sim/index.ts'
import { NO_REPLY, runOnce, type Suite, suite } from '@/lib/suite/index.ts'
import { checkerProgram } from './demo-checker.ts'

export const INSTANCES = ['a', 'b', 'c', 'd', 'e'] as const
export const RUN_MS = 30_000
export const INTERVAL_MS = 1000
export const SUCCESS_THRESHOLD = 2
/** When the trouble begins, a little after a round. */
export const TROUBLE_FROM_MS = 10_300
/** How long nobody can be reached. */
export const CUT_MS = 5000
/** Requests a second that the instances share. */
export const REQUESTS_PER_S = 100

export type Trouble = 'freeze' | 'cut' | 'none'

export interface Settings {
  readonly failureThreshold: number
  readonly timeoutMs: number
  readonly trouble: Trouble
}

export interface Probe {
  readonly atMs: number
  readonly passed: boolean
}

/** Out of the pool, by the checker's verdict. */
export interface Out {
  readonly fromMs: number
  readonly toMs: number
  /** Whether it could answer when it was taken out. */
  readonly falsely: boolean
}

export interface Outcome {
  readonly instances: readonly {
    readonly name: string
    readonly probes: readonly Probe[]
    readonly out: readonly Out[]
  }[]
  readonly falseEjections: number
  /** From the freeze until the frozen instance was out; null: it stayed in, or nothing froze. */
  readonly detectionMs: number | null
  /** Requests that were sent to the frozen instance. */
  readonly lost: number
  /** How long no instance was healthy. */
  readonly noneHealthyMs: number
  readonly trace: Trace
  readonly nodes: readonly NodeId[]
}

export async function simulate(settings: Settings): Promise<Outcome> {
  return withPagePort(checkerProgram, async (port) => {
    const run = await runOnce(pool(settings), port, { seed: 'pool#57' })
    const notes = run.trace.filter((e) => e.kind === 'note')
    const instances = INSTANCES.map((name) => {
      const probes: Probe[] = []
      const out: Out[] = []
      let outSince: number | undefined
      for (const e of notes) {
        const mark = e.data as { target: string; tookMs: number; passed: boolean; healthy: boolean }
        if (mark.target !== name) continue
        if (e.label === 'probe') probes.push({ atMs: e.at - mark.tookMs, passed: mark.passed })
        if (e.label === 'turns' && !mark.healthy) outSince = e.at
        if (e.label === 'turns' && mark.healthy && outSince !== undefined) {
          out.push({ fromMs: outSince, toMs: e.at, falsely: !inTrouble(settings.trouble, name, outSince) })
          outSince = undefined
        }
      }
      if (outSince !== undefined)
        out.push({ fromMs: outSince, toMs: RUN_MS, falsely: !inTrouble(settings.trouble, name, outSince) })
      return { name, probes, out }
    })
    const isOut = (name: string, at: number) =>
      instances.some((i) => i.name === name && i.out.some((o) => o.fromMs <= at && at < o.toMs))
    const frozen = settings.trouble === 'freeze' ? 'c' : undefined
    const caught = instances.find((i) => i.name === frozen)?.out.find((o) => o.toMs > TROUBLE_FROM_MS)
    const stepMs = 1000 / REQUESTS_PER_S
    let lost = 0
    let noneHealthyMs = 0
    for (let at = 0; at < RUN_MS; at += stepMs) {
      const inPool = INSTANCES.filter((name) => !isOut(name, at))
      if (inPool.length === 0) noneHealthyMs += stepMs
      // With nobody left the requests go to all.
      const shared = inPool.length === 0 ? INSTANCES : inPool
      if (frozen && at >= TROUBLE_FROM_MS && shared.some((name) => name === frozen)) lost += 1 / shared.length
    }
    return {
      instances,
      falseEjections: instances.reduce((n, i) => n + i.out.filter((o) => o.falsely).length, 0),
      detectionMs: caught ? Math.max(0, caught.fromMs - TROUBLE_FROM_MS) : null,
      lost: Math.round(lost),
      noneHealthyMs,
      trace: run.trace,
      nodes: run.lanes,
    }
  })
}

function inTrouble(trouble: Trouble, name: string, at: number): boolean {
  if (trouble === 'freeze') return name === 'c' && at >= TROUBLE_FROM_MS
  // A probe that was sent while nobody could be reached may fail up to a timeout later.
  return trouble === 'cut' && at >= TROUBLE_FROM_MS && at <= TROUBLE_FROM_MS + CUT_MS + INTERVAL_MS
}

function pool({ failureThreshold, timeoutMs, trouble }: Settings): Suite {
  return suite('pool', (s) =>
    s.scenario('pool', { seeds: 1, durationMs: RUN_MS }, (sc) => {
      sc.nodes(['checker'], {
        config: {
          targets: [...INSTANCES],
          intervalMs: INTERVAL_MS,
          timeoutMs,
          failureThreshold,
          successThreshold: SUCCESS_THRESHOLD,
        },
      })
      sc.network({ latencyMs: [1, 1] })
      for (const name of INSTANCES)
        sc.supply(name, (instance) => {
          instance.on('health', async () => {
            // Drawn in any case, so that a freeze leaves the others' answers as they are.
            const takesMs = answerTime(instance.random)
            const { now } = instance
            if (trouble === 'freeze' && name === 'c' && now >= TROUBLE_FROM_MS) return NO_REPLY
            if (trouble === 'cut' && now >= TROUBLE_FROM_MS && now < TROUBLE_FROM_MS + CUT_MS) return NO_REPLY
            await instance.sleep(takesMs)
            return 'ok'
          })
        })
    }))
}

/** Mostly quick; one answer in ten has met a garbage collection, one in thirty a long one. */
function answerTime(r: Rng): number {
  const dice = r.int(0, 29)
  if (dice === 0) return r.int(400, 800)
  return dice < 3 ? r.int(120, 400) : r.int(20, 90)
}
