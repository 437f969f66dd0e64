/** Makes faults happen: begins each at its time, ends each interval, keeps the list of all that were injected. */
import type { FaultOp } from './faults.ts'
import type { Network, Unnumbered } from './network.ts'
import type { LearnerNode } from './node.ts'
import { PRIORITY, type Priority } from './queue.ts'
import type { Rng } from './random.ts'
import type { EventId, EventKind, Json, Ms, NodeId, TraceEvent } from './trace.ts'

/** What faults need of the run. */
export interface Machinery {
  now(): Ms
  readonly nodes: ReadonlyMap<NodeId, LearnerNode>
  readonly network: Network
  record(kind: EventKind, node: NodeId, more?: Partial<TraceEvent>): EventId
  schedule(at: Ms, priority: Priority, run: () => void | Promise<void>): unknown
  rngFor(name: string): Rng
  boot(node: LearnerNode): void | Promise<void>
  kill(node: LearnerNode): Promise<void>
  retime(node: LearnerNode): void
  /** Switches a supplied service off, and on again. */
  setOff(id: NodeId, f: FaultOp & { op: 'off' }, off: boolean): void
}

export class Injector {
  readonly faults: FaultOp[] = []
  readonly #m: Machinery
  readonly #healAtMs: Ms

  constructor(m: Machinery, healAtMs: Ms) {
    this.#m = m
    this.#healAtMs = healAtMs
  }

  /** Injects a new fault from now (or from `f.at`, if later); intervals end at the heal at the latest. */
  inject(f: Unnumbered): FaultOp {
    const numbered = this.number(f)
    this.#schedule(numbered)
    return numbered
  }

  /** Records a fault that the network carries out itself. */
  number(f: Unnumbered): FaultOp {
    const clipped = 'until' in f && f.until !== null ? { ...f, until: Math.min(f.until, this.#healAtMs) } : f
    const numbered = { ...clipped, id: `f${this.faults.length + 1}` } as FaultOp
    this.faults.push(numbered)
    return numbered
  }

  /** Replay: these faults, with the ids they have. */
  given(faults: readonly FaultOp[]): void {
    for (const f of faults) {
      this.faults.push(f)
      this.#schedule(f)
    }
  }

  #schedule(f: FaultOp): void {
    if (f.op === 'drop' || f.op === 'dup' || f.op === 'delay') return
    this.#m.schedule(f.at, PRIORITY.fault, () => this.#begin(f))
  }

  #begin(f: Exclude<FaultOp, { op: 'drop' | 'dup' | 'delay' }>): void | Promise<void> {
    const m = this.#m
    switch (f.op) {
      case 'partition':
      case 'cut': {
        const data = f.op === 'cut' ? [f.from, f.to] : (f.groups as Json)
        m.record(f.op, '*', { data, fault: f.id })
        m.network.separate(f)
        m.schedule(f.until, PRIORITY.faultEnd, () => {
          m.network.rejoin(f)
          m.record('heal', '*', { data: f.id, fault: f.id })
        })
        return
      }
      case 'clog': {
        m.record('clog', '*', { data: [f.from, f.to], fault: f.id })
        m.network.clog(f)
        m.schedule(f.until, PRIORITY.faultEnd, () => {
          m.network.unclog(f)
          m.record('heal', '*', { data: f.id, fault: f.id })
        })
        return
      }
      case 'off':
        m.setOff(f.node, f, true)
        m.record('off', f.node, { fault: f.id, ...(f.refuse === undefined ? {} : { label: f.refuse }) })
        return this.#endAt(f, () => m.setOff(f.node, f, false))
      case 'slow': {
        const node = this.#node(f.node)
        node.handlerMs = f.handlerMs
        m.record('slow', node.id, { data: f.handlerMs, fault: f.id })
        return this.#endAt(f, () => {
          node.handlerMs = 0
        })
      }
      case 'disk-full':
      case 'fsync-fail':
      case 'fsync-slow':
        return this.#diskFault(this.#node(f.node), f)
      case 'bit-flip': {
        const node = this.#node(f.node)
        if (node.disk.flip(f.file, f.byte, f.bit))
          m.record('bit-flip', node.id, { label: f.file, data: [f.byte, f.bit], fault: f.id })
        return
      }
      case 'pause': {
        const node = this.#node(f.node)
        if (!node.up || node.pausedUntil !== undefined) return
        node.pausedUntil = f.until
        m.record('pause', node.id, { fault: f.id })
        m.schedule(f.until, PRIORITY.faultEnd, () => this.#resume(node, f))
        return
      }
      case 'crash':
        return this.#crash(this.#node(f.node), f)
      case 'skew': {
        const node = this.#node(f.node)
        node.clock.skewMs += f.byMs
        m.record('skew', node.id, { data: f.byMs, fault: f.id })
        return
      }
      case 'drift': {
        const node = this.#node(f.node)
        node.clock.setRate(f.rate, m.now())
        m.retime(node)
        m.record('drift', node.id, { data: f.rate, fault: f.id })
      }
    }
  }

  #node(id: NodeId): LearnerNode {
    const node = this.#m.nodes.get(id)
    if (node) return node
    throw new Error(
      `a fault names '${id}', which is not a learner node; there are ${[...this.#m.nodes.keys()].join(', ')}`,
    )
  }

  /** What came during the pause happens now, in order of arrival, within this instant. */
  #resume(node: LearnerNode, f: FaultOp & { op: 'pause' }): void {
    if (!node.up || node.pausedUntil !== f.until) return
    node.pausedUntil = undefined
    this.#m.record('resume', node.id, { fault: f.id })
    for (const late of node.backlog.splice(0)) this.#m.schedule(this.#m.now(), PRIORITY.cluster, late)
  }

  #endAt(f: FaultOp & { until: Ms; node: NodeId }, end: () => void): void {
    const m = this.#m
    m.schedule(f.until, PRIORITY.faultEnd, () => {
      end()
      m.record('heal', f.node, { data: f.id, fault: f.id })
    })
  }

  #diskFault(node: LearnerNode, f: FaultOp & { op: 'disk-full' | 'fsync-fail' | 'fsync-slow' }): void {
    const { disk } = node
    const size = f.op === 'disk-full' ? f.freeBytes : f.op === 'fsync-slow' ? f.extraMs : null
    this.#m.record('disk-fault', node.id, { label: f.op, data: size, fault: f.id })
    if (f.op === 'disk-full') disk.limit(f.freeBytes)
    else if (f.op === 'fsync-slow') disk.slowMs = f.extraMs
    else disk.failing = f
    this.#endAt(f, () => {
      if (f.op === 'disk-full') disk.limit(undefined)
      else if (f.op === 'fsync-slow') disk.slowMs = 0
      else disk.failing = undefined
    })
  }

  #wipe(node: LearnerNode, f: FaultOp & { op: 'crash' }): void {
    if (!f.wipe) return
    node.disk.wipe()
    this.#m.record('disk-wipe', node.id, { fault: f.id })
  }

  async #crash(node: LearnerNode, f: FaultOp & { op: 'crash' }): Promise<void> {
    if (!node.up) return this.#wipe(node, f)
    const m = this.#m
    m.record('crash', node.id, { fault: f.id, ...(f.torn ? { label: 'torn' } : {}) })
    node.crash()
    for (const lost of node.disk.crash(f.torn === true, m.rngFor(`torn/${f.id}`))) {
      m.record('disk-lost', node.id, { label: lost.file, data: lost.bytes, fault: f.id })
    }
    this.#wipe(node, f)
    await m.kill(node)
    if (f.until === null || f.until === Number.POSITIVE_INFINITY) return
    m.schedule(f.until, PRIORITY.faultEnd, () => {
      node.restart(m.now())
      m.record('restart', node.id, { fault: f.id })
      return m.boot(node)
    })
  }
}
