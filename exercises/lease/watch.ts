/**
 * Follows one run and compares what nodes say with what was promised. It reads the wire only: replies of the server,
 * answers to `use`, deliveries. Both suites judge with it.
 */
import type { Json, Ms, NodeId, TraceEvent } from '../../lib/sim/index.ts'
import type { Finding, World } from '../../lib/suite/index.ts'
import {
  exclusion,
  forgotten,
  malformed,
  nameless,
  notEmpty,
  otherRefusal,
  overheld,
  regrant,
  renewedGivenBack,
  restarted,
  reused,
  revived,
  stuck,
  unbidden,
  unfounded,
  unwanted,
  useless,
  wrongTerm,
} from './findings.ts'

export const RHO = 0.05
export const MAX = 2000
export const CONFIG = { rho: RHO, max: MAX }
export const HOLDERS = ['h1', 'h2', 'h3'] as const
/** The part of a term that a holder may count on, on its own clock. */
export const SHARE = (1 - RHO) / (1 + RHO)
/** The part that it must be able to use when no clock drifts. */
export const USEFUL_SHARE = 0.85
/** Answers that take longer need not be waited for: a holder may have given up on the request. */
const PROMPT_MS = 400
/** Two things this close are taken for cause and effect, in what is said about them. */
const AT_ONCE_MS = 50
/** Clocks read whole microseconds; a rounding is not a violation. */
const ROUNDING_MS = 0.01
/** 1.2·MAX + 500: after this long without a grant or renewal, a lease must be free. */
export const HANDOVER_MS = 1.2 * MAX + 500

/** What can be seen to go wrong. A scenario says which property each kind belongs to. */
export type Kind =
  | 'exclusion' // ok while another was granted the lease since
  | 'unwanted' // ok after `want {on: false}`
  | 'unfounded' // ok without ever having been granted a lease
  | 'restarted' // ok on a lease of an earlier incarnation
  | 'overheld' // ok beyond sentAt + term·(1−ρ)/(1+ρ)
  | 'useless' // not ok although it may and must be
  | 'dropped' // the same, from the moment at which a renewal was refused
  | 'regrant' // granted before the old term had passed on the server's clock
  | 'forgotten' // the same across a restart of the server
  | 'term' // more than was asked for, or more than MAX
  | 'reused' // one lease id for two leases
  | 'revived' // renewed a lease that had ended
  | 'stuck' // busy, although no promise can be left to keep
  | 'answer' // a message that is none of those the wire knows
  | 'unbidden' // asked for the lease although not told to want it, or to renew one that it had given back

export interface Grant {
  readonly lease: string
  readonly to: NodeId
  readonly req: Json
  readonly term: Ms
  /** The server's reply. */
  readonly event: number
  readonly at: Ms
  /** The request that it answered. */
  readonly asked: Request
  /** When the server heard the acquire or, later, the last renew that it granted. */
  heardAt: Ms
  heardMono: Ms
  serverInc: number
  renewals: number
  /** When a release of it reached the server. */
  releasedAt: Ms | undefined
}

export interface Request {
  readonly event: number
  readonly from: NodeId
  readonly at: Ms
  /** The sender's own clock; true time for the suite's clients. */
  readonly mono: Ms
  readonly inc: number
  readonly wish: number
  readonly body: { req?: Json; term?: Ms; lease?: string }
}

/** What a holder knows from replies that reached it in this incarnation. Times are on its own clock. */
export interface Belief {
  lease: string | undefined
  until: Ms
  usefulUntil: Ms
  /** The reply that set `until`, and the request it answered. */
  reply: number
  askedMono: Ms
  askedAt: Ms
  answeredAt: Ms
  renewals: number
}

const NOTHING: Readonly<Belief> = {
  lease: undefined,
  until: Number.NEGATIVE_INFINITY,
  usefulUntil: Number.NEGATIVE_INFINITY,
  reply: -1,
  askedMono: 0,
  askedAt: 0,
  answeredAt: 0,
  renewals: 0,
}

export class Watch {
  /** The first finding of each kind. */
  readonly found: Partial<Record<Kind, Finding>> = {}
  /** The last grant issued, if any. */
  current: Grant | undefined
  readonly grants: Grant[] = []
  /** Renew requests sent, by sender. */
  readonly renewsSent = new Map<NodeId, number>()
  readonly rates = new Map<NodeId, number>()
  #next = 0
  #serverBootAt = 0
  #serverResumedAt = Number.NEGATIVE_INFINITY
  #requests = new Map<number, Request>()
  #heard = new Map<number, { at: Ms; mono: Ms }>()
  /** Acquires that the server has heard and not answered: one may have been granted already. */
  #pending = new Set<number>()
  #byId = new Map<string, Grant>()
  #beliefs = new Map<NodeId, Belief>()
  #wants = new Map<NodeId, boolean>()
  #wishes = new Map<NodeId, number>()
  /** The release of a lease, by who sent it and which. */
  #givenBack = new Map<string, TraceEvent>()
  /** Of another lease than the one granted last, since that was granted. */
  #lateRelease: TraceEvent | undefined
  /** The last `want` that reached the holder. */
  #told = new Map<NodeId, TraceEvent>()
  #lastOk = new Map<NodeId, Ms>()
  /** When a refused renew last reached the holder. */
  #refused = new Map<NodeId, Ms>()
  #supplied: boolean

  /** `supplied`: the server is the suite's own, which runs on true time and is not judged. */
  constructor(supplied = false) {
    this.#supplied = supplied
  }

  /** Reads what happened since the last call. Must be called at every event, so that clocks are read at its instant. */
  see(w: World): this {
    for (; this.#next < w.trace.length; this.#next++) this.#read(w.trace[this.#next] as TraceEvent, w)
    return this
  }

  belief(holder: NodeId): Readonly<Belief> {
    return this.#beliefs.get(holder) ?? NOTHING
  }

  /** True when the reply to its acquire has reached the holder. */
  believes(holder: NodeId): boolean {
    return this.belief(holder).lease !== undefined
  }

  /** True when the holder was told to let go, or restarted, after it had sent the request that `reply` answers. */
  changedItsMind(holder: NodeId, reply: TraceEvent): boolean {
    const asked = this.#requests.get(reply.re ?? -1)
    return asked !== undefined && (asked.wish !== (this.#wishes.get(holder) ?? 0) || asked.inc !== reply.inc)
  }

  /** True once some holder has answered ok at or after `ms`. */
  usedAfter(ms: Ms): boolean {
    return [...this.#lastOk.values()].some((at) => at >= ms)
  }

  /** True time at which the holder's own clock reads `mono`. */
  trueTime(w: World, holder: NodeId, mono: Ms): Ms {
    return w.now + (mono - w.mono(holder)) / (this.rates.get(holder) ?? 1)
  }

  #read(e: TraceEvent, w: World): void {
    if (e.kind === 'send') {
      if (e.re === undefined) this.#request(e, w)
      else if (e.type === 'release' || e.type === 'want') this.#acknowledged(e)
      else if (e.label === 'refused') this.#refusedBy(e)
      else if (e.node === 'server' && e.type === 'acquire') this.#answered(e, w)
      else if (e.node === 'server' && e.type === 'renew') this.#renewed(e)
      else if (e.type === 'use') this.#used(e, w)
    } else if (e.kind === 'deliver') {
      if (e.node === 'server') this.#arrived(e, w)
      else if (e.type === 'want' && e.re === undefined) this.#wanted(e)
      else if (e.re !== undefined && e.label !== 'refused') this.#learned(e)
      else if (e.re !== undefined && e.type === 'renew') this.#refused.set(e.node, e.at)
    } else if (e.kind === 'boot') {
      if (e.node === 'server') {
        this.#serverBootAt = e.at
        this.#pending.clear()
      }
      this.#beliefs.delete(e.node)
      this.#wants.delete(e.node)
      this.#told.delete(e.node)
    } else if (e.kind === 'resume' && e.node === 'server') this.#serverResumedAt = e.at
    else if (e.kind === 'drift') this.rates.set(e.node, e.data as number)
  }

  #request(e: TraceEvent, w: World): void {
    if (e.peer !== 'server' || e.msg === undefined) return
    if (e.type === 'renew') this.renewsSent.set(e.node, (this.renewsSent.get(e.node) ?? 0) + 1)
    if (e.type === 'acquire' && HOLDERS.includes(e.node as 'h1') && this.#wants.get(e.node) !== true)
      this.#find('unbidden', unbidden(e, this.#told.get(e.node)))
    const { lease } = (e.body ?? {}) as Request['body']
    if (e.type === 'release' && typeof lease !== 'string') this.#find('answer', nameless(e))
    else if (e.type === 'release') this.#givenBack.set(`${e.node} ${lease}`, e)
    const back = e.type === 'renew' && this.#givenBack.get(`${e.node} ${lease}`)
    if (back) this.#find('unbidden', renewedGivenBack(e, back))
    this.#requests.set(e.msg, {
      event: e.id,
      from: e.node,
      at: e.at,
      mono: HOLDERS.includes(e.node as 'h1') ? w.mono(e.node) : e.at,
      inc: e.inc,
      wish: this.#wishes.get(e.node) ?? 0,
      body: (e.body ?? {}) as Request['body'],
    })
  }

  #arrived(e: TraceEvent, w: World): void {
    if (e.msg === undefined) return
    if (e.type === 'acquire') this.#pending.add(e.msg)
    this.#heard.set(e.msg, { at: e.at, mono: this.#supplied ? e.at : w.mono('server') })
    if (e.type !== 'release' || !this.current) return
    if (this.current.lease === (e.body as Request['body'] | null)?.lease) this.current.releasedAt = e.at
    else this.#lateRelease = e
  }

  #answered(e: TraceEvent, w: World): void {
    const body = (e.body ?? {}) as { lease?: unknown; term?: unknown; busy?: unknown; retryAfter?: unknown }
    const asked = this.#requests.get(e.re as number)
    const heard = this.#heard.get(e.re as number)
    this.#pending.delete(e.re as number)
    if (!asked || !heard) return
    const { lease, term } = body
    if (typeof lease === 'string' && typeof term === 'number') this.#granted(e, w, asked, heard, lease, term)
    else if (body.busy === true && typeof body.retryAfter === 'number') this.#judgeBusy(e, asked, heard.at)
    else
      this.#find(
        'answer',
        malformed(e, asked, '{lease: string, term: number} or {busy: true, retryAfter: number}'),
      )
  }

  #judgeBusy(e: TraceEvent, asked: Request, heardAt: Ms): void {
    const old = this.current
    if (this.#supplied || this.#pending.size > 0) return
    if (heardAt - this.#serverBootAt < HANDOVER_MS) return
    // On waking it may answer what waited before it runs the timer that frees the lease.
    if (heardAt - this.#serverResumedAt < AT_ONCE_MS) return
    if (old && old.releasedAt === undefined && heardAt - old.heardAt < HANDOVER_MS) return
    if (old?.releasedAt !== undefined && heardAt < old.releasedAt) return
    this.#find('stuck', stuck(e, asked, old, heardAt))
  }

  #granted(
    e: TraceEvent,
    w: World,
    asked: Request,
    heard: { at: Ms; mono: Ms },
    lease: string,
    term: Ms,
  ): void {
    const old = this.current
    const again = old && old.lease === lease && old.to === asked.from && old.req === (asked.body.req ?? null)
    if (again) return
    const mono = this.#supplied ? e.at : w.mono('server')
    if (!this.#supplied) {
      if (old && old.releasedAt === undefined) this.#judgeRegrant(e, old, asked, mono)
      const most = Math.min(asked.body.term ?? MAX, MAX)
      if (term !== most)
        this.#find(
          'term',
          wrongTerm(e, asked, most, term, `It was asked for ${asked.body.term} ms, and MAX is ${MAX}.`),
        )
      const twin = this.#byId.get(lease)
      if (twin) this.#find('reused', reused(e, asked, lease, twin))
    }
    this.#lateRelease = undefined
    this.current = {
      lease,
      to: asked.from,
      req: asked.body.req ?? null,
      term,
      event: e.id,
      at: e.at,
      asked,
      heardAt: heard.at,
      heardMono: heard.mono,
      serverInc: e.inc,
      renewals: 0,
      releasedAt: undefined,
    }
    this.grants.push(this.current)
    this.#byId.set(lease, this.current)
  }

  #judgeRegrant(e: TraceEvent, old: Grant, asked: Request, mono: Ms): void {
    if (old.serverInc === e.inc) {
      const age = mono - old.heardMono
      if (age < old.term - ROUNDING_MS) this.#find('regrant', regrant(e, asked, old, age, this.#lateRelease))
      return
    }
    // Whatever the server saved, no rule lets it grant before the fastest clock in the band has counted out the term.
    const least = old.term / (1 + RHO)
    if (e.at - old.heardAt < least - ROUNDING_MS) this.#find('forgotten', forgotten(e, asked, old))
  }

  #renewed(e: TraceEvent): void {
    const renew = this.#requests.get(e.re as number)
    const heard = this.#heard.get(e.re as number)
    if (!renew || !heard) return
    const term = (e.body as { term?: unknown } | null)?.term
    if (typeof term !== 'number') {
      this.#find('answer', malformed(e, renew, '{term: number}'))
      return
    }
    const old = this.current
    // Decided before the lease ended, said after it: nothing is revived.
    if (old && heard.at < (old.lease === renew.body.lease ? (old.releasedAt ?? 0) : old.at)) return
    const ended =
      !old || old.lease !== renew.body.lease || (old.releasedAt !== undefined && old.serverInc === e.inc)
    if (ended && !this.#supplied) this.#find('revived', revived(e, renew, old))
    if (!old || old.lease !== renew.body.lease) return
    if (term !== old.term)
      this.#find('term', wrongTerm(e, renew, old.term, term, `${old.lease} was granted for ${old.term} ms.`))
    old.releasedAt = undefined
    old.heardAt = heard.at
    old.heardMono = heard.mono
    old.serverInc = e.inc
    old.renewals++
  }

  /** `{}` is all that a release and a want are answered with. */
  #acknowledged(e: TraceEvent): void {
    if (JSON.stringify(e.body) !== '{}' && !(this.#supplied && e.node === 'server'))
      this.#find('answer', notEmpty(e))
  }

  #refusedBy(e: TraceEvent): void {
    const renew = this.#requests.get(e.re as number)
    if (e.node !== 'server' || e.type !== 'renew' || this.#supplied || !renew) return
    if (e.data !== 'gone') this.#find('answer', otherRefusal(e, renew))
  }

  #wanted(e: TraceEvent): void {
    this.#told.set(e.node, e)
    const on = (e.body as { on?: unknown } | null)?.on === true
    if (this.#wants.get(e.node) === on) return
    this.#wants.set(e.node, on)
    this.#wishes.set(e.node, (this.#wishes.get(e.node) ?? 0) + 1)
    if (!on) this.#beliefs.delete(e.node)
  }

  #learned(e: TraceEvent): void {
    const asked = this.#requests.get(e.re as number)
    if (!asked || asked.from !== e.node || asked.inc !== e.inc) return
    const before = this.belief(e.node)
    const answer = (e.body ?? {}) as { lease?: unknown; term?: unknown }
    const sameWish = asked.wish === (this.#wishes.get(e.node) ?? 0)
    let from: Request | undefined
    if (e.type === 'acquire' && typeof answer.lease === 'string') {
      // Several requests may carry one `req`; the lease began with the one that the server granted.
      const grant = this.#byId.get(answer.lease)
      if (grant && grant.to === e.node && grant.asked.inc === e.inc) from = grant.asked
    } else if (e.type === 'renew' && sameWish && asked.body.lease === before.lease) from = asked
    if (!from || typeof answer.term !== 'number') return
    const until = from.mono + answer.term * SHARE
    const counts = sameWish && e.at - asked.at <= PROMPT_MS
    const latest = until >= before.until
    this.#beliefs.set(e.node, {
      lease: e.type === 'acquire' ? String(answer.lease) : before.lease,
      until: Math.max(before.until, until),
      usefulUntil: counts
        ? Math.max(before.usefulUntil, from.mono + answer.term * USEFUL_SHARE)
        : before.usefulUntil,
      reply: latest ? e.id : before.reply,
      askedMono: latest ? from.mono : before.askedMono,
      askedAt: latest ? from.at : before.askedAt,
      answeredAt: latest ? e.at : before.answeredAt,
      renewals: e.type === 'renew' ? before.renewals + 1 : 0,
    })
  }

  #used(e: TraceEvent, w: World): void {
    const b = this.belief(e.node)
    const mono = w.mono(e.node)
    const wants = this.#wants.get(e.node)
    if ((e.body as { ok?: unknown } | null)?.ok !== true) {
      if (wants !== true || mono > b.usefulUntil) return
      const refused = this.#refused.get(e.node) ?? Number.NEGATIVE_INFINITY
      const atRefusal = e.at - refused < AT_ONCE_MS && refused - (this.#lastOk.get(e.node) ?? 0) < AT_ONCE_MS
      this.#find(atRefusal ? 'dropped' : 'useless', useless(e, b, mono))
      return
    }
    this.#lastOk.set(e.node, e.at)
    const told = this.#told.get(e.node)
    if (e.inc > 0 && (wants === undefined || b.lease === undefined)) {
      const restart = w.trace.findLast((x) => x.kind === 'restart' && x.node === e.node && x.id < e.id)
      const from = restart?.id ?? 0
      // What it may have taken for a grant.
      const answers = w.trace.filter(
        (x) => x.id > from && x.kind === 'deliver' && x.node === e.node && x.type === 'acquire',
      )
      this.#find('restarted', restarted(e, restart?.id, answers.slice(-1)))
    } else if (wants === false) this.#find('unwanted', unwanted(e, told))
    else if (b.lease === undefined) this.#find('unfounded', unfounded(e, told))
    const other = this.current
    if (other && other.to !== e.node)
      this.#find(
        'exclusion',
        exclusion(e, b, other, (node) => this.rates.get(node) ?? 1, told),
      )
    if (b.lease !== undefined && mono >= b.until + ROUNDING_MS) this.#find('overheld', overheld(e, b, mono))
  }

  #find(kind: Kind, f: Finding): void {
    this.found[kind] ??= f
  }
}
