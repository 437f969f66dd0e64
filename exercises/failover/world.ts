/** What the controller is given: two workers and a ledger that compares epochs. Both are the suite's own. */
import type { Ms, NodeId } from '../../lib/sim/index.ts'
import { Refusal, type Scenario, type Supplied } from '../../lib/suite/index.ts'

export const WORKERS = ['w1', 'w2'] as const
export const LEDGER = 'ledger'
export const CONTROLLER = 'controller'
/** An active worker writes an entry so often. */
const APPEND_MS: Ms = 80

type Body = { epoch?: unknown } | null

export function world(sc: Scenario): void {
  sc.nodes([CONTROLLER])
  sc.supply(LEDGER, ledger)
  for (const w of WORKERS) sc.supply(w, worker)
}

/** Takes entries of the epoch that was fenced last, and of no other. The same fence again succeeds. */
function ledger(s: Supplied): void {
  let fenced = 0
  let entries = 0
  const show = () => s.view({ fenced, entries })
  s.on('fence', (b: Body) => {
    const epoch = epochOf(b)
    if (epoch < fenced) throw new Refusal('stale')
    fenced = epoch
    show()
    return {}
  })
  s.on('append', (b: Body) => {
    const epoch = epochOf(b)
    if (epoch !== fenced) throw new Refusal('stale')
    entries += 1
    return {}
  })
  show()
}

/**
 * Passive at first. Activated, it appends under its epoch until the ledger refuses or it crashes. A crash is its being
 * switched off; it comes back passive, and remembers nothing.
 */
function worker(s: Supplied): void {
  let active = false
  let epoch = 0
  let seen = 0
  let writing: { cancel(): void } | undefined
  const show = () => s.view({ active, epoch })

  /** What has happened to this worker since it was last looked. */
  const alive = () => {
    for (; seen < s.w.trace.length; seen++) {
      const e = s.w.trace[seen]
      if (e?.node !== s.id || e.kind !== 'off') continue
      active = false
      epoch = 0
      writing?.cancel()
    }
  }
  const write = async () => {
    alive()
    if (!active) return
    const mine = epoch
    writing = s.after(APPEND_MS, write)
    const a = await s.call(LEDGER, 'append', { epoch: mine }, { timeoutMs: 400 })
    alive()
    if (a.ok || a.error !== 'Refused' || epoch !== mine || !active) return
    active = false
    writing?.cancel()
    show()
  }
  s.on('ping', () => {
    alive()
    return { active, epoch }
  })
  s.on('activate', (b: Body) => {
    alive()
    const next = epochOf(b)
    if (next < epoch) throw new Refusal('stale')
    if (active && next === epoch) return {}
    epoch = next
    active = true
    writing?.cancel()
    show()
    void write()
    return {}
  })
  show()
}

function epochOf(b: Body): number {
  const epoch = b?.epoch
  if (typeof epoch !== 'number' || !Number.isSafeInteger(epoch) || epoch < 1)
    throw new Refusal(
      `bad request: epoch must be a whole number from 1; got ${JSON.stringify(epoch ?? null)}`,
    )
  return epoch
}

export function isWorker(id: NodeId | undefined): id is (typeof WORKERS)[number] {
  return id === 'w1' || id === 'w2'
}
