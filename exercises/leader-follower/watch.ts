/**
 * Follows one run and judges what nodes answer and show by the rules of the prompt. It sees requests, answers and views,
 * never the messages between nodes: how entries travel is the learner's.
 */
import type { EventId, Ms, NodeId, TraceEvent } from '../../lib/sim/index.ts'
import type { Finding, Property, World } from '../../lib/suite/index.ts'
import * as say from './findings.ts'
import type { Properties } from './properties.ts'

export const LEADER = 'n1'
export const FOLLOWERS = ['n2', 'n3'] as const
export const NODES = [LEADER, ...FOLLOWERS] as const
/** What is due at once may take this long. */
export const PROMPT_MS = 20
/** How long a get waits for its minIndex. */
export const WAIT_MS = 300
/** Clocks read whole microseconds; a rounding is not a violation. */
const ROUNDING_MS = 0.01

export interface Entry {
  readonly index: number
  readonly key: string
  readonly by: number
}

/** A request that a node has heard and not answered. */
export interface Heard {
  readonly node: NodeId
  readonly event: EventId
  readonly type: 'add' | 'get'
  readonly key: string
  readonly by: number
  readonly minIndex: number | undefined
  readonly at: Ms
}

/** What a node showed last, and between which lengths its log has been in this instant. */
export interface Shown {
  log: readonly Entry[]
  event: EventId
  shortest: number
  /** When its log had reached each length in this life: [length] is the time. */
  reachedAt: Ms[]
  /** When it booted or woke up last. */
  awakeSince: Ms
  inc: number
}

export interface Acked extends Entry {
  readonly event: EventId
  readonly at: Ms
}

export interface Found {
  readonly property: Property
  readonly finding: Finding
}

export class Watch {
  /** The first rule that was broken. */
  found: Found | undefined
  /** What the leader showed last, also while it is down. */
  leaderLog: readonly Entry[] = []
  leaderEvent: EventId = -1
  readonly acked = new Map<number, Acked>()
  readonly #P: Properties
  readonly #freshMs: Ms | undefined
  readonly #shown = new Map<NodeId, Shown>()
  readonly #heard = new Map<number, Heard>()
  /** Adds that reached the leader, by key and amount, and how many entries were made of them. */
  readonly #asked = new Map<string, number>()
  /** Answers of this instant, judged when it is over. */
  #answers: { heard: Heard; answer: TraceEvent }[] = []
  #fresh: Acked[] = []
  #next = 0

  /** `freshMs`: a network that loses nothing; so long may an entry take to each follower. */
  constructor(P: Properties, o: { freshMs?: Ms } = {}) {
    this.#P = P
    this.#freshMs = o.freshMs
  }

  /** Reads what happened since the last call. To be called at the end of each instant. */
  see(w: World): this {
    if (this.#next === w.trace.length) return this
    for (const s of this.#shown.values()) s.shortest = s.log.length
    for (; this.#next < w.trace.length && !this.found; this.#next++)
      this.#read(w.trace[this.#next] as TraceEvent)
    for (const a of this.#answers) if (!this.found) this.#judge(a.heard, a.answer)
    this.#answers = []
    if (!this.found) this.#overdue(w)
    return this
  }

  length(node: NodeId): number {
    return this.#shown.get(node)?.log.length ?? 0
  }

  /** So many entries the leader has shown or answered for. */
  get promised(): number {
    return Math.max(this.leaderLog.length, ...this.acked.keys())
  }

  /** What is said about the first follower that has fewer than `wanted` entries; undefined: none has. */
  behind(w: World, wanted: number): Finding | undefined {
    const node = FOLLOWERS.find((f) => this.length(f) < wanted)
    if (!node) return undefined
    return say.behind(w, node, this.length(node), wanted, [this.leaderEvent, this.#of(node).event])
  }

  #read(e: TraceEvent): void {
    if (!NODES.includes(e.node as 'n1')) return
    if (e.kind === 'view') this.#view(e)
    else if (e.kind === 'boot') this.#boot(e)
    else if (e.kind === 'resume') this.#of(e.node).awakeSince = e.at
    else if (e.kind === 'deliver' && e.re === undefined && (e.type === 'add' || e.type === 'get'))
      this.#hear(e)
    else if (e.kind === 'send' && e.re !== undefined && this.#heard.has(e.re)) {
      this.#answers.push({ heard: this.#heard.get(e.re) as Heard, answer: e })
      this.#heard.delete(e.re)
    }
  }

  #of(node: NodeId): Shown {
    const known = this.#shown.get(node)
    if (known) return known
    const s: Shown = { log: [], event: -1, shortest: 0, reachedAt: [], awakeSince: 0, inc: 0 }
    this.#shown.set(node, s)
    return s
  }

  #boot(e: TraceEvent): void {
    this.#shown.set(e.node, {
      log: [],
      event: e.id,
      shortest: 0,
      reachedAt: [],
      awakeSince: e.at,
      inc: e.inc,
    })
    for (const [msg, h] of this.#heard) if (h.node === e.node) this.#heard.delete(msg)
  }

  #hear(e: TraceEvent): void {
    const body = (e.body ?? {}) as { key?: string; by?: number; minIndex?: number }
    const { key = '', by = 0, minIndex } = body
    const type = e.type as Heard['type']
    if (type === 'add' && e.node === LEADER) this.#asked.set(nameOf(key, by), this.#count(key, by) + 1)
    // A learner's nodes may use these names among themselves.
    if (NODES.includes(e.peer as 'n1')) return
    this.#heard.set(e.msg as number, { node: e.node, event: e.id, type, key, by, minIndex, at: e.at })
  }

  #count(key: string, by: number): number {
    return this.#asked.get(nameOf(key, by)) ?? 0
  }

  #view(e: TraceEvent): undefined {
    const log = (e.data as { log?: unknown } | null)?.log
    if (!isLog(log)) return this.#find(this.#P.prefix, say.noLog(e))
    const s = this.#of(e.node)
    s.shortest = Math.min(s.shortest, log.length)
    if (log.length < s.log.length) s.reachedAt.length = log.length + 1
    for (let n = s.reachedAt.length; n <= log.length; n++) s.reachedAt[n] = e.at
    s.log = log
    s.event = e.id
    if (e.node === LEADER) this.#leads(e, log)
    const checked = e.node === LEADER ? FOLLOWERS : [e.node]
    for (const f of checked) {
      const at = firstDifference(this.#of(f).log, this.leaderLog)
      if (at !== undefined)
        this.#find(this.#P.prefix, say.notAPrefix(f, at, this.#of(f), this.leaderLog, this.leaderEvent, e))
    }
  }

  #leads(e: TraceEvent, log: readonly Entry[]): undefined {
    this.leaderLog = log
    this.leaderEvent = e.id
    const made = new Map<string, number>()
    for (const x of log) {
      const name = nameOf(x.key, x.by)
      made.set(name, (made.get(name) ?? 0) + 1)
      if ((made.get(name) ?? 0) > this.#count(x.key, x.by))
        this.#find(this.#P.ownIndex, say.unasked(e, x, this.#count(x.key, x.by)))
    }
    for (const a of this.acked.values()) {
      const x = log[a.index - 1]
      if (!x || x.key !== a.key || x.by !== a.by) return this.#find(this.#P.durable, say.lost(e, a, x))
    }
  }

  #judge(heard: Heard, answer: TraceEvent): undefined {
    if (heard.type === 'get') this.#got(heard, answer)
    else if (heard.node !== LEADER) {
      if (answer.label !== 'refused' || answer.data !== 'not-leader')
        this.#find(this.#P.leaderOnly, say.acceptedAdd(heard, answer))
    } else this.#added(heard, answer)
  }

  #added(heard: Heard, answer: TraceEvent): undefined {
    const { index, value } = (answer.body ?? {}) as { index?: unknown; value?: unknown }
    if (answer.label === 'refused' || typeof index !== 'number' || typeof value !== 'number')
      return this.#find(this.#P.ownIndex, say.noIndex(heard, answer))
    const x = this.leaderLog[index - 1]
    const twin = this.acked.get(index)
    if (twin || !x || x.key !== heard.key || x.by !== heard.by)
      return this.#find(this.#P.ownIndex, say.otherIndex(heard, answer, index, x, twin, this.leaderEvent))
    const sum = sumOf(this.leaderLog, heard.key, index)
    if (value !== sum) return this.#find(this.#P.ownIndex, say.otherValue(heard, answer, index, sum, value))
    const acked = { ...x, event: answer.id, at: answer.at }
    this.acked.set(index, acked)
    if (this.#freshMs !== undefined) this.#fresh.push(acked)
  }

  #got(heard: Heard, answer: TraceEvent): undefined {
    const s = this.#of(heard.node)
    const { minIndex } = heard
    if (answer.label === 'refused') return this.#refused(heard, answer, s)
    const { index, value } = (answer.body ?? {}) as { index?: unknown; value?: unknown }
    if (typeof index !== 'number' || typeof value !== 'number')
      return this.#find(this.#P.value, say.noValue(heard, answer))
    if (minIndex !== undefined && index < minIndex)
      return this.#find(this.#P.minIndex, say.tooOld(heard, answer, index))
    if (index < s.shortest || index > s.log.length)
      return this.#find(this.#P.value, say.otherLength(heard, answer, index, s))
    const sum = sumOf(this.leaderLog, heard.key, index)
    if (value !== sum)
      this.#find(this.#P.value, say.otherSum(heard, answer, index, sum, value, s, this.leaderLog))
  }

  #refused(heard: Heard, answer: TraceEvent, s: Shown): undefined {
    const { minIndex } = heard
    if (minIndex === undefined || answer.data !== 'lagging')
      return this.#find(
        minIndex === undefined ? this.#P.atOnce : this.#P.minIndex,
        say.wrongRefusal(heard, answer),
      )
    const waited = answer.at - heard.at
    if (waited < WAIT_MS - ROUNDING_MS || s.shortest >= minIndex)
      this.#find(this.#P.minIndex, say.refusedEarly(heard, answer, s.shortest))
  }

  /** Requests that should have been answered, and entries that should have arrived. */
  #overdue(w: World): undefined {
    for (const h of this.#heard.values()) {
      if (!w.isUp(h.node) || w.isPaused(h.node)) continue
      const s = this.#of(h.node)
      const waits = h.type === 'get' && h.minIndex !== undefined
      const there = waits ? (s.reachedAt[h.minIndex as number] ?? Number.POSITIVE_INFINITY) : h.at
      const due = Math.max(h.at, s.awakeSince, Math.min(there, waits ? h.at + WAIT_MS : h.at))
      if (w.now <= due + PROMPT_MS) continue
      const p = waits
        ? this.#P.minIndex
        : h.node !== LEADER && h.type === 'add'
          ? this.#P.leaderOnly
          : this.#P.atOnce
      return this.#find(p, say.unanswered(w, h, s))
    }
    while (this.#fresh[0] && w.now > this.#fresh[0].at + (this.#freshMs ?? 0)) {
      const a = this.#fresh.shift() as Acked
      const late = FOLLOWERS.find((f) => this.length(f) < a.index)
      if (late) return this.#find(this.#P.catchUp, say.late(w, late, a, this.length(late)))
    }
  }

  #find(property: Property, finding: Finding): undefined {
    this.found ??= { property, finding }
  }
}

/** The sum of a key over the first `index` entries. */
export function sumOf(log: readonly Entry[], key: string, index: number): number {
  let sum = 0
  for (const e of log.slice(0, index)) if (e.key === key) sum += e.by
  return sum
}

/** The first place (from 0) at which `log` is not what `leader` has; undefined: it is a prefix. */
function firstDifference(log: readonly Entry[], leader: readonly Entry[]): number | undefined {
  const i = log.findIndex((e, n) => {
    const x = leader[n]
    return !x || x.key !== e.key || x.by !== e.by || e.index !== n + 1
  })
  return i < 0 ? undefined : i
}

function nameOf(key: string, by: number): string {
  return `${by} ${key}`
}

function isLog(log: unknown): log is readonly Entry[] {
  return (
    Array.isArray(log) &&
    log.every((e) => typeof e?.index === 'number' && typeof e.key === 'string' && typeof e.by === 'number')
  )
}
