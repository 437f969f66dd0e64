/** Learner nodes behind the port: what happens becomes a port input, what they ask for becomes events. */
import { DiskError, type Sync } from './disk.ts'
import type { Message } from './message.ts'
import type { Alarm, LearnerNode } from './node.ts'
import type { NodePort, PortEvent, PortInput, PortOp } from './port.ts'
import { parseOutput } from './port-output.ts'
import { type Item, PRIORITY, type Priority } from './queue.ts'
import type { EventId, EventKind, Ms, NodeId, TraceEvent } from './trace.ts'

/** What learner nodes need of the run. */
export interface Bus {
  readonly nodes: ReadonlyMap<NodeId, LearnerNode>
  readonly lines: boolean
  readonly authKey: string | undefined
  readonly onStep: ((cause: EventId) => void) | undefined
  /** All that are peers of each other. */
  cluster(): readonly NodeId[]
  now(): Ms
  record(kind: EventKind, node: NodeId, more?: Partial<TraceEvent>): EventId
  schedule(at: Ms, priority: Priority, run: () => void | Promise<void>): Item
  send(m: Omit<Message, 'msg'>, cause?: EventId, line?: number): number
  /** Records the delivery. */
  deliver(m: Message, cause: EventId): EventId
  missing(m: { name: string; want: string; got: string }): void
}

const DISK_MS = 1
const FSYNC_MS = 2

/** Instance numbers are never used twice on a port. */
const instances = new WeakMap<NodePort, number>()

export class Learners {
  readonly #bus: Bus
  readonly #port: NodePort
  /** Requests by message number: who is to be answered. */
  readonly #calls = new Map<number, Message>()
  /** Message number of a request -> the rpc that awaits its answer, and the instance that asked: rpc numbers repeat after a crash. */
  readonly #awaited = new Map<number, { rpc: number; instance: number }>()

  constructor(port: NodePort, bus: Bus) {
    this.#port = port
    this.#bus = bus
  }

  /** A message reaches a node that is up. */
  receive(node: LearnerNode, m: Message, cause: EventId): void | Promise<void> {
    const event = this.#bus.deliver(m, cause)
    if (m.re === undefined) {
      if (m.call) this.#calls.set(m.msg, m)
      return this.#step(
        node,
        { k: 'msg', from: m.from, type: m.type, body: m.body, ...(m.call ? { call: m.msg } : {}) },
        event,
      )
    }
    const awaited = this.#awaited.get(m.re)
    if (awaited === undefined || awaited.instance !== node.instance || !node.rpcs.has(awaited.rpc)) return
    const { rpc } = awaited
    this.#endRpc(node, rpc)
    const reply: PortEvent =
      m.refused === undefined
        ? { k: 'reply', rpc, ok: true, body: m.body }
        : { k: 'reply', rpc, ok: false, error: 'Refused', reason: m.refused }
    return this.#step(node, reply, event)
  }

  #endRpc(node: LearnerNode, rpc: number): void {
    const timeout = node.rpcs.get(rpc)
    if (timeout) timeout.item.run = undefined
    node.rpcs.delete(rpc)
  }

  /** Runs `f` now, or on resume when the node is paused; never in a later incarnation. */
  whenAwake(node: LearnerNode, f: () => void | Promise<void>): void | Promise<void> {
    if (node.pausedUntil === undefined && node.handlerMs === 0 && node.waiting === 0) return f()
    const { inc } = node
    const lives = () => node.up && node.inc === inc
    if (node.pausedUntil !== undefined) {
      node.backlog.push(() => (lives() ? this.whenAwake(node, f) : undefined))
      return
    }
    node.waiting++
    node.busyUntil = Math.max(this.#bus.now(), node.busyUntil) + node.handlerMs
    this.#bus.schedule(node.busyUntil, PRIORITY.cluster, () => {
      if (!lives()) return
      node.waiting--
      if (node.pausedUntil === undefined) return f()
      node.backlog.push(() => (lives() ? f() : undefined))
    })
  }

  /** Starts a fresh module instance. */
  boot(node: LearnerNode): void | Promise<void> {
    node.up = true
    node.instance = (instances.get(this.#port) ?? 0) + 1
    instances.set(this.#port, node.instance)
    const event = this.#bus.record('boot', node.id)
    const saved = node.disk.saved
    const peers = this.#bus.cluster().filter((id) => id !== node.id)
    const { role, config } = node.spec
    const { lines, authKey } = this.#bus
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
        ...(authKey === undefined ? {} : { auth: authKey }),
      },
      event,
    )
  }

  #step(node: LearnerNode, ev: PortEvent, cause: EventId): void | Promise<void> {
    const input: PortInput = {
      i: node.instance,
      mono: node.clock.mono(this.#bus.now()),
      wall: node.clock.wall(this.#bus.now()),
      ev,
    }
    this.#bus.onStep?.(cause)
    const out = this.#port.step(JSON.stringify(input))
    if (typeof out === 'string') return this.#applyAll(node, out, cause)
    return out.then((text) => this.#applyAll(node, text, cause))
  }

  #applyAll(node: LearnerNode, out: string, cause: EventId): void {
    for (const op of parseOutput(out)) this.#apply(node, op, cause)
  }

  #apply(node: LearnerNode, op: PortOp, cause: EventId): void {
    const line = op.line === undefined ? undefined : { line: op.line }
    switch (op.o) {
      case 'send':
        this.#bus.send(
          { from: node.id, to: op.to, type: op.type, body: op.body, call: false, local: false },
          cause,
          op.line,
        )
        return
      case 'rpc': {
        const msg = this.#bus.send(
          { from: node.id, to: op.to, type: op.type, body: op.body, call: true, local: false },
          cause,
          op.line,
        )
        this.#awaited.set(msg, { rpc: op.rpc, instance: node.instance })
        node.rpcs.set(
          op.rpc,
          op.timeoutMs === null
            ? undefined
            : this.#onClock(node, op.timeoutMs, () => this.#rpcTimeout(node, op, cause)),
        )
        return
      }
      case 'reply': {
        const m = this.#calls.get(op.call)
        if (m?.to !== node.id) return
        const answer = op.ok ? { body: op.body } : { body: null, refused: op.reason }
        this.#bus.send(
          { from: node.id, to: m.from, type: m.type, ...answer, call: false, re: m.msg, local: m.local },
          cause,
          op.line,
        )
        return
      }
      case 'set': {
        const setEvent = this.#bus.record('timer-set', node.id, {
          timer: op.timer,
          data: op.delayMs,
          cause,
          ...line,
        })
        const alarm = this.#onClock(node, op.delayMs, () => this.#fire(node, op.timer, setEvent))
        node.timers.set(op.timer, { alarm, setEvent })
        return
      }
      case 'cancel': {
        const timer = node.timers.get(op.timer)
        if (!timer) return
        timer.alarm.item.run = undefined
        node.timers.delete(op.timer)
        this.#bus.record('timer-cancel', node.id, { timer: op.timer, cause, ...line })
        return
      }
      case 'save':
        node.disk.saved = op.value
        this.#bus.record('disk-write', node.id, {
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
        this.#bus.record('note', node.id, { label: op.label, data: op.data, cause, ...line })
        return
      case 'view':
        node.view = op.state
        this.#bus.record('view', node.id, { data: op.state, cause, ...line })
        return
      case 'log':
        this.#bus.record('log', node.id, { label: op.level, data: op.text, cause, ...line })
        return
      case 'missing':
        this.#bus.missing({ name: op.name, want: op.want, got: op.got })
        return
      case 'threw':
        this.#bus.record('threw', node.id, { label: op.message, cause, ...line })
    }
  }

  /** Runs `f` when the node's mono clock has advanced by `delayMs`; waits out a pause; dies with the incarnation. */
  #onClock(node: LearnerNode, delayMs: Ms, f: () => void | Promise<void>): Alarm {
    // A tampered kernel could say anything; a NaN in the queue would hang the run.
    const due = node.clock.dueAfter(delayMs >= 0 ? delayMs : 0, this.#bus.now())
    const pending = () => alarm.item.run !== undefined
    const fire = (): void | Promise<void> =>
      pending() ? this.whenAwake(node, () => (pending() ? f() : undefined)) : undefined
    const alarm: Alarm = { due, item: this.#bus.schedule(node.clock.trueTimeOf(due), PRIORITY.cluster, fire) }
    return alarm
  }

  /** The node's clock runs at another rate from now on: what waits for it becomes due at another true time. */
  retime(node: LearnerNode): void {
    for (const alarm of node.alarms()) {
      const { at, run } = alarm.item
      // Overdue in a pause: it has rung already, and waits for the resume.
      if (run === undefined || at <= this.#bus.now()) continue
      alarm.item.run = undefined
      alarm.item = this.#bus.schedule(node.clock.trueTimeOf(alarm.due), PRIORITY.cluster, run)
    }
  }

  #fire(node: LearnerNode, timer: number, setEvent: EventId): void | Promise<void> {
    if (!node.timers.delete(timer)) return
    const event = this.#bus.record('timer-fire', node.id, { timer, cause: setEvent })
    return this.#step(node, { k: 'timer', timer }, event)
  }

  #rpcTimeout(node: LearnerNode, op: PortOp & { o: 'rpc' }, cause: EventId): void | Promise<void> {
    if (!node.rpcs.has(op.rpc)) return
    node.rpcs.delete(op.rpc)
    const reason = `no answer from ${op.to} to '${op.type}' within ${op.timeoutMs} ms`
    return this.#step(node, { k: 'reply', rpc: op.rpc, ok: false, error: 'Timeout', reason }, cause)
  }

  #disk(node: LearnerNode, { io, op, line: at }: PortOp & { o: 'disk' }, cause: EventId): void {
    const line = at === undefined ? {} : { line: at }
    const { inc } = node
    const tell = (kind: EventKind, more: Partial<TraceEvent>) =>
      this.#bus.record(kind, node.id, { cause, ...more, ...line })
    const finish = (inMs: Ms, end: () => { ev: PortEvent; event: EventId }) =>
      this.#bus.schedule(this.#bus.now() + inMs, PRIORITY.cluster, () => {
        if (!node.up || node.inc !== inc) return
        const { ev, event } = end()
        return this.whenAwake(node, () => this.#step(node, ev, event))
      })
    const failed = (e: unknown) => {
      if (!(e instanceof DiskError)) throw e
      const label = op.f === 'list' ? op.prefix : op.file
      const event = tell('disk-error', { label, type: op.f, data: e.code })
      return { ev: { k: 'disk', io, ok: false, code: e.code, message: e.message } as const, event }
    }
    if (op.f === 'fsync') {
      const sync: Sync = node.disk.beginSync(op.file)
      finish(FSYNC_MS + node.disk.slowMs, () => {
        try {
          node.disk.endSync(sync)
        } catch (e) {
          return failed(e)
        }
        return {
          ev: { k: 'disk', io, ok: true, value: null },
          event: tell('disk-fsync', { label: op.file }),
        }
      })
      return
    }
    try {
      const { value, wrote, read } = node.disk.apply(op)
      const event = wrote
        ? tell('disk-write', { label: wrote.file, data: wrote.size })
        : read
          ? tell('disk-read', { label: read.file, data: read.size })
          : cause
      finish(DISK_MS, () => ({ ev: { k: 'disk', io, ok: true, value }, event }))
    } catch (e) {
      finish(DISK_MS, () => failed(e))
    }
  }

  async kill(node: LearnerNode): Promise<void> {
    if (node.instance === 0) return
    await this.#port.step(JSON.stringify({ i: node.instance, mono: 0, wall: 0, ev: { k: 'kill' } }))
    node.instance = 0
  }
}
