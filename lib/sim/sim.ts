/**
 * One simulated run: a queue of due things, a network, nodes behind the port, and the trace of all that happened.
 */
import type { FaultOp, NetworkProfile } from './faults.ts'
import { Network, type Unnumbered } from './network.ts'
import { LearnerNode, type NodeSpec } from './node.ts'
import type { NodePort, PortEvent, PortInput, PortOp } from './port.ts'
import { type Item, PRIORITY, type Priority, Queue } from './queue.ts'
import { rng } from './random.ts'
import type { EventId, EventKind, Json, Ms, NodeId, TraceEvent } from './trace.ts'

export interface SimOptions {
  readonly seed: string
  readonly network: NetworkProfile
  readonly durationMs: Ms
  readonly healAtMs: Ms
  /** Replay: exactly these faults, nothing drawn. */
  readonly faults?: readonly FaultOp[]
  /** Ask for source lines (slower; only for the run that is shown). */
  readonly lines: boolean
  readonly maxEvents: number
}

/** A node of the suite's own: a client or a supplied service. */
export interface Endpoint {
  /** `call` is the message to answer, if the sender waits; `re` the message that this one answers. */
  receive(m: Message, event: EventId): void | Promise<void>
}

export interface Message {
  readonly msg: number
  readonly from: NodeId
  readonly to: NodeId
  readonly type: string
  readonly body: Json
  /** The sender waits for an answer. */
  readonly call: boolean
  readonly re?: number
  /** Only in answers: the callee refused, for this reason. */
  readonly refused?: string
  readonly local: boolean
}

/** The run asked for more than its caps allow. */
export class LimitError extends Error {
  readonly limit: 'events'
  constructor(message: string) {
    super(message)
    this.limit = 'events'
  }
}

const RPC_NEVER = null
const DISK_MS = 1
const FSYNC_MS = 2
const MAX_EVENTS_PER_INSTANT = 5000

/** Instance numbers are never used twice on a port. */
const instances = new WeakMap<NodePort, number>()

export class Sim {
  now: Ms = 0
  readonly trace: TraceEvent[] = []
  readonly faults: FaultOp[] = []
  readonly nodes = new Map<NodeId, LearnerNode>()
  readonly options: SimOptions
  /** Set to end the run after the present event. */
  stopped = false
  /** An export is missing: the run cannot be judged. */
  missing: { name: string; want: string; got: string } | undefined
  onEvent: (() => void) | undefined
  onSettled: (() => void) | undefined
  readonly #port: NodePort
  readonly #queue = new Queue()
  readonly #network: Network
  readonly #endpoints = new Map<NodeId, Endpoint>()
  readonly #awaited = new Map<number, { from: NodeId; rpc: number; type: string }>()
  #msg = 0
  #needDrain = false
  #broken: { error: unknown } | undefined
  #instantStart = 0

  constructor(port: NodePort, options: SimOptions) {
    this.#port = port
    this.options = options
    this.#network = new Network({
      seed: options.seed,
      profile: options.network,
      healAtMs: options.healAtMs,
      ...(options.faults ? { given: options.faults } : {}),
      record: (f) => this.#number(f).id,
    })
  }

  // ---- building ----

  addNode(spec: NodeSpec): void {
    this.nodes.set(spec.id, new LearnerNode(spec, this.options.seed, 0))
  }

  addEndpoint(id: NodeId, e: Endpoint): void {
    this.#endpoints.set(id, e)
  }

  rngFor(name: string) {
    return rng(`${this.options.seed}/${name}`)
  }

  /** Schedules at absolute true time, never in the past. */
  schedule(at: Ms, priority: Priority, run: () => void | Promise<void>): Item {
    return this.#queue.add(Math.max(at, this.now), priority, run)
  }

  /** An error in the suite's own code: ends the run by throwing it. */
  crash(e: unknown): void {
    this.#broken ??= { error: e }
  }

  /** Tells the loop that suite code was resumed and must run to its next await. */
  resumed(): void {
    this.#needDrain = true
  }

  // ---- running ----

  async run(): Promise<void> {
    const { durationMs, healAtMs } = this.options
    for (const f of this.options.faults ?? []) this.#scheduleFault(f)
    for (const node of this.nodes.values()) {
      this.schedule(0, PRIORITY.fault, () => this.#boot(node))
    }
    if (healAtMs < durationMs)
      this.schedule(healAtMs, PRIORITY.fault, () => void this.record('heal', '*', { data: null }))
    for (;;) {
      const item = this.#queue.peek()
      if (this.stopped || !item || item.at > durationMs) break
      if (item.at > this.now) {
        this.onSettled?.()
        if (this.stopped) break
        this.now = item.at
        this.#instantStart = this.trace.length
      }
      this.#queue.pop()
      if (!item.run) continue
      const working = item.run()
      if (working) await working
      while (this.#needDrain) {
        this.#needDrain = false
        await this.#port.drain()
      }
      if (this.#broken) throw this.#broken.error
      this.onEvent?.()
    }
    if (!this.stopped) {
      this.now = durationMs
      this.onSettled?.()
    }
  }

  /** Ends every instance of the run in the port. */
  async close(): Promise<void> {
    for (const node of this.nodes.values()) await this.#kill(node)
  }

  record(kind: EventKind, node: NodeId, more: Partial<TraceEvent> = {}): EventId {
    const id = this.trace.length
    if (id >= this.options.maxEvents) {
      throw new LimitError(
        `one run made ${id} events, the most this exercise allows: look for messages or timers that multiply`,
      )
    }
    if (id - this.#instantStart >= MAX_EVENTS_PER_INSTANT) {
      throw new LimitError(
        `${MAX_EVENTS_PER_INSTANT} events at one instant (${this.now} ms): something repeats without time passing`,
      )
    }
    this.trace.push({ id, at: this.now, node, inc: this.nodes.get(node)?.inc ?? 0, kind, ...more })
    return id
  }

  // ---- messages ----

  /** Sends from any node, client or service. Returns the message number. */
  send(m: Omit<Message, 'msg'>, cause?: EventId, line?: number): number {
    const msg = this.#msg++
    const message: Message = { ...m, msg }
    const sendEvent = this.record('send', m.from, {
      peer: m.to,
      type: m.type,
      body: m.body,
      msg,
      ...(m.re === undefined ? {} : { re: m.re }),
      ...(m.refused === undefined ? {} : { label: 'refused', data: m.refused }),
      ...(cause === undefined ? {} : { cause }),
      ...(line === undefined ? {} : { line }),
    })
    if (m.local || m.from === m.to) {
      this.schedule(this.now, PRIORITY.cluster, () => this.#arrive(message, sendEvent))
      return msg
    }
    const fate = this.#network.send(m.from, m.to, this.now)
    if (fate.lost !== undefined) {
      this.#lose(message, fate.lost, sendEvent, fate.fault)
      return msg
    }
    this.schedule(this.now + fate.delayMs, PRIORITY.cluster, () => this.#cross(message, sendEvent))
    if (fate.copyDelayMs !== undefined) {
      this.schedule(this.now + fate.delayMs + fate.copyDelayMs, PRIORITY.cluster, () => {
        const dup = this.record('dup', m.to, {
          peer: m.from,
          type: m.type,
          msg,
          cause: sendEvent,
          ...(fate.copyFault ? { fault: fate.copyFault } : {}),
        })
        return this.#cross(message, dup)
      })
    }
    return msg
  }

  /** A message that meets a separation on its way is lost, too. */
  #cross(m: Message, cause: EventId): void | Promise<void> {
    const separation = this.#network.separationOf(m.from, m.to)
    if (separation) return this.#lose(m, separation.op, cause, separation.id)
    return this.#arrive(m, cause)
  }

  #lose(m: Message, why: string, cause: EventId, fault?: string): void {
    this.record('drop', m.to, {
      peer: m.from,
      type: m.type,
      msg: m.msg,
      cause,
      label: why,
      ...(fault === undefined ? {} : { fault }),
    })
  }

  #arrive(m: Message, cause: EventId): void | Promise<void> {
    const endpoint = this.#endpoints.get(m.to)
    if (endpoint) return endpoint.receive(m, this.#deliver(m, cause))
    const node = this.nodes.get(m.to)
    if (!node?.up) return this.#lose(m, node ? 'down' : 'no such node', cause)
    return this.#whenAwake(node, () => this.#receive(node, m, cause))
  }

  #deliver(m: Message, cause: EventId): EventId {
    return this.record('deliver', m.to, {
      peer: m.from,
      type: m.type,
      body: m.body,
      msg: m.msg,
      cause,
      ...(m.re === undefined ? {} : { re: m.re }),
      ...(m.refused === undefined ? {} : { label: 'refused', data: m.refused }),
    })
  }

  #receive(node: LearnerNode, m: Message, cause: EventId): void | Promise<void> {
    const event = this.#deliver(m, cause)
    if (m.re === undefined) {
      if (m.call) this.#calls.set(m.msg, m)
      return this.#step(
        node,
        { k: 'msg', from: m.from, type: m.type, body: m.body, ...(m.call ? { call: m.msg } : {}) },
        event,
      )
    }
    const rpc = this.#awaited.get(m.re)?.rpc
    if (rpc === undefined || !node.rpcs.has(rpc)) return
    this.#endRpc(node, rpc)
    const reply: PortEvent =
      m.refused === undefined
        ? { k: 'reply', rpc, ok: true, body: m.body }
        : { k: 'reply', rpc, ok: false, error: 'Refused', reason: m.refused }
    return this.#step(node, reply, event)
  }

  readonly #calls = new Map<number, Message>()

  #endRpc(node: LearnerNode, rpc: number): void {
    const timeout = node.rpcs.get(rpc)
    if (timeout) timeout.run = undefined
    node.rpcs.delete(rpc)
  }

  // ---- learner nodes ----

  #whenAwake(node: LearnerNode, f: () => void | Promise<void>): void | Promise<void> {
    if (node.pausedUntil === undefined) return f()
    const inc = node.inc
    node.backlog.push(() => (node.up && node.inc === inc ? f() : undefined))
  }

  #boot(node: LearnerNode): void | Promise<void> {
    node.up = true
    node.instance = (instances.get(this.#port) ?? 0) + 1
    instances.set(this.#port, node.instance)
    const event = this.record('boot', node.id)
    const saved = node.disk.saved
    const peers = [...this.nodes.keys()].filter((id) => id !== node.id)
    const { role, config } = node.spec
    const lines = this.options.lines
    return this.#step(
      node,
      {
        k: 'boot',
        id: node.id,
        peers,
        role,
        config,
        seed: node.drawSeed,
        lines,
        ...(saved === undefined ? {} : { saved }),
      },
      event,
    )
  }

  #step(node: LearnerNode, ev: PortEvent, cause: EventId): void | Promise<void> {
    const input: PortInput = {
      i: node.instance,
      mono: node.clock.mono(this.now),
      wall: node.clock.wall(this.now),
      ev,
    }
    const out = this.#port.step(JSON.stringify(input))
    if (typeof out === 'string') return this.#applyAll(node, out, cause)
    return out.then((text) => this.#applyAll(node, text, cause))
  }

  #applyAll(node: LearnerNode, out: string, cause: EventId): void {
    for (const op of JSON.parse(out) as PortOp[]) this.#apply(node, op, cause)
  }

  #apply(node: LearnerNode, op: PortOp, cause: EventId): void {
    const line = op.line === undefined ? undefined : { line: op.line }
    switch (op.o) {
      case 'send':
        this.send(
          { from: node.id, to: op.to, type: op.type, body: op.body, call: false, local: false },
          cause,
          op.line,
        )
        return
      case 'rpc': {
        const msg = this.send(
          { from: node.id, to: op.to, type: op.type, body: op.body, call: true, local: false },
          cause,
          op.line,
        )
        this.#awaited.set(msg, { from: node.id, rpc: op.rpc, type: op.type })
        node.rpcs.set(
          op.rpc,
          op.timeoutMs === RPC_NEVER
            ? undefined
            : this.#onClock(node, op.timeoutMs, () => this.#rpcTimeout(node, op, cause)),
        )
        return
      }
      case 'reply': {
        const m = this.#calls.get(op.call)
        if (!m) return
        const answer = op.ok ? { body: op.body } : { body: null, refused: op.reason }
        this.send(
          { from: node.id, to: m.from, type: m.type, ...answer, call: false, re: m.msg, local: m.local },
          cause,
          op.line,
        )
        return
      }
      case 'set': {
        const setEvent = this.record('timer-set', node.id, {
          timer: op.timer,
          data: op.delayMs,
          cause,
          ...line,
        })
        const item = this.#onClock(node, op.delayMs, () => this.#fire(node, op.timer, setEvent))
        node.timers.set(op.timer, { item, setEvent })
        return
      }
      case 'cancel': {
        const timer = node.timers.get(op.timer)
        if (!timer) return
        timer.item.run = undefined
        node.timers.delete(op.timer)
        this.record('timer-cancel', node.id, { timer: op.timer, cause, ...line })
        return
      }
      case 'save':
        node.disk.saved = op.value
        this.record('disk-write', node.id, {
          label: '',
          data: JSON.stringify(op.value).length,
          cause,
          ...line,
        })
        return
      case 'disk':
        this.#disk(node, op, cause)
        return
      case 'trace':
        this.record('note', node.id, { label: op.label, data: op.data, cause, ...line })
        return
      case 'view':
        node.view = op.state
        this.record('view', node.id, { data: op.state, cause, ...line })
        return
      case 'log':
        this.record('log', node.id, { label: op.level, data: op.text, cause, ...line })
        return
      case 'missing':
        this.missing = { name: op.name, want: op.want, got: op.got }
        this.stopped = true
        return
      case 'threw':
        this.record('threw', node.id, { label: op.message, cause, ...line })
    }
  }

  /** Runs `f` when the node's mono clock has advanced by `delayMs`; waits out a pause; dies with the incarnation. */
  #onClock(node: LearnerNode, delayMs: Ms, f: () => void | Promise<void>): Item {
    const due = node.clock.mono(this.now) + delayMs
    const fire = (): void | Promise<void> => {
      if (item.run === undefined) return
      return this.#whenAwake(node, () => (item.run === undefined ? undefined : f()))
    }
    const item = this.schedule(node.clock.trueTimeOf(due), PRIORITY.cluster, fire)
    return item
  }

  #fire(node: LearnerNode, timer: number, setEvent: EventId): void | Promise<void> {
    if (!node.timers.delete(timer)) return
    const event = this.record('timer-fire', node.id, { timer, cause: setEvent })
    return this.#step(node, { k: 'timer', timer }, event)
  }

  #rpcTimeout(node: LearnerNode, op: PortOp & { o: 'rpc' }, cause: EventId): void | Promise<void> {
    if (!node.rpcs.has(op.rpc)) return
    node.rpcs.delete(op.rpc)
    const reason = `no answer from ${op.to} to '${op.type}' within ${op.timeoutMs} ms`
    return this.#step(node, { k: 'reply', rpc: op.rpc, ok: false, error: 'Timeout', reason }, cause)
  }

  #disk(node: LearnerNode, op: PortOp & { o: 'disk' }, cause: EventId): void {
    const line = op.line === undefined ? {} : { line: op.line }
    const inc = node.inc
    let ev: PortEvent
    let done = cause
    try {
      const effect = node.disk.apply(op.op)
      if (effect.wrote)
        done = this.record('disk-write', node.id, {
          label: effect.wrote.file,
          data: effect.wrote.size,
          cause,
          ...line,
        })
      ev = { k: 'disk', io: op.io, ok: true, value: effect.value }
    } catch (e) {
      ev = { k: 'disk', io: op.io, ok: false, message: (e as Error).message }
    }
    const takesMs = op.op.f === 'fsync' ? FSYNC_MS : DISK_MS
    this.schedule(this.now + takesMs, PRIORITY.cluster, () => {
      if (!node.up || node.inc !== inc) return
      if (op.op.f === 'fsync')
        done = this.record('disk-fsync', node.id, { label: op.op.file, cause, ...line })
      return this.#whenAwake(node, () => this.#step(node, ev, done))
    })
  }

  async #kill(node: LearnerNode): Promise<void> {
    if (node.instance === 0) return
    await this.#port.step(JSON.stringify({ i: node.instance, mono: 0, wall: 0, ev: { k: 'kill' } }))
    node.instance = 0
  }

  // ---- faults ----

  /** Injects a fault from now (or from `f.at`, if later); intervals end at the heal at the latest. */
  inject(f: Unnumbered): FaultOp {
    const numbered = this.#number(f)
    this.#scheduleFault(numbered)
    return numbered
  }

  #number<F extends Unnumbered>(f: F): F & { id: string } {
    const clipped = 'until' in f ? { ...f, until: Math.min(f.until, this.options.healAtMs) } : f
    const numbered = { ...clipped, id: `f${this.faults.length + 1}` } as F & { id: string }
    this.faults.push(numbered as unknown as FaultOp)
    return numbered
  }

  #scheduleFault(f: FaultOp): void {
    if (this.options.faults) this.faults.push(f)
    if (f.op === 'drop' || f.op === 'dup' || f.op === 'delay') return
    if (f.at <= this.now && this.now > 0) return void this.#begin(f)
    this.schedule(f.at, PRIORITY.fault, () => this.#begin(f))
  }

  #begin(f: FaultOp): void | Promise<void> {
    switch (f.op) {
      case 'partition':
      case 'cut': {
        const data = f.op === 'cut' ? [f.from, f.to] : (f.groups as Json)
        this.record(f.op, '*', { data, fault: f.id })
        this.#network.separate(f)
        this.schedule(f.until, PRIORITY.fault, () => {
          this.#network.rejoin(f)
          this.record('heal', '*', { data: f.id, fault: f.id })
        })
        return
      }
      case 'pause': {
        const node = this.#node(f.node)
        if (!node.up || node.pausedUntil !== undefined) return
        node.pausedUntil = f.until
        this.record('pause', node.id, { fault: f.id })
        this.schedule(f.until, PRIORITY.fault, () => this.#resume(node, f.id))
        return
      }
      case 'crash':
        return this.#crash(this.#node(f.node), f)
      case 'skew': {
        const node = this.#node(f.node)
        node.clock.skewMs += f.byMs
        this.record('skew', node.id, { data: f.byMs, fault: f.id })
        return
      }
      case 'drift': {
        const node = this.#node(f.node)
        node.clock.setRate(f.rate, this.now)
        this.record('drift', node.id, { data: f.rate, fault: f.id })
      }
    }
  }

  #node(id: NodeId): LearnerNode {
    const node = this.nodes.get(id)
    if (!node)
      throw new Error(
        `the nemesis names '${id}', which is not a learner node; there are ${[...this.nodes.keys()].join(', ')}`,
      )
    return node
  }

  /** What came during the pause happens now, in order of arrival, within this instant. */
  #resume(node: LearnerNode, fault: string): void {
    if (!node.up || node.pausedUntil === undefined) return
    node.pausedUntil = undefined
    this.record('resume', node.id, { fault })
    for (const late of node.backlog.splice(0)) this.schedule(this.now, PRIORITY.cluster, late)
  }

  async #crash(node: LearnerNode, f: FaultOp & { op: 'crash' }): Promise<void> {
    if (!node.up) return
    this.record('crash', node.id, { fault: f.id, ...(f.torn ? { label: 'torn' } : {}) })
    node.pausedUntil = undefined
    node.crash()
    for (const lost of node.disk.crash(f.torn === true, this.rngFor(`torn/${f.id}`))) {
      this.record('disk-lost', node.id, { label: lost.file, data: lost.bytes, fault: f.id })
    }
    await this.#kill(node)
    if (f.until === Number.POSITIVE_INFINITY) return
    this.schedule(f.until, PRIORITY.fault, () => {
      node.restart(this.now)
      this.record('restart', node.id, { fault: f.id })
      return this.#boot(node)
    })
  }
}
