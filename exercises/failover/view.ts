/** Who thought it was active when, whom the controller named, and what the ledger took and refused. */
import type { Ms, TraceEvent } from '../../lib/sim/index.ts'
import type { Bar, PatternView, TimelineRow, TimelineTick } from '../../lib/spacetime/index.ts'

const view: PatternView = ({ trace, endMs, nodes, witness }) => {
  const workers = nodes.filter((n) => n === 'w1' || n === 'w2')
  if (workers.length === 0) return undefined
  const hit = (e: TraceEvent) => (witness.has(e.id) ? { accent: 'fault' as const } : {})
  const rows = workers.map((worker): TimelineRow => {
    const bars: Bar[] = []
    const ticks: TimelineTick[] = []
    let open: { at: Ms; epoch: number; event: number } | undefined
    const close = (at: Ms) => {
      if (open)
        bars.push({
          fromMs: open.at,
          toMs: at,
          text: `epoch ${open.epoch}`,
          look: 'open',
          lane: nodes.indexOf(worker),
          event: open.event,
        })
      open = undefined
    }
    for (const e of trace) {
      if (e.node === worker && e.kind === 'view') {
        const { active, epoch } = (e.data ?? {}) as { active?: boolean; epoch?: number }
        close(e.at)
        if (active && typeof epoch === 'number') open = { at: e.at, epoch, event: e.id }
      } else if (e.node === worker && e.kind === 'off') close(e.at)
      else if (e.node === 'ledger' && e.peer === worker && e.type === 'append' && e.kind === 'send')
        ticks.push({
          atMs: e.at,
          text: e.label === 'refused' ? 'the ledger refuses its entry' : 'the ledger takes its entry',
          look: e.label === 'refused' ? 'cross' : 'full',
          event: e.id,
        })
    }
    close(endMs)
    return { name: `${worker}: thinks it is active; its entries at the ledger`, bars, ticks }
  })
  const controller: TimelineRow = {
    name: 'controller: fences, activations',
    bars: names(trace, endMs, nodes),
    ticks: [],
  }
  const ticks: TimelineTick[] = []
  for (const e of trace)
    if (
      e.kind === 'send' &&
      e.node === 'controller' &&
      e.re === undefined &&
      (e.type === 'fence' || e.type === 'activate')
    ) {
      const { epoch } = (e.body ?? {}) as { epoch?: number }
      ticks.push({
        atMs: e.at,
        text: e.type === 'fence' ? `fence ${epoch}` : `activate ${e.peer}, ${epoch}`,
        look: e.type === 'fence' ? 'hollow' : 'full',
        event: e.id,
        ...hit(e),
      })
    }
  const fromMs = Math.floor((trace[0]?.at ?? 0) / 100) * 100
  return {
    kind: 'timeline',
    title: 'Who is active, by whose account',
    fromMs,
    toMs: endMs,
    rows: [{ ...controller, ticks }, ...rows],
  }
}
export default view

/** From the first answer that names a worker to the first that does not. */
function names(trace: readonly TraceEvent[], endMs: Ms, nodes: readonly string[]): Bar[] {
  const bars: Bar[] = []
  let open: { at: Ms; active: string; epoch: number; event: number } | undefined
  const close = (at: Ms) => {
    if (open)
      bars.push({
        fromMs: open.at,
        toMs: at,
        text: `names ${open.active}, ${open.epoch}`,
        look: 'solid',
        lane: nodes.indexOf(open.active),
        event: open.event,
      })
    open = undefined
  }
  for (const e of trace) {
    if (e.node === 'controller' && (e.kind === 'crash' || e.kind === 'boot')) close(e.at)
    if (e.node !== 'controller' || e.kind !== 'send' || e.type !== 'who') continue
    const { active, epoch } = (e.body ?? {}) as { active?: string | null; epoch?: number }
    if (open && (open.active !== active || open.epoch !== epoch)) close(e.at)
    if (!open && typeof active === 'string' && typeof epoch === 'number')
      open = { at: e.at, active, epoch, event: e.id }
  }
  close(endMs)
  return bars
}
