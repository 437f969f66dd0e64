/** What happened in a run, read from its trace alone, and what it is worth: the numbers that suites and postmortem show. */
import type { Measure } from '../../lib/checks/index.ts'
import type { EventId, Ms, Trace, TraceEvent } from '../../lib/sim/index.ts'
import { BACKENDS, CLOSES_BEFORE_END_MS, type Script } from './system.ts'

/** The objective: done so long after the customer came, inclusive. */
export const DONE_MS = 800
/** The rush is felt for so long after it. */
const AFTER_RUSH_MS = 1000

export interface Request {
  readonly type: 'read' | 'order'
  readonly id: string
  /** When the customer came, and when the gateway knew. */
  readonly cameAt: Ms
  readonly reachedAt?: Ms
  readonly answer?: {
    readonly sentAt: Ms
    readonly at: Ms
    readonly refused: boolean
    readonly body: unknown
    readonly event: EventId
  }
  /** The last that is known of it: the answer or the request. */
  readonly last: EventId
}

export interface Call {
  readonly type: string
  readonly to: string
  readonly id: unknown
  readonly at: Ms
  readonly event: EventId
  readonly answer?: { readonly at: Ms; readonly event: EventId; readonly refused: boolean }
}

export interface Run {
  readonly requests: readonly Request[]
  /** Reads and orders that the gateway sent to backends. */
  readonly calls: readonly Call[]
  readonly probes: readonly Call[]
  /** What the backends really did. */
  readonly made: readonly { readonly id: string; readonly by: string; readonly event: EventId }[]
}

/** Nothing that a solution traces plays a part. */
export function readRun(trace: Trace): Run {
  const requests = new Map<number, Writable<Request>>()
  const calls = new Map<number, Writable<Call>>()
  const made: { id: string; by: string; event: EventId }[] = []
  const sentAt = new Map<number, Ms>()
  for (const e of trace) {
    if (e.kind === 'note' && e.label === 'made' && isBackend(e.node))
      made.push({ id: (e.data as { id: string }).id, by: e.node, event: e.id })
    else if (e.kind === 'send' && e.node === 'door') requests.set(e.msg as number, requestOf(e))
    else if (e.kind === 'send' && e.node === 'gateway' && e.re !== undefined) sentAt.set(e.re, e.at)
    else if (e.kind === 'send' && e.node === 'gateway' && isBackend(e.peer ?? ''))
      calls.set(e.msg as number, callOf(e))
    else if (e.kind === 'deliver' && e.node === 'gateway' && e.re === undefined) {
      const request = requests.get(e.msg as number)
      if (request) request.reachedAt = e.at
    } else if (e.kind === 'deliver' && e.re !== undefined) {
      const refused = e.label === 'refused'
      const request = e.node === 'door' ? requests.get(e.re) : undefined
      if (request) {
        const { id: event, at, body = null } = e
        request.answer = { sentAt: sentAt.get(e.re) ?? at, at, refused, body, event }
        request.last = event
      }
      const call = e.node === 'gateway' ? calls.get(e.re) : undefined
      if (call) call.answer = { at: e.at, event: e.id, refused }
    }
  }
  const sent = [...calls.values()]
  return {
    requests: [...requests.values()],
    calls: sent.filter((c) => c.type !== 'health'),
    probes: sent.filter((c) => c.type === 'health'),
    made,
  }
}

type Writable<T> = { -readonly [K in keyof T]: T[K] }

const isBackend = (node: string) => (BACKENDS as readonly string[]).includes(node)

function requestOf(e: TraceEvent): Writable<Request> {
  const { id } = e.body as { id: string }
  return { type: e.type === 'order' ? 'order' : 'read', id, cameAt: e.at, last: e.id }
}

function callOf(e: TraceEvent): Writable<Call> {
  const { id } = (e.body ?? {}) as { id?: unknown }
  return { type: e.type ?? '', to: e.peer ?? '', id, at: e.at, event: e.id }
}

export type Status = 'done' | 'failed' | 'unknown'

/** What the gateway said; undefined: nothing that counts. A read is never unknown: it can be asked again. */
export function statusOf(r: Request): Status | undefined {
  if (!r.answer || r.answer.refused) return undefined
  const { status } = (r.answer.body ?? {}) as { status?: unknown }
  if (status === 'unknown') return r.type === 'order' ? 'unknown' : undefined
  return status === 'done' || status === 'failed' ? status : undefined
}

export const isGood = (r: Request): boolean => statusOf(r) === 'done' && tookMs(r) <= DONE_MS

export const tookMs = (r: Request): Ms => (r.answer?.at ?? Number.POSITIVE_INFINITY) - r.cameAt

// ---- what it is worth ----

type Spell = readonly [fromMs: Ms, untilMs: Ms]

const within = (at: Ms, spells: readonly Spell[]) => spells.some(([from, until]) => from <= at && at < until)

/** While one backend is hung or not ready; while all are. */
const sickSpells = ({ phases }: Script): Spell[] =>
  phases.filter((p) => p.how !== 'slow' && p.who.length < BACKENDS.length).map((p) => [p.fromMs, p.untilMs])
const blips = ({ phases }: Script): Spell[] =>
  phases
    .filter((p) => p.how === 'unready' && p.who.length === BACKENDS.length)
    .map((p) => [p.fromMs, p.untilMs])
const rushes = ({ rush }: Script): Spell[] => (rush ? [[rush.fromMs, rush.untilMs + AFTER_RUSH_MS]] : [])

function share(all: readonly Request[]): Measure {
  const bad = all.filter((r) => !isGood(r))
  return {
    value: all.length === 0 ? 0 : (100 * bad.length) / all.length,
    witness: bad.slice(0, 1).map((r) => r.last),
    ...(bad[0]
      ? {
          because: `${bad.length} of the ${all.length} requests of that time missed the objective, the first of them came at ${clock(bad[0].cameAt)}`,
        }
      : {}),
  }
}

/** Around an illness the objective cannot be held, nor a second after it: the health check has to notice. */
const AROUND_MS = 1500

export const wellLost = ({ requests }: Run, script: Script): Measure => {
  const ill = [...script.phases.map((p): Spell => [p.fromMs, p.untilMs]), ...rushes(script)]
  const around = ill.map(([from, until]): Spell => [from - DONE_MS, until + AROUND_MS])
  return share(requests.filter((r) => !within(r.cameAt, around)))
}

export const sickLost = ({ requests }: Run, script: Script): Measure =>
  share(requests.filter((r) => within(r.cameAt, sickSpells(script))))

export const blipLost = ({ requests }: Run, script: Script): Measure =>
  share(requests.filter((r) => within(r.cameAt, blips(script))))

export const rushLost = ({ requests }: Run, script: Script): Measure =>
  share(requests.filter((r) => within(r.cameAt, rushes(script))))

/** Reads and orders sent to the one backend that is hung or not ready. */
export function callsToSick({ calls }: Run, { phases }: Script): Measure {
  const single = phases.filter((p) => p.how !== 'slow' && p.who.length < BACKENDS.length)
  const sent = calls.filter((c) =>
    single.some((p) => p.who.includes(c.to) && within(c.at, [[p.fromMs, p.untilMs]])),
  )
  return { value: sent.length, witness: sent.slice(-3).map((c) => c.event) }
}

/** In the rush, and as long as it is felt. */
export function callsPerRequest({ requests, calls }: Run, script: Script): Measure {
  const came = requests.filter((r) => within(r.cameAt, rushes(script))).length
  const sent = calls.filter((c) => within(c.at, rushes(script)))
  if (came === 0 || sent.length === 0) return { value: 0, witness: [] }
  const byRequest = Map.groupBy(sent, (c) => c.id)
  const most = [...byRequest.values()].reduce((a, b) => (b.length > a.length ? b : a))
  const again = [...byRequest.values()].filter((its) => its.length > 1).length
  const times = most.map((c) => clock(c.at)).join(', ')
  return {
    value: sent.length / came,
    witness: most.slice(0, 4).map((c) => c.event),
    because: `In the rush and the second after it ${came} requests came, and ${sent.length} calls were sent for them, ${(sent.length / came).toFixed(2)} for each; ${again} were asked for more than once, ${most[0]?.id} at ${times}`,
  }
}

/** While the shop is open. */
export function probesPerSecond({ probes }: Run, { durationMs }: Script): Measure {
  const openMs = durationMs - CLOSES_BEFORE_END_MS
  const sent = probes.filter((p) => p.at < openMs)
  return { value: (1000 * sent.length) / openMs, witness: sent.slice(-2).map((c) => c.event) }
}

/** '3,269 ms' */
export const clock = (at: Ms): string => `${String(Math.round(at)).replace(/\B(?=(\d{3})+$)/g, ',')} ms`
