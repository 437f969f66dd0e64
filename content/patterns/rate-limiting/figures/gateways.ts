/** The same requests at three gateways that limit in three ways: a run of the course's simulator. */
import { withPagePort } from '@/lib/kernel/index.ts'
import type { NodeId, Trace } from '@/lib/sim/index.ts'
import { runOnce, type Suite, suite } from '@/lib/suite/index.ts'
import { limiterPrograms } from './demo-limiters.ts'

export const RUN_MS = 4000
export const SLOT_MS = 50
export const SLOTS = RUN_MS / SLOT_MS
/** Requests that one slot can hold. */
export const MOST = 8

export const KINDS = ['bucket', 'fixed', 'sliding'] as const
export type Kind = (typeof KINDS)[number]

export interface Settings {
  readonly periodMs: number
  readonly burst: number
  /** Requests in each slot; they come at its beginning. */
  readonly arrivals: readonly number[]
}

export interface Gateway {
  readonly kind: Kind
  /** One per request. */
  readonly answers: readonly { readonly atMs: number; readonly ok: boolean }[]
}

export interface Outcome {
  readonly gateways: readonly Gateway[]
  readonly trace: Trace
  readonly nodes: readonly NodeId[]
}

export async function simulate(settings: Settings): Promise<Outcome> {
  return withPagePort(limiterPrograms, async (port) => {
    const run = await runOnce(requests(settings), port, { seed: 'requests#0' })
    const gateways = KINDS.map((kind) => ({
      kind,
      answers: run.trace
        .filter((e) => e.node === kind && e.kind === 'note')
        .map((e) => ({ atMs: e.at, ok: e.label === 'passed' })),
    }))
    return { gateways, trace: run.trace, nodes: run.lanes }
  })
}

function requests({ periodMs, burst, arrivals }: Settings): Suite {
  return suite('requests', (s) =>
    s.scenario('requests', { seeds: 1, durationMs: RUN_MS + SLOT_MS }, (sc) => {
      sc.client('customer', async (c) => {
        for (const [slot, count] of arrivals.entries()) {
          if (count === 0) continue
          await c.at(slot * SLOT_MS)
          for (let i = 0; i < count; i++)
            for (const kind of KINDS) c.send(kind, 'request', null, { local: true })
        }
      })
      for (const kind of KINDS) sc.nodes([kind], { role: kind, config: { burst, periodMs } })
    }))
}

export const PRESETS = ['boundary', 'impatient', 'steady'] as const
export type Preset = (typeof PRESETS)[number]

/** Two bursts around the end of a second; one burst and a caller who asks in every slot; one request every 0.2 s. */
export function arrivalsOf(preset: Preset): number[] {
  const arrivals = Array<number>(SLOTS).fill(0)
  const at = (ms: number, count: number) => {
    arrivals[ms / SLOT_MS] = count
  }
  if (preset === 'boundary') {
    at(900, 5)
    at(1000, 5)
    at(2400, 5)
    at(3100, 5)
  } else {
    for (let ms = 300; ms < 3600; ms += preset === 'impatient' ? 50 : 200) at(ms, 1)
    if (preset === 'impatient') at(300, 6)
  }
  return arrivals
}

/** The most that passed within any `withinMs`, both ends included. */
export function mostWithin({ answers }: Gateway, withinMs: number): number {
  const passed = answers.filter((a) => a.ok).map((a) => a.atMs)
  return Math.max(
    0,
    ...passed.map((from) => passed.filter((at) => at >= from && at <= from + withinMs).length),
  )
}

/** What would still pass at each instant, as corners of a line: drawn from what passed, in the gateway's terms. */
export function leftOver(g: Gateway, { periodMs, burst }: Settings): { atMs: number; left: number }[] {
  const passed = g.answers.filter((a) => a.ok).map((a) => a.atMs)
  const windowMs = burst * periodMs
  if (g.kind === 'bucket') return sawtooth(passed, periodMs, burst)
  const changes = g.kind === 'fixed' ? ends(windowMs) : passed.map((at) => at + windowMs)
  const leftAt = (t: number) => {
    const since = g.kind === 'fixed' ? Math.floor(t / windowMs) * windowMs - 1 : t - windowMs
    return burst - passed.filter((at) => at > since && at <= t).length
  }
  const corners = [{ atMs: 0, left: burst }]
  for (const atMs of [...new Set([...passed, ...changes])]
    .filter((t) => t < RUN_MS)
    .toSorted((a, b) => a - b)) {
    corners.push({ atMs, left: corners.at(-1)?.left ?? burst }, { atMs, left: leftAt(atMs) })
  }
  return [...corners, { atMs: RUN_MS, left: corners.at(-1)?.left ?? burst }]
}

function ends(windowMs: number): number[] {
  return Array.from({ length: Math.ceil(RUN_MS / windowMs) }, (_, i) => (i + 1) * windowMs)
}

function sawtooth(
  passed: readonly number[],
  periodMs: number,
  burst: number,
): { atMs: number; left: number }[] {
  const corners = [{ atMs: 0, left: burst }]
  const rise = (to: number) => {
    const { atMs, left } = corners.at(-1) ?? { atMs: 0, left: burst }
    const fullAt = atMs + (burst - left) * periodMs
    if (fullAt < to && left < burst) corners.push({ atMs: fullAt, left: burst })
    corners.push({ atMs: to, left: Math.min(burst, left + (to - atMs) / periodMs) })
  }
  for (const at of passed) {
    rise(at)
    corners.push({ atMs: at, left: (corners.at(-1)?.left ?? burst) - 1 })
  }
  rise(RUN_MS)
  return corners
}
