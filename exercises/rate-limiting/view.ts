/** What each key asked for, over time: granted, or turned away, and until when. */
import type { Trace } from '../../lib/sim/index.ts'
import type { Bar, PatternView, TimelineTick } from '../../lib/spacetime/index.ts'

export interface Asked {
  readonly atMs: number
  readonly n: number
  readonly said: string
  readonly granted: boolean
  /** Of a denial: how long it asks to wait. */
  readonly waitMs?: number
  readonly event: number
}

/** Takes by key, in the order of first appearance. */
export function asked(trace: Trace): Map<string, Asked[]> {
  const keys = new Map<string, Asked[]>()
  for (const e of trace) {
    if (e.kind !== 'note' || e.label !== 'take') continue
    const { key, n, said } = e.data as { key: string; n: number; said: string }
    const waitMs = Number(/^denied, retryAfter (\d+)$/.exec(said)?.[1] ?? Number.NaN)
    const take: Asked = {
      atMs: e.at,
      n,
      said,
      granted: said.startsWith('ok'),
      ...(Number.isNaN(waitMs) ? {} : { waitMs }),
      event: e.id,
    }
    const takes = keys.get(key)
    if (takes) takes.push(take)
    else keys.set(key, [take])
  }
  return keys
}

/** More keys than these would be a wall; the first are as good as any. */
const ROWS = 6

const view: PatternView = ({ trace, witness, endMs }) => ({
  kind: 'timeline',
  title: 'Takes by key: granted (bar), turned away (hollow) and told to wait (line)',
  fromMs: 0,
  toMs: endMs,
  rows: [...asked(trace)].slice(0, ROWS).map(([key, takes]) => ({
    name: key === '' ? '(empty)' : key,
    bars: takes.flatMap(waitOf(endMs)),
    ticks: takes.map((t): TimelineTick => {
      const text = `${t.n === 1 ? '' : `${t.n} tokens: `}${t.said}`
      const look = t.granted ? 'full' : 'hollow'
      return {
        atMs: t.atMs,
        text,
        look,
        event: t.event,
        ...(witness.has(t.event) ? { accent: 'fault' } : {}),
      }
    }),
  })),
})
export default view

/** The last denial before a grant says how long it still takes; earlier ones would only lie over it. */
function waitOf(endMs: number) {
  return (t: Asked, i: number, all: readonly Asked[]): Bar[] => {
    if (!t.waitMs || all[i + 1]?.granted === false) return []
    const toMs = Math.min(endMs, t.atMs + t.waitMs)
    return toMs > t.atMs
      ? [{ fromMs: t.atMs, toMs, text: `wait ${t.waitMs} ms`, look: 'thin', event: t.event }]
      : []
  }
}
