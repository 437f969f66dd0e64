/**
 * A nemesis behind the port: in an inverse exercise the learner writes the faults. Its code runs in the cage as a node's
 * does, sees messages on the wire, and asks for faults by message; what it asks for is checked here and injected as data,
 * so a replay needs the list of faults and not the code.
 */
import {
  type Json,
  type Ms,
  type NodePort,
  type PortEvent,
  type PortOp,
  PRIORITY,
  parseOutput,
  type Sim,
  type TraceEvent,
  type Unnumbered,
} from '../sim/index.ts'
import type { NemesisRules } from './suite.ts'

/** The lane of what it logs and throws. No node may have this name. */
export const NEMESIS = 'nemesis'

/** Smallest step of time: its faults come so much after what it answers to, in the run and in every replay alike. */
const TICK_MS = 0.001

/** Instance numbers are never used twice on a port. */
const instances = new WeakMap<NodePort, number>()

export class LearnerNemesis {
  readonly #sim: Sim
  readonly #port: NodePort
  readonly #rules: NemesisRules
  readonly #tooMany: (used: number) => void
  readonly #instance: number
  readonly #timers = new Map<number, { run: (() => void | Promise<void>) | undefined }>()
  /** Whether it waits for messages, and the first event that it has not seen. */
  #looks = false
  #seen = 0
  #told = false
  #used = 0

  /** `tooMany` is called at the first fault beyond the budget. Boots at time 0, once the nodes run. */
  constructor(
    sim: Sim,
    o: {
      port: NodePort
      rules: NemesisRules
      round: number
      lines: boolean
      tooMany: (used: number) => void
    },
  ) {
    this.#sim = sim
    this.#port = o.port
    this.#rules = o.rules
    this.#tooMany = o.tooMany
    this.#instance = (instances.get(o.port) ?? 0) + 1
    instances.set(o.port, this.#instance)
    const boot: PortEvent = {
      k: 'boot',
      id: NEMESIS,
      peers: [...sim.nodes.keys()],
      role: 'default',
      config: { ...o.rules.config, round: o.round },
      seed: sim.rngFor(NEMESIS).u32(),
      lines: o.lines,
    }
    sim.schedule(TICK_MS, PRIORITY.fault, () => this.#step(boot))
  }

  /** Called after every event: hands on, within the instant, what passed on the wire meanwhile. */
  observe(): void {
    if (!this.#looks || this.#told) return
    const { trace } = this.#sim
    let at = this.#seen
    while (at < trace.length && !isSeen(trace[at] as TraceEvent, this.#sim)) at++
    this.#seen = at
    if (at === trace.length) return
    this.#told = true
    this.#sim.schedule(this.#sim.now, PRIORITY.fault, () => this.#tell())
  }

  async close(): Promise<void> {
    const kill = { i: this.#instance, mono: 0, wall: 0, ev: { k: 'kill' } }
    await this.#port.step(JSON.stringify(kill))
  }

  #tell(): void | Promise<void> {
    const { trace } = this.#sim
    const seen: Json[] = []
    for (; this.#seen < trace.length; this.#seen++) {
      const e = trace[this.#seen] as TraceEvent
      if (isSeen(e, this.#sim)) seen.push(messageOf(e))
    }
    this.#told = false
    if (seen.length === 0 || !this.#looks) return
    return this.#step({ k: 'msg', from: '*', type: 'seen', body: seen })
  }

  #step(ev: PortEvent): void | Promise<void> {
    if (this.#sim.stopped) return
    const { now } = this.#sim
    const out = this.#port.step(JSON.stringify({ i: this.#instance, mono: now, wall: now, ev }))
    if (typeof out === 'string') return this.#applyAll(out)
    return out.then((text) => this.#applyAll(text))
  }

  #applyAll(out: string): void {
    for (const op of parseOutput(out)) this.#apply(op)
  }

  #apply(op: PortOp): void {
    const sim = this.#sim
    const line = op.line === undefined ? {} : { line: op.line }
    switch (op.o) {
      case 'send':
        this.#asked(op.type, op.body, line)
        return
      case 'set': {
        const at = sim.now + Math.max(0, Number(op.delayMs) || 0)
        const { timer } = op
        const item = sim.schedule(at, PRIORITY.fault, () => {
          this.#timers.delete(timer)
          return this.#step({ k: 'timer', timer })
        })
        this.#timers.set(timer, item)
        return
      }
      case 'cancel': {
        const item = this.#timers.get(op.timer)
        if (item) item.run = undefined
        this.#timers.delete(op.timer)
        return
      }
      case 'log':
        sim.record('log', NEMESIS, { label: op.level, data: op.text, ...line })
        return
      case 'trace':
        sim.record('log', NEMESIS, {
          label: 'trace',
          data: `${op.label} ${JSON.stringify(op.data)}`,
          ...line,
        })
        return
      case 'threw':
        this.#threw(op.message, line)
        return
      case 'missing':
        sim.missing = { name: op.name, want: 'nemesis(…)', got: op.got }
        sim.stopped = true
        return
      default:
        this.#threw(`a nemesis cannot '${op.o}': export default nemesis(async (n) => { … })`, line)
    }
  }

  #threw(message: string, line: { line?: number }): void {
    this.#sim.record('threw', NEMESIS, { label: message, ...line })
  }

  #asked(what: string, args: Json, line: { line?: number }): void {
    const sim = this.#sim
    if (what === 'look') {
      this.#looks = true
      this.#seen = sim.trace.length
      return
    }
    if (what === 'look away') {
      this.#looks = false
      return
    }
    const fault = this.#faultOf(what, (args ?? {}) as Record<string, Json>)
    if (typeof fault === 'string') this.#threw(`Error: ${what}: ${fault}`, line)
    else if (sim.now >= sim.options.healAtMs) return
    else if (++this.#used > this.#rules.max) this.#tooMany(this.#used)
    else sim.inject(fault)
  }

  /** The fault that was asked for, or why it cannot be. Hostile code may send anything. */
  #faultOf(op: string, a: Record<string, Json>): Unnumbered | string {
    const { faults } = this.#rules
    if (!faults.includes(op as never)) return `this exercise allows ${faults.join(', ')}`
    const names = [...this.#sim.nodes.keys()]
    const at = this.#sim.now + TICK_MS
    const strangers = (ids: readonly Json[]) => ids.filter((id) => !names.includes(id as string))
    const noNode = (ids: readonly Json[]) =>
      `there is no node ${strangers(ids)
        .map((id) => JSON.stringify(id ?? null))
        .join(', ')}; there are ${names.join(', ')}`
    const forMs = lasting(a.forMs)
    const timed = op === 'pause' || op === 'crash' || op === 'cut' || op === 'clog' || op === 'partition'
    if (timed && forMs === undefined)
      return `forMs is ${JSON.stringify(a.forMs ?? null)}; a number of ms above 0 was expected`
    const until = at + (forMs ?? 0)
    switch (op) {
      case 'pause':
      case 'crash':
        if (strangers([a.node ?? null]).length > 0) return noNode([a.node ?? null])
        return { op, at, node: a.node as string, until }
      case 'cut':
      case 'clog': {
        const ends = [a.from ?? null, a.to ?? null]
        if (strangers(ends).length > 0) return noNode(ends)
        return { op, at, from: a.from as string, to: a.to as string, until }
      }
      case 'partition': {
        const groups = a.groups
        if (!Array.isArray(groups) || !groups.every(Array.isArray))
          return 'groups must be a list of lists of nodes'
        const ids = groups.flat() as Json[]
        if (strangers(ids).length > 0) return noNode(ids)
        return { op, at, groups: groups as string[][], until }
      }
      case 'skew':
        if (strangers([a.node ?? null]).length > 0) return noNode([a.node ?? null])
        if (typeof a.byMs !== 'number' || Math.abs(a.byMs) > FAR_MS)
          return `byMs is ${JSON.stringify(a.byMs ?? null)}; a number of ms, at most a day, was expected`
        return { op, at, node: a.node as string, byMs: a.byMs }
      case 'drift':
        if (strangers([a.node ?? null]).length > 0) return noNode([a.node ?? null])
        if (typeof a.rate !== 'number' || a.rate < 0.5 || a.rate > 2)
          return `rate is ${JSON.stringify(a.rate ?? null)}; a number from 0.5 to 2 was expected`
        return { op, at, node: a.node as string, rate: a.rate }
      default:
        return 'there is no such fault'
    }
  }
}

const FAR_MS = 86_400_000

function lasting(x: Json | undefined): Ms | undefined {
  return typeof x === 'number' && x > 0 && x <= FAR_MS ? x : undefined
}

/** Between nodes and clients, over the network: what a process says to another on its machine is not on the wire. */
function isSeen(e: TraceEvent, sim: Sim): boolean {
  if (e.kind !== 'send' && e.kind !== 'deliver') return false
  return sim.nodes.has(e.node) && e.peer !== undefined && sim.nodes.has(e.peer) && e.node !== e.peer
}

function messageOf(e: TraceEvent): Json {
  const sent = e.kind === 'send'
  const [from, to] = sent ? [e.node, e.peer as string] : [e.peer as string, e.node]
  return {
    at: e.at,
    kind: sent ? 'sent' : 'delivered',
    from,
    to,
    type: e.type ?? '',
    body: e.body ?? null,
    reply: e.re !== undefined,
  }
}
