/** The suite's own participants: clients that record a history, supplied services, the nemesis. */
import {
  type Endpoint,
  type Json,
  type Message,
  type Ms,
  type NodeId,
  PRIORITY,
  type Priority,
  type Rng,
  type Sim,
  type Unnumbered,
} from '../sim/index.ts'
import type {
  Answer,
  CallResult,
  Client,
  Finding,
  Nemesis,
  Property,
  Received,
  Supplied,
  World,
} from './suite.ts'

const DEFAULT_CALL_TIMEOUT_MS = 1000

/**
 * A supplied service throws it to refuse a request: definite, like the learner's Refused. An answer and nobody's error,
 * hence none: a stack would cost more than the rest of the request.
 */
export class Refusal {
  readonly reason: string
  constructor(reason: string) {
    this.reason = reason
  }
}

/** A supplied service returns it to leave a request unanswered. */
export const NO_REPLY: unique symbol = Symbol('no reply')

interface Waiting {
  resolve(r: CallResult): void
  op: number
  invokeId: number
  cancelTimeout(): void
}

export function makeClient(
  sim: Sim,
  id: NodeId,
  w: World,
  nextOp: () => number,
  fail: (p: Property, f: Finding) => void,
): Client {
  const waiting = new Map<number, Waiting>()
  const endpoint: Endpoint = {
    receive(m, event) {
      const call = m.re === undefined ? undefined : waiting.get(m.re)
      if (!call || m.re === undefined) return
      waiting.delete(m.re)
      call.cancelTimeout()
      const { op, invokeId } = call
      const more = { op, peer: m.from, type: m.type, cause: event }
      const result: CallResult =
        m.refused === undefined
          ? { ok: true, value: m.body, op, invokeId, endId: sim.record('ok', id, { ...more, body: m.body }) }
          : {
              ok: false,
              error: 'Refused',
              reason: m.refused,
              op,
              invokeId,
              endId: sim.record('fail', id, { ...more, label: m.refused }),
            }
      wake(sim, () => call.resolve(result))
    },
  }
  sim.addEndpoint(id, endpoint)
  return {
    id,
    w,
    random: sim.rngFor(`client/${id}`),
    get now() {
      return sim.now
    },
    call(to, type, body, o = {}) {
      const op = nextOp()
      const json = copy(body)
      const invokeId = sim.record('invoke', id, { op, peer: to, type, body: json })
      const msg = sim.send({ from: id, to, type, body: json, call: true, local: o.local === true }, invokeId)
      return new Promise((resolve) => {
        const timeoutMs = o.timeoutMs === undefined ? DEFAULT_CALL_TIMEOUT_MS : o.timeoutMs
        const timeout =
          timeoutMs === null
            ? undefined
            : sim.schedule(sim.now + timeoutMs, PRIORITY.suite, () => {
                waiting.delete(msg)
                const endId = sim.record('info', id, {
                  op,
                  peer: to,
                  type,
                  cause: invokeId,
                  label: 'timeout',
                })
                sim.resumed()
                resolve({
                  ok: false,
                  error: 'Timeout',
                  reason: `no answer within ${timeoutMs} ms`,
                  op,
                  invokeId,
                  endId,
                })
              })
        const cancelTimeout = () => {
          if (timeout) timeout.run = undefined
        }
        waiting.set(msg, { resolve, op, invokeId, cancelTimeout })
      })
    },
    send(to, type, body, o = {}) {
      sim.send({ from: id, to, type, body: copy(body), call: false, local: o.local === true })
    },
    sleep: (ms) => sleepUntil(sim, sim.now + ms, PRIORITY.suite),
    at: (ms) => (ms <= sim.now ? Promise.resolve() : sleepUntil(sim, ms, PRIORITY.suite)),
    settle: () => sleepUntil(sim, sim.now, PRIORITY.settle),
    note: (label, data = null) => sim.record('note', id, { label, data }),
    fail,
  }
}

export function makeSupplied(sim: Sim, id: NodeId, w: World, setup: (s: Supplied) => void): void {
  const handlers = new Map<string, (body: any, from: NodeId, eventId: number) => unknown>()
  const waiting = new Map<number, (a: Answer) => void>()
  let rest: ((m: Received) => unknown) | undefined
  sim.addEndpoint(id, {
    receive(m, event) {
      if (m.re !== undefined) {
        waiting.get(m.re)?.(
          m.refused === undefined
            ? { ok: true, value: m.body, event }
            : { ok: false, error: 'Refused', reason: m.refused, event },
        )
        return
      }
      const handler = handlers.get(m.type)
      const answer = (body: Json, refused?: string) =>
        void (m.call && sim.send(reply(m, body, refused), event))
      // As a learner's node answers what it does not know: a learner may well send it.
      if (!handler && !rest) return answer(null, `no handler for '${m.type}'`)
      try {
        const r = handler
          ? handler(m.body, m.from, event)
          : rest?.({ type: m.type, body: m.body, from: m.from, call: m.call, event })
        // Whatever the handler answers, it may have settled what somebody else awaits.
        sim.resumed()
        if (r instanceof Promise) {
          r.then(
            (v) => v !== NO_REPLY && answer(copy(v)),
            (e) => answer(null, refusalOf(e)),
          ).catch((e) => sim.crash(e))
        } else if (r !== NO_REPLY) answer(copy(r))
      } catch (e) {
        answer(null, refusalOf(e))
      }
    },
  })
  setup({
    id,
    w,
    random: sim.rngFor(`supplied/${id}`),
    get now() {
      return sim.now
    },
    on: (type, handler) => void handlers.set(type, handler),
    otherwise(handler) {
      rest = handler
    },
    send: (to, type, body, cause) =>
      void sim.send({ from: id, to, type, body: copy(body), call: false, local: false }, cause),
    call(to, type, body, o = {}) {
      const sent = sim.trace.length
      const msg = sim.send({ from: id, to, type, body: copy(body), call: true, local: false }, o.cause)
      return new Promise((resolve) => {
        const timeoutMs = o.timeoutMs === undefined ? DEFAULT_CALL_TIMEOUT_MS : o.timeoutMs
        const end = (a: Answer) => {
          if (!waiting.delete(msg)) return
          if (timeout) timeout.run = undefined
          sim.resumed()
          resolve(a)
        }
        const reason = `no answer within ${timeoutMs} ms`
        const late: Answer = { ok: false, error: 'Timeout', reason, event: sent }
        const timeout =
          timeoutMs === null
            ? undefined
            : sim.schedule(sim.now + timeoutMs, PRIORITY.cluster, () => end(late))
        waiting.set(msg, end)
      })
    },
    after(ms, f) {
      const item = sim.schedule(sim.now + ms, PRIORITY.cluster, () => {
        sim.resumed()
        f()
      })
      return {
        cancel() {
          item.run = undefined
        },
      }
    },
    sleep: (ms) => sleepUntil(sim, sim.now + ms, PRIORITY.cluster),
    note: (label, data = null, cause) =>
      sim.record('note', id, { label, data, ...(cause === undefined ? {} : { cause }) }),
    view: (state) => void sim.record('view', id, { data: copy(state) }),
  })
}

/** Smallest step of time: a fault that answers to something in the cluster comes so much after it, also in a replay. */
const TICK_MS = 0.001

export function makeNemesis(sim: Sim, w: World, settledHooks: Set<() => void>): Nemesis {
  const healAtMs = sim.options.healAtMs
  // Boots come first: what the nemesis does at once, it does to nodes that run.
  const at = () => Math.max(sim.now, TICK_MS)
  const end = (forMs: Ms) => sim.now + forMs
  const inject = (f: Unnumbered) => {
    if (sim.now < healAtMs) sim.inject(f)
  }
  const random = sim.rngFor('nemesis')
  return {
    w,
    random,
    get now() {
      return sim.now
    },
    get nodes() {
      return [...sim.nodes.keys()]
    },
    at: (ms) => (ms <= sim.now ? Promise.resolve() : sleepUntil(sim, ms, PRIORITY.fault)),
    sleep: (ms) => sleepUntil(sim, sim.now + ms, PRIORITY.fault),
    until(f, withinMs) {
      return new Promise((resolve) => {
        const done = (held: boolean, at: Ms) => {
          settledHooks.delete(hook)
          timeout.run = undefined
          sim.schedule(at, PRIORITY.fault, () => {
            sim.resumed()
            resolve(held)
          })
        }
        const timeout = sim.schedule(sim.now + withinMs, PRIORITY.fault, () => done(false, sim.now))
        const hook = () => {
          if (f(w)) done(true, sim.now + TICK_MS)
        }
        settledHooks.add(hook)
      })
    },
    partition: (groups, o) => inject({ op: 'partition', at: at(), groups, until: end(o.forMs) }),
    cut: (from, to, o) => inject({ op: 'cut', at: at(), from, to, until: end(o.forMs) }),
    pause: (node, o) => inject({ op: 'pause', at: at(), node, until: end(o.forMs) }),
    clog: (from, to, o) => inject({ op: 'clog', at: at(), from, to, until: end(o.forMs) }),
    slow: (node, o) => inject({ op: 'slow', at: at(), node, handlerMs: o.handlerMs, until: end(o.forMs) }),
    crash: (node, o) =>
      inject({
        op: 'crash',
        at: at(),
        node,
        until: o.forMs === null ? null : end(o.forMs),
        ...(o.torn ? { torn: true } : {}),
        ...(o.wipe ? { wipe: true } : {}),
      }),
    off: (node, o) =>
      inject({
        op: 'off',
        at: at(),
        node,
        until: end(o.forMs),
        ...(o.refuse === undefined ? {} : { refuse: o.refuse }),
      }),
    diskFull: (node, o) =>
      inject({ op: 'disk-full', at: at(), node, freeBytes: o.freeBytes ?? 0, until: end(o.forMs) }),
    failFsync: (node, o) =>
      inject({
        op: 'fsync-fail',
        at: at(),
        node,
        until: end(o.forMs),
        ...(o.reverts ? { reverts: true } : {}),
      }),
    slowFsync: (node, o) =>
      inject({ op: 'fsync-slow', at: at(), node, extraMs: o.extraMs, until: end(o.forMs) }),
    flipBit(node, o = {}) {
      const place = syncedByte(sim, node, o.file ?? '', random)
      if (place) inject({ op: 'bit-flip', at: at(), node, ...place })
      return place !== undefined
    },
    skew: (node, byMs) => inject({ op: 'skew', at: at(), node, byMs }),
    drift: (node, rate) => inject({ op: 'drift', at: at(), node, rate }),
  }
}

/** A drawn bit of what is synced now in the files whose names begin so. */
function syncedByte(sim: Sim, node: NodeId, prefix: string, random: Rng) {
  const disk = sim.nodes.get(node)?.disk
  const files = (disk?.names() ?? [])
    .filter((f) => f.startsWith(prefix))
    .map((file) => ({ file, size: disk?.durable(file)?.length ?? 0 }))
  let nth = random.int(
    0,
    Math.max(
      1,
      files.reduce((n, f) => n + f.size, 0),
    ) - 1,
  )
  for (const { file, size } of files) {
    if (nth < size) return { file, byte: nth, bit: random.int(0, 7) }
    nth -= size
  }
}

/** Runs an async script of the suite's; an error in it is ours and ends the run with it. */
export function start(sim: Sim, script: () => Promise<void>): void {
  sim.schedule(0, PRIORITY.suite, () => {
    sim.resumed()
    script().catch((e) => sim.crash(e))
  })
}

function reply(m: Message, body: Json, refused?: string): Omit<Message, 'msg'> {
  return {
    from: m.to,
    to: m.from,
    type: m.type,
    body,
    call: false,
    re: m.msg,
    local: m.local,
    ...(refused === undefined ? {} : { refused }),
  }
}

function refusalOf(e: unknown): string {
  if (e instanceof Refusal) return e.reason
  throw e
}

/** Clients go on after everything of the instant has happened in the cluster. */
function wake(sim: Sim, go: () => void): void {
  sim.schedule(sim.now, PRIORITY.suite, () => {
    sim.resumed()
    go()
  })
}

function sleepUntil(sim: Sim, at: Ms, priority: Priority): Promise<void> {
  return new Promise((resolve) => {
    sim.schedule(at, priority, () => {
      sim.resumed()
      resolve()
    })
  })
}

function copy(x: unknown): Json {
  return x === undefined ? null : JSON.parse(JSON.stringify(x))
}
