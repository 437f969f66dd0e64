/** Follows one run and judges what the controller sends and answers. It reads messages only. */
import type { EventId, Ms, NodeId, TraceEvent } from '../../lib/sim/index.ts'
import type { Finding, Property, World } from '../../lib/suite/index.ts'
import * as say from './findings.ts'
import type { Properties } from './properties.ts'
import { CONTROLLER, isWorker, LEDGER } from './world.ts'

/** An answer that takes longer is a miss. */
export const PING_TIMEOUT_MS = 150
/** So many misses in a row are a failure. */
export const MISSES = 3
/** A fence or an activate may be repeated when it has been under way for so long. */
const STEP_MS = 100
/** who is answered at once; that may take this long. */
const PROMPT_MS = 20
/** Timers fire at whole microseconds; an answer at the very end of the wait may count either way. */
const ROUNDING_MS = 0.01

export interface Ping {
  readonly worker: NodeId
  readonly event: EventId
  readonly at: Ms
  /** When an answer reached the controller in the life in which it asked. */
  answeredAt: Ms | undefined
  answer: EventId | undefined
  /** The epoch under which the answer says that the worker is active. */
  activeUnder: number | undefined
  readonly inc: number
}

export interface Offer {
  readonly worker: NodeId
  readonly epoch: number
  readonly event: EventId
  readonly at: Ms
  readonly inc: number
}

/** A fence or an activate of the controller. */
export interface Step {
  readonly type: 'fence' | 'activate'
  readonly event: EventId
  readonly at: Ms
  readonly inc: number
  answeredAt: Ms | undefined
}

/** The last offer, once its acknowledgement has reached the controller. */
export interface Acknowledged {
  readonly offer: Offer
  readonly at: Ms
  readonly event: EventId
}

export interface Named {
  readonly worker: NodeId
  readonly epoch: number
  readonly at: Ms
  readonly event: EventId
}

export interface Found {
  readonly property: Property
  readonly finding: Finding
}

export class Watch {
  found: Found | undefined
  /** Offers in order; the worker of the last one is the incumbent. */
  readonly offers: Offer[] = []
  /** Offers that went to another worker than the one before. */
  readonly switches: Offer[] = []
  readonly pings: Ping[] = []
  readonly steps: Step[] = []
  /** When the ledger last took an entry of a worker under an epoch. */
  readonly appended = new Map<string, Ms>()
  readonly #P: Properties
  #next = 0
  /** Requests by message number: what was asked for by whom. */
  readonly #asked = new Map<number, TraceEvent>()
  readonly #pinged = new Map<number, Ping>()
  readonly #stepped = new Map<number, Step>()
  readonly #fenced = new Map<number, EventId>()
  /** Worker and epoch that a reply has shown to be active, and that reply. */
  readonly #proven = new Map<string, EventId>()
  #who: TraceEvent | undefined
  /** What who named last; undefined: nobody. */
  #current: Named | undefined
  #acknowledged: Acknowledged | undefined
  #restart: TraceEvent | undefined
  #awakeSince: Ms = 0

  constructor(P: Properties) {
    this.#P = P
  }

  see(w: World): this {
    for (; this.#next < w.trace.length && !this.found; this.#next++)
      this.#read(w.trace[this.#next] as TraceEvent)
    const due = Math.max(this.#who?.at ?? 0, this.#awakeSince) + PROMPT_MS
    if (this.#who && w.now > due && w.isUp(CONTROLLER) && !w.isPaused(CONTROLLER))
      this.#find(this.#P.takeover, say.silent(w, this.#who))
    return this
  }

  get incumbent(): Offer | undefined {
    return this.offers.at(-1)
  }

  /** After `fromMs` the ledger took an entry of the worker that who named last, under that epoch. */
  serving(fromMs: Ms): boolean {
    const n = this.#current
    return n !== undefined && n.at > fromMs && (this.appended.get(nameOf(n.worker, n.epoch)) ?? -1) > fromMs
  }

  /** What the controller did last for nobody to be served; undefined where there is nothing to tell. */
  stuck(w: World, fromMs: Ms, since: EventId | undefined): Finding {
    const asked = this.pings.findLast((p) => p.worker === this.incumbent?.worker)
    return say.nobodyServes(w, fromMs, since, this.incumbent, this.#current, asked)
  }

  #read(e: TraceEvent): void {
    if (e.kind === 'send' && e.re === undefined && e.msg !== undefined) {
      if (e.node === CONTROLLER || e.type === 'append') this.#asked.set(e.msg, e)
      if (e.node === CONTROLLER && isWorker(e.peer) && e.type === 'ping') this.#ping(e)
      if (e.node === CONTROLLER && isWorker(e.peer) && e.type === 'activate') this.#offer(e)
      if (e.node === CONTROLLER && (e.type === 'fence' || e.type === 'activate')) this.#step(e, e.type)
    } else if (e.kind === 'send' && e.node === CONTROLLER && e.type === 'who') this.#named(e)
    else if (e.kind === 'send' && e.node === LEDGER && e.type === 'append' && e.label !== 'refused')
      this.#took(e)
    else if (e.kind === 'deliver' && e.node === CONTROLLER) this.#heard(e)
    else if (e.node === CONTROLLER && e.kind === 'boot') {
      if (e.inc > 0) this.#restart = e
      this.#who = undefined
      this.#acknowledged = undefined
      this.#awakeSince = e.at
    } else if (e.node === CONTROLLER && e.kind === 'resume') {
      this.#acknowledged = undefined
      this.#awakeSince = e.at
    }
  }

  #ping(e: TraceEvent): void {
    const ping: Ping = {
      worker: e.peer as NodeId,
      event: e.id,
      at: e.at,
      answeredAt: undefined,
      answer: undefined,
      activeUnder: undefined,
      inc: e.inc,
    }
    this.pings.push(ping)
    this.#pinged.set(e.msg as number, ping)
  }

  #step(e: TraceEvent, type: 'fence' | 'activate'): void {
    const underWay = this.steps.find(
      (s) => s.inc === e.inc && s.answeredAt === undefined && e.at - s.at < STEP_MS - ROUNDING_MS,
    )
    if (underWay) this.#find(this.#P.oneMove, say.twoMoves(e, underWay))
    const step: Step = { type, event: e.id, at: e.at, inc: e.inc, answeredAt: undefined }
    this.steps.push(step)
    this.#stepped.set(e.msg as number, step)
  }

  #heard(e: TraceEvent): void {
    if (e.re === undefined) {
      if (e.type === 'who') this.#who = e
      return
    }
    const ping = this.#pinged.get(e.re)
    if (ping && ping.inc === e.inc && ping.answeredAt === undefined) {
      ping.answeredAt = e.at
      ping.answer = e.id
      const state = e.body as { active?: boolean; epoch?: number } | null
      ping.activeUnder = state?.active === true ? state.epoch : undefined
    }
    const step = this.#stepped.get(e.re)
    if (step) step.answeredAt ??= e.at
    if (e.label === 'refused') return
    const asked = this.#asked.get(e.re)
    const epoch = (asked?.body as { epoch?: number } | null)?.epoch ?? 0
    if (asked?.type === 'fence' && asked.peer === LEDGER && !this.#fenced.has(epoch))
      this.#fenced.set(epoch, e.id)
    if (asked?.type === 'activate' && isWorker(asked.peer)) this.#proven.set(nameOf(asked.peer, epoch), e.id)
    const state = e.body as { active?: boolean; epoch?: number } | null
    if (ping && state?.active === true) this.#proven.set(nameOf(ping.worker, state.epoch ?? 0), e.id)
    const last = this.incumbent
    // A later acknowledgement may have found nobody who waited for it.
    if (asked?.type === 'activate' && asked.inc === e.inc && last?.event === asked.id)
      if (e.at - asked.at < STEP_MS && asked.at > this.#awakeSince)
        this.#acknowledged = { offer: last, at: e.at, event: e.id }
    const known = this.#acknowledged?.offer
    if (ping && ping.worker === known?.worker && !(state?.active === true && state.epoch === known.epoch))
      this.#acknowledged = undefined
  }

  #offer(e: TraceEvent): undefined {
    const worker = e.peer as NodeId
    const epoch = (e.body as { epoch?: unknown } | null)?.epoch
    if (typeof epoch !== 'number') return this.#find(this.#P.fenceFirst, say.noEpoch(e))
    this.#acknowledged = undefined
    const before = this.incumbent
    const offer = { worker, epoch, event: e.id, at: e.at, inc: e.inc }
    if (!this.#fenced.has(epoch))
      return this.#find(this.#P.fenceFirst, say.unfenced(offer, this.#askedToFence(epoch)))
    const highest = this.offers.reduce<Offer | undefined>(
      (a, b) => (a && a.epoch >= b.epoch ? a : b),
      undefined,
    )
    if (highest && (epoch < highest.epoch || (epoch === highest.epoch && worker !== highest.worker)))
      return this.#find(this.#P.oneWorkerPerEpoch, say.offeredAgain(offer, highest, this.#restart))
    if (before && worker !== before.worker) {
      this.#judgeSwitch(offer, before)
      this.switches.push(offer)
    }
    this.offers.push(offer)
  }

  #judgeSwitch(offer: Offer, before: Offer): undefined {
    const decided = this.pings.filter((p) => p.worker === before.worker && this.#isDecided(p, offer))
    const last = decided.slice(-MISSES)
    const answered = last.findLast((p) => !missed(p))
    if (last.length === MISSES && !answered) return
    const restarted = this.#restart && this.#restart.at > before.at ? this.#restart : undefined
    const asked = restarted && decided.filter((p) => p.at >= restarted.at)
    if (restarted && (asked?.length ?? 0) < MISSES)
      return this.#find(this.#P.restart, say.movedByRestart(offer, before, restarted, asked?.length ?? 0))
    const wasThere = this.offers.some((o) => o.worker === offer.worker)
    const p = wasThere ? this.#P.noFailBack : this.#P.patience
    this.#find(p, say.tooEarly(offer, before, last, answered, wasThere))
  }

  /** It was answered, or its time is over, in the life in which it was sent. */
  #isDecided(p: Ping, offer: Offer): boolean {
    if (p.answeredAt !== undefined) return true
    return (
      (this.#restart === undefined || p.at >= this.#restart.at) &&
      offer.at - p.at >= PING_TIMEOUT_MS - ROUNDING_MS
    )
  }

  #named(e: TraceEvent): undefined {
    this.#who = undefined
    const { active, epoch } = (e.body ?? {}) as { active?: unknown; epoch?: unknown }
    if (
      e.label === 'refused' ||
      typeof epoch !== 'number' ||
      !(active === null || isWorker(active as NodeId))
    )
      return this.#find(this.#P.named, say.noName(e))
    this.#current = undefined
    const known = this.#acknowledged
    if (known && active !== known.offer.worker && e.at > known.at + 1 && !this.#missedSince(known, e.at))
      return this.#find(this.#P.namedAtOnce, say.unnamed(e, known))
    if (active === null) return
    const worker = active as NodeId
    const last = this.incumbent
    if (!this.#proven.has(nameOf(worker, epoch)))
      return this.#find(this.#P.named, say.unproven(e, worker, epoch, this.offers, this.pings))
    if (last && last.epoch > epoch) return this.#find(this.#P.named, say.outdated(e, worker, epoch, last))
    this.#current = { worker, epoch, at: e.at, event: e.id }
  }

  #missedSince(known: Acknowledged, now: Ms): boolean {
    const { worker, inc } = known.offer
    return this.pings.some((p) => {
      const end = p.at + PING_TIMEOUT_MS - 1
      return p.worker === worker && p.inc === inc && end > known.at && end <= now && missed(p)
    })
  }

  #took(e: TraceEvent): void {
    const asked = this.#asked.get(e.re as number)
    const epoch = (asked?.body as { epoch?: number } | null)?.epoch ?? 0
    if (asked) this.appended.set(nameOf(asked.node, epoch), e.at)
  }

  #askedToFence(epoch: number): TraceEvent | undefined {
    for (const e of this.#asked.values())
      if (e.type === 'fence' && (e.body as { epoch?: number } | null)?.epoch === epoch) return e
    return undefined
  }

  #find(property: Property, finding: Finding): undefined {
    this.found ??= { property, finding }
  }
}

export function missed(p: Ping): boolean {
  return p.answeredAt === undefined || p.answeredAt - p.at >= PING_TIMEOUT_MS - ROUNDING_MS
}

function nameOf(worker: NodeId, epoch: number): string {
  return `${worker}/${epoch}`
}
