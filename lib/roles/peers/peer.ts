/**
 * Plays a node program on the suite's side: the same code that a learner node runs, as a peer among the learner's, honest
 * or with lies in its mouth. Source of the idea: what a Byzantine node can do is what a correct one does, with its
 * messages changed (Castro & Liskov, OSDI 1999, section 2; Twins, Bano et al., 2020).
 */
import { digest, type Json, type Ms, type NodeId } from '../../sim/index.ts'
import { NO_REPLY, type Received, Refusal, type Supplied } from '../../suite/index.ts'
import { type Lie, liarOf, type Outgoing, type Said } from './liar.ts'

/** What `node(…)` of 'faultline' makes: import the reference into the hidden suite, never into the visible one. */
export interface Program {
  readonly setup: (ctx: never, auth: never) => void
}

/** It brings along what it refuses and times out with (lib/kernel/program.ts). */
interface Errors {
  readonly Refused: new (reason: string) => Error
  readonly Timeout: new (reason?: string) => Error
}

export interface PeerOptions {
  readonly program?: Program
  readonly lie?: Lie
  /** Its ctx.config. */
  readonly config?: Json
}

/**
 *   sc.nodes(['n1', 'n2', 'n3'], { config })
 *   sc.supply('n4', peer({ program: reference, lie: together(silent({ to: ['n1'] }), late([0, 80])) }), { peer: true })
 *
 * Without a program it says only what its lie says by itself. It never crashes, its clocks are true, and its low-level
 * disk is absent. An error that the program throws is the suite's own.
 */
export function peer(o: PeerOptions): (s: Supplied) => void {
  const { program, lie = {}, config = null } = o
  return (s) => {
    const heard: Received[] = []
    const me = liarOf(s, heard)
    const handlers = new Map<string, (body: unknown, from: NodeId) => unknown>()
    let cause: number | undefined
    let count = 0
    const say = (m: Outgoing): readonly Said[] => (lie.say ? lie.say(m, me, count++) : [m])
    const send = (m: Outgoing) => {
      for (const x of say(m)) {
        const { afterMs = 0 } = x
        me.send(x.to, x.type, x.body, { afterMs, ...(cause === undefined ? {} : { cause }) })
      }
    }
    const ask = async (m: Outgoing, timeoutMs: Ms | null): Promise<unknown> => {
      const { errors } = program as Program & { errors: Errors }
      const [x] = say(m)
      const started = s.now
      const because = cause
      if (x?.afterMs) await s.sleep(x.afterMs)
      if (!x) await s.sleep(timeoutMs ?? Number.MAX_SAFE_INTEGER)
      const leftMs = timeoutMs === null ? null : started + timeoutMs - s.now
      if (!x || (leftMs !== null && leftMs <= 0)) throw new errors.Timeout()
      const a = await s.call(x.to, x.type, x.body, {
        timeoutMs: leftMs,
        ...(because === undefined ? {} : { cause: because }),
      })
      cause = a.event
      if (a.ok) return a.value
      throw a.error === 'Refused' ? new errors.Refused(a.reason) : new errors.Timeout(a.reason)
    }
    const answer = async (m: Received, value: unknown): Promise<unknown> => {
      const [x] = say({ kind: 'reply', to: m.from, type: m.type, body: json(value) })
      if (!x) return NO_REPLY
      if (x.afterMs) await s.sleep(x.afterMs)
      return x.body
    }
    s.otherwise((m) => {
      heard.push(m)
      if (lie.hear?.(m, me) === false) return NO_REPLY
      const handler = handlers.get(m.type)
      if (!handler) {
        if (m.call && program) throw new Refusal(`no handler for '${m.type}'`)
        return NO_REPLY
      }
      cause = m.event
      try {
        const r = handler(m.body, m.from)
        if (r instanceof Promise) return r.then((v) => (m.call ? answer(m, v) : NO_REPLY), refused)
        return m.call ? answer(m, r) : NO_REPLY
      } catch (e) {
        return refused(e)
      }
    })
    if (program) {
      const acting = (f: () => void) => () => {
        cause = undefined
        f()
      }
      program.setup(ctxOf(s, { config, handlers, send, ask, acting }) as never, authOf(s) as never)
    }
    lie.start?.(me)
  }
}

interface Voice {
  readonly config: Json
  readonly handlers: Map<string, (body: unknown, from: NodeId) => unknown>
  send(m: Outgoing): void
  ask(m: Outgoing, timeoutMs: Ms | null): Promise<unknown>
  acting(f: () => void): () => void
}

/** The learner's ctx, over a supplied node. */
function ctxOf(s: Supplied, v: Voice) {
  let saved: string | undefined
  const after = (ms: Ms, f: () => void) => s.after(ms, v.acting(f))
  return {
    id: s.id,
    peers: s.w.cluster.filter((id) => id !== s.id),
    config: v.config,
    send: (to: NodeId, type: string, body?: unknown) => v.send({ kind: 'send', to, type, body: json(body) }),
    rpc(to: NodeId, type: string, body?: unknown, o: { timeout?: Ms } = {}) {
      const timeoutMs = o.timeout === Number.POSITIVE_INFINITY ? null : (o.timeout ?? 1000)
      const asked = v.ask({ kind: 'rpc', to, type, body: json(body) }, timeoutMs)
      asked.catch(() => {})
      return asked
    },
    on: (type: string, handler: (body: unknown, from: NodeId) => unknown) =>
      void v.handlers.set(type, handler),
    after,
    every(ms: Ms, f: () => void) {
      const period = Math.max(ms, 0.001)
      let timer = after(period, tick)
      function tick() {
        timer = after(period, tick)
        f()
      }
      return { cancel: () => timer.cancel() }
    },
    sleep: (ms: Ms) => s.sleep(ms),
    clock: { mono: () => s.now, wall: () => s.now },
    random: { float: () => s.random.float(), int: s.random.int, pick: s.random.pick },
    disk: {
      save(value: unknown) {
        saved = JSON.stringify(json(value))
      },
      load: () => (saved === undefined ? undefined : JSON.parse(saved)),
    },
    trace: (label: string, data?: unknown) => void s.note(label, json(data)),
    view: (state: unknown) => s.view(json(state)),
  }
}

/** The learner's auth. Scenarios without sc.auth(secret) fail where it is used. */
function authOf(s: Supplied) {
  return {
    sign: (body: unknown) => s.w.authority.sign(s.id, json(body)),
    verify: (x: unknown) => s.w.authority.verify(x),
    digest,
  }
}

function refused(e: unknown): never {
  if (e instanceof Error && e.name === 'Refused') throw new Refusal((e as Error & { reason: string }).reason)
  throw e
}

function json(x: unknown): Json {
  return x === undefined ? null : JSON.parse(JSON.stringify(x))
}
