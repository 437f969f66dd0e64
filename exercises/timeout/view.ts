/** The scopes as bars from their making to their deadline, and beneath each one its runs. */
import { isYours, type Trace } from '../../lib/sim/index.ts'
import type { PatternView } from '../../lib/spacetime/index.ts'

export interface ScopeBar {
  readonly name: string
  readonly parent: string | undefined
  readonly fromMs: number
  readonly deadlineMs: number
  /** How its runs ended, in order; the pending ones are missing. */
  readonly ends: readonly { readonly n: number; readonly atMs: number; readonly as: string }[]
}

/** Every scope that the run made, with the deadline that it must have. */
export function scopesOf(trace: Trace): ScopeBar[] {
  const scopes = new Map<string, ScopeBar & { ends: ScopeBar['ends'][number][] }>()
  const scopeOfRun = new Map<number, string>()
  for (const e of trace) {
    if (e.kind !== 'note' || isYours(e)) continue
    const mark = e.data as { n: number; scope: string; ms: number; parent?: string; as: string }
    if (e.label === 'scope made') {
      const above = mark.parent === undefined ? undefined : scopes.get(mark.parent)
      const own = e.at + mark.ms
      scopes.set(mark.scope, {
        name: mark.scope,
        parent: mark.parent,
        fromMs: e.at,
        deadlineMs: above ? Math.min(above.deadlineMs, own) : own,
        ends: [],
      })
    }
    if (e.label === 'run called') scopeOfRun.set(mark.n, mark.scope)
    if (e.label === 'run settled')
      scopes.get(scopeOfRun.get(mark.n) ?? '')?.ends.push({ n: mark.n, atMs: e.at, as: mark.as })
  }
  return [...scopes.values()]
}

const look = (as: string) =>
  as === 'value' ? 'full' : as.endsWith('TimeoutError') ? 'hollow' : ('cross' as const)

/** The whole run; the cursor stands somewhere in it. */
const view: PatternView = ({ trace, endMs }) => ({
  kind: 'timeline',
  title: 'Scopes until their deadlines, and how runs ended: value (bar), error (cross), timed out (hollow)',
  fromMs: 0,
  toMs: endMs,
  rows: scopesOf(trace).map((s) => ({
    name: s.parent === undefined ? s.name : `${s.name} in ${s.parent}`,
    bars: [
      {
        fromMs: s.fromMs,
        toMs: Math.min(s.deadlineMs, endMs),
        text: `until ${s.deadlineMs} ms`,
        look: 'thin',
      },
    ],
    ticks: s.ends.map((r) => ({ atMs: r.atMs, text: `run ${r.n}: ${r.as}`, look: look(r.as) })),
  })),
})
export default view
