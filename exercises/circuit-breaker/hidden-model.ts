/**
 * An exact reference: what a breaker must do, as a history of periods. It keeps everything that ever happened, so a
 * finding can say which call opened what, and when.
 */
import type { Options } from './drive.ts'

export type StateName = 'closed' | 'open' | 'half-open'
export type Why = 'created' | 'tripped' | 'wait over' | 'probe ok' | 'probe failed' | 'probe unsettled'

/** `event` is the trace event that made it happen; `n` the call. */
export interface Ended {
  readonly n: number
  readonly failed: boolean
  readonly at: number
  readonly event: number
}

export interface Period {
  readonly name: StateName
  readonly since: number
  readonly why: Why
  /** What began it; undefined for the passing of time. */
  readonly by?: Ended
  /** Closed: the calls of this period that have ended, oldest first. */
  readonly ended: Ended[]
  /** Calls of earlier periods that ended in this one. */
  readonly late: Ended[]
  /** Half-open: the probe. */
  probe?: { readonly n: number; readonly at: number; readonly event: number }
}

export class Model {
  readonly o: Options
  readonly periods: Period[]
  readonly #startedIn = new Map<number, Period>()

  constructor(o: Options, now: number) {
    this.o = o
    this.periods = [begin('closed', now, 'created')]
  }

  get period(): Period {
    return this.periods[this.periods.length - 1] as Period
  }

  /** The instant at which time alone ends the period. */
  get boundary(): number | undefined {
    const p = this.period
    if (p.name === 'open') return p.since + this.o.openMs
    return p.probe && p.probe.at + this.o.probeMs
  }

  /** Brings the history up to `now`, inclusive. */
  advance(now: number): void {
    for (;;) {
      const at = this.boundary
      if (at === undefined || now < at) return
      this.periods.push(
        this.period.name === 'open'
          ? begin('half-open', at, 'wait over')
          : begin('open', at, 'probe unsettled'),
      )
    }
  }

  /** A fire: does fn have to be called? */
  fire(n: number, now: number, event: number): boolean {
    this.advance(now)
    const p = this.period
    if (p.name === 'open' || p.probe) return false
    if (p.name === 'half-open') p.probe = { n, at: now, event }
    this.#startedIn.set(n, p)
    return true
  }

  /** fn's result for call n is known. */
  answer(e: Ended): void {
    this.advance(e.at)
    const p = this.period
    if (this.#startedIn.get(e.n) !== p) {
      p.late.push(e)
      return
    }
    p.ended.push(e)
    if (p.name === 'half-open') {
      const next = e.failed ? begin('open', e.at, 'probe failed', e) : begin('closed', e.at, 'probe ok', e)
      this.periods.push(next)
    } else if (this.tooMany(p)) this.periods.push(begin('open', e.at, 'tripped', e))
  }

  /** The calls that count: the last `window` that ended in this closed period. */
  counted(p: Period): readonly Ended[] {
    return p.ended.slice(-this.o.window)
  }

  tooMany(p: Period): boolean {
    const counted = this.counted(p)
    const failures = counted.filter((e) => e.failed).length
    return counted.length >= this.o.minCalls && failures * 100 >= this.o.failurePct * counted.length
  }
}

function begin(name: StateName, since: number, why: Why, by?: Ended): Period {
  return { name, since, why, ...(by ? { by } : {}), ended: [], late: [] }
}
