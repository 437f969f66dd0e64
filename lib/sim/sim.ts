/**
 * One simulated run: a queue of due things, a network, nodes behind the port, and the trace of all that happened.
 */
import type { FaultOp, NetworkProfile } from './faults.ts'
import { Injector } from './injector.ts'
import { Learners } from './learners.ts'
import { LimitError } from './limit.ts'
import type { Endpoint, Message } from './message.ts'
import { Network, type Unnumbered } from './network.ts'
import { LearnerNode, type NodeSpec } from './node.ts'
import { Orderer, type OrderOptions } from './order.ts'
import type { NodePort } from './port.ts'
import { type Item, PRIORITY, type Priority, Queue } from './queue.ts'
import { rng } from './random.ts'
import type { EventId, EventKind, Ms, NodeId, TraceEvent } from './trace.ts'

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
  /** Instead of the network's delays: somebody chooses what is delivered next. */
  readonly order?: OrderOptions
  /** Who counts as a peer, in this order; the learner's nodes unless told. */
  readonly cluster?: readonly NodeId[]
  /** Nodes can sign with it (signing.ts). */
  readonly authKey?: string
  /** Before each step of a learner's node: the event that leads to it. */
  readonly onStep?: (cause: TraceEvent) => void
}

const MAX_EVENTS_PER_INSTANT = 5000

export class Sim {
  now: Ms = 0
  readonly trace: TraceEvent[] = []
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
  readonly #injector: Injector
  readonly #learners: Learners
  readonly #endpoints = new Map<NodeId, Endpoint>()
  /** Supplied services that are switched off. */
  readonly #off = new Map<NodeId, FaultOp & { op: 'off' }>()
  readonly #orderer: Orderer | undefined
  #msg = 0
  /** Message number -> the fault that delayed it, so that its delivery can say so. */
  readonly #late = new Map<number, string>()
  #needDrain = false
  #broken: { error: unknown } | undefined
  #instantStart = 0

  constructor(port: NodePort, options: SimOptions) {
    this.#port = port
    this.options = options
    this.#orderer = options.order && new Orderer({ ...options.order, isLearner: (id) => this.nodes.has(id) })
    this.#network = new Network({
      seed: options.seed,
      profile: options.network,
      healAtMs: options.healAtMs,
      ...(options.faults ? { given: options.faults } : {}),
      record: (f) => this.#injector.number(f).id,
    })
    this.#learners = new Learners(port, {
      nodes: this.nodes,
      cluster: () => options.cluster ?? [...this.nodes.keys()],
      authKey: options.authKey,
      lines: options.lines,
      onStep: options.onStep && ((cause) => options.onStep?.(this.trace[cause] as TraceEvent)),
      now: () => this.now,
      record: (kind, node, more) => this.record(kind, node, more),
      schedule: (at, priority, run) => this.schedule(at, priority, run),
      send: (m, cause, line) => this.send(m, cause, line),
      deliver: (m, cause) => this.#deliver(m, cause),
      missing: (m) => {
        this.missing = m
        this.stopped = true
      },
    })
    this.#injector = new Injector(
      {
        now: () => this.now,
        nodes: this.nodes,
        network: this.#network,
        record: (kind, node, more) => this.record(kind, node, more),
        schedule: (at, priority, run) => this.schedule(at, priority, run),
        rngFor: (name) => this.rngFor(name),
        boot: (node) => this.#learners.boot(node),
        kill: (node) => this.#learners.kill(node),
        retime: (node) => this.#learners.retime(node),
        setOff: (id, f, off) => this.#setOff(id, f, off),
      },
      options.healAtMs,
    )
  }

  /** Every fault injected so far. */
  get faults(): readonly FaultOp[] {
    return this.#injector.faults
  }

  /** Injects a fault from now (or from `f.at`, if later); intervals end at the heal at the latest. */
  inject(f: Unnumbered): FaultOp {
    return this.#injector.inject(f)
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
    if (this.options.faults) this.#injector.given(this.options.faults)
    for (const node of this.nodes.values()) {
      this.schedule(0, PRIORITY.fault, () => this.#learners.boot(node))
    }
    if (healAtMs < durationMs)
      this.schedule(healAtMs, PRIORITY.fault, () => void this.record('heal', '*', { data: null }))
    for (;;) {
      if (this.stopped) break
      const item = this.#queue.peek()
      const next = item && item.at <= durationMs ? item.at : durationMs
      if (next > this.now) {
        this.onSettled?.()
        if (this.stopped) break
        // A settled hook may have woken someone at this very instant: that comes first.
        if (this.#queue.peek() !== item) continue
        if (this.#orderer && this.#chosen(this.#orderer, item !== undefined && item.at <= durationMs))
          continue
        this.now = next
        this.#instantStart = this.trace.length
      }
      if (!item || item.at > durationMs) break
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
    if (!this.stopped) this.onSettled?.()
  }

  /** Does what is chosen of the messages under way; false when time shall go on. */
  #chosen(orderer: Orderer, due: boolean): boolean {
    const held = (m: Message) => this.#network.clogOf(m.from, m.to) !== undefined
    const next = orderer.next(this.now, held, due)
    if (next === 'time') return false
    if (next === 'stop') this.stopped = true
    else if ('deliver' in next) {
      const { message, cause } = next.deliver
      this.schedule(this.now, PRIORITY.cluster, () => this.#cross(message, cause))
    } else this.#lose(next.lose.message, 'loss', next.lose.cause)
    return true
  }

  /** Ends every instance of the run in the port. */
  async close(): Promise<void> {
    for (const node of this.nodes.values()) await this.#learners.kill(node)
  }

  record(kind: EventKind, node: NodeId, more: Partial<TraceEvent> = {}): EventId {
    const id = this.#nextId()
    this.trace.push({ id, at: this.now, node, inc: this.nodes.get(node)?.inc ?? 0, kind, ...more })
    return id
  }

  #nextId(): EventId {
    const id = this.trace.length
    if (id >= this.options.maxEvents) {
      throw new LimitError(
        `one run made ${id} events, the most this exercise allows: look for messages or timers that multiply`,
      )
    }
    if (id - this.#instantStart >= MAX_EVENTS_PER_INSTANT) {
      throw new LimitError(
        `${MAX_EVENTS_PER_INSTANT} events at one instant (${Math.round(this.now * 1000) / 1000} ms): something repeats without time passing`,
        'events',
        this.#instantStart,
      )
    }
    return id
  }

  // ---- messages ----

  /** Sends from any node, client or service. Returns the message number. */
  send(m: Omit<Message, 'msg'>, cause?: EventId, line?: number): number {
    const msg = this.#msg++
    const message: Message = { ...m, msg }
    const sendEvent = this.#recordSend(message, cause, line)
    if (m.local || m.from === m.to) {
      this.schedule(this.now, PRIORITY.cluster, () => this.#arrive(message, sendEvent))
      return msg
    }
    if (this.#orderer) {
      this.#orderer.add({ message, cause: sendEvent })
      return msg
    }
    const fate = this.#network.send(m.from, m.to, this.now)
    if (fate.lost !== undefined) {
      this.#lose(message, fate.lost, sendEvent, fate.fault)
      return msg
    }
    if (fate.fault !== undefined) this.#late.set(msg, fate.fault)
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
    const clog = this.#network.clogOf(m.from, m.to)
    if (!clog) return this.#arrive(m, cause)
    this.#late.set(m.msg, clog.id)
    this.schedule(clog.until, PRIORITY.cluster, () => this.#cross(m, cause))
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
    if (endpoint) {
      const off = this.#off.get(m.to)
      return off ? this.#turnAway(m, cause, off) : endpoint.receive(m, this.#deliver(m, cause))
    }
    const node = this.nodes.get(m.to)
    if (!node?.up) return this.#lose(m, node ? 'down' : 'no such node', cause)
    return this.#learners.whenAwake(node, () => this.#learners.receive(node, m, cause))
  }

  #setOff(id: NodeId, f: FaultOp & { op: 'off' }, off: boolean): void {
    if (!this.#endpoints.has(id))
      throw new Error(`a fault switches '${id}' off, which is not a supplied service`)
    if (off) this.#off.set(id, f)
    else if (this.#off.get(id) === f) this.#off.delete(id)
  }

  #turnAway(m: Message, cause: EventId, off: FaultOp & { op: 'off' }): void {
    if (off.refuse === undefined || !m.call) {
      this.#lose(m, 'off', cause, off.id)
      return
    }
    const event = this.#deliver(m, cause)
    const { from, to, type, msg: re, local } = m
    this.send({ from: to, to: from, type, body: null, call: false, re, refused: off.refuse, local }, event)
  }

  // Sends and deliveries are half of all events, so these two are written out: to build such an event from parts and
  // spread it takes V8 three times as long. The order of the members is the order in every trace.

  #recordSend(m: Message, cause?: EventId, line?: number): EventId {
    const id = this.#nextId()
    const inc = this.nodes.get(m.from)?.inc ?? 0
    const { from: node, to: peer, type, body, msg, re, refused } = m
    const e: Writable<TraceEvent> = { id, at: this.now, node, inc, kind: 'send', peer, type, body, msg }
    if (re !== undefined) e.re = re
    if (refused !== undefined) {
      e.label = 'refused'
      e.data = refused
    }
    if (cause !== undefined) e.cause = cause
    if (line !== undefined) e.line = line
    this.trace.push(e)
    return id
  }

  #deliver(m: Message, cause: EventId): EventId {
    const id = this.#nextId()
    const inc = this.nodes.get(m.to)?.inc ?? 0
    const { to: node, from: peer, type, body, msg, re, refused } = m
    const e: Writable<TraceEvent> = {
      id,
      at: this.now,
      node,
      inc,
      kind: 'deliver',
      peer,
      type,
      body,
      msg,
      cause,
    }
    if (re !== undefined) e.re = re
    if (refused !== undefined) {
      e.label = 'refused'
      e.data = refused
    }
    const fault = this.#late.get(m.msg)
    if (fault !== undefined) e.fault = fault
    this.trace.push(e)
    return id
  }
}

type Writable<T> = { -readonly [K in keyof T]: T[K] }
