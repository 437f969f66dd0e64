/**
 * Follows a run's trace and knows of every batch when it must be dispatched and with which keys, and of every load how it must end.
 * The first thing that differs becomes a finding, with the property that it breaks.
 */
import { isYours, type Json, type TraceEvent } from '../../lib/sim/index.ts'
import type { Finding, Property, Scenario, World } from '../../lib/suite/index.ts'
import { BATCHER, type Does, type Options } from './drive.ts'
import type { Properties } from './properties.ts'

/** Judges by every property, and asks for the situations that the scenario is about. */
export function judged(sc: Scenario, p: Properties, sees: readonly string[]): Judge {
  const judge = new Judge(p)
  for (const property of Object.values(p))
    if (property.kind !== 'cost') sc.settled(property, (w) => judge.finding(property, w))
  sc.cost(p.budget, { max: 1, unit: '× maxWaitMs' }, () => judge.longestWait)
  for (const name of sees) sc.sometimes(name, (_, w) => judge.follow(w).saw.has(name))
  return judge
}

interface LoadModel {
  readonly n: number
  readonly key: string
  readonly at: number
  readonly event: number
  /** Whether another load of the same key is in its batch before it. */
  readonly shares: boolean
  fetch?: FetchModel
  settled?: number
}

interface Batch {
  readonly keys: string[]
  readonly loads: LoadModel[]
  readonly at: number
  /** Of its first load, and of what closed it. */
  readonly event: number
  closed?: { readonly why: string; readonly event: number }
}

interface FetchModel {
  readonly f: number
  readonly batch: Batch
  readonly event: number
  readonly does: Does
  settled?: { readonly event: number; readonly ok: boolean; readonly count: number }
}

/** What the fixture's marks carry. */
interface Mark {
  readonly n: number
  readonly f?: number
  readonly key?: string
  readonly keys: string[]
  readonly as: string
  readonly ok: boolean
  readonly count: number
}

interface Found {
  readonly property: Property
  readonly finding: Finding
}

export class Judge {
  /** Situations that this run went through. */
  readonly saw = new Set<string>()
  /** From a load to its fetch, in units of maxWaitMs. */
  longestWait = 0
  /** Off in the scripts of other rules, so that a forgotten timer does not hide what they are about. */
  countsTimers = false
  readonly #p: Properties
  readonly #loads = new Map<number, LoadModel>()
  readonly #fetches = new Map<number, FetchModel>()
  #o: Options & { plan: Does[] } = { maxSize: 1, maxWaitMs: 1, plan: [] }
  #pending: Batch | undefined
  /** Closed by its size or by flush(), and to be dispatched at once. */
  #owed: Batch | undefined
  #found: Found | undefined
  #next = 0
  #checked = 0

  constructor(p: Properties) {
    this.#p = p
  }

  /** At the end of an instant: what broke `property`, if that is what broke first. */
  finding(property: Property, w: World): Finding | undefined {
    this.follow(w)
    if (!this.#found && this.#checked < w.trace.length) {
      this.#checked = w.trace.length
      this.#found = this.#endOfInstant(w)
    }
    return this.#found?.property === property ? this.#found.finding : undefined
  }

  follow(w: World): this {
    const { trace } = w
    for (; this.#next < trace.length && !this.#found; this.#next++) {
      const e = trace[this.#next] as TraceEvent
      if (e.node === BATCHER) this.#found = this.#take(e)
    }
    return this
  }

  /** When the waiting batch must go; undefined: nothing waits. */
  get due(): number | undefined {
    return this.#pending && this.#pending.at + this.#o.maxWaitMs
  }

  #take(e: TraceEvent): Found | undefined {
    if (e.kind === 'deliver' && e.type === 'make') this.#o = e.body as never as Options & { plan: Does[] }
    if (e.kind !== 'note' || isYours(e)) return
    const mark = e.data as never as Mark
    if (e.label === 'fetch') return this.#fetched(mark, e)
    if (e.label === 'keys changed') {
      const { f = 0, keys } = mark
      const asked = this.#fetches.get(f)?.batch.keys ?? []
      const because = `The array that fetch ${f} got was changed while it was under way.`
      return this.#fail(this.#p.keys, because, asked, keys, [this.#fetches.get(f)?.event ?? e.id, e.id])
    }
    const late = e.label === 'fetch settled' ? undefined : this.#missing(e.at - 1)
    if (late) return late
    if (e.label === 'load called') this.#called(mark, e)
    if (e.label === 'flush called') this.#flushed(e)
    if (e.label === 'fetch settled') this.#answered(mark, e)
    if (e.label === 'load settled') return this.#settled(mark, e)
  }

  #called({ n, key = '' }: Mark, e: TraceEvent): void {
    this.#pending ??= { keys: [], loads: [], at: e.at, event: e.id }
    const { keys, loads } = this.#pending
    const shares = keys.includes(key)
    const load: LoadModel = { n, key, at: e.at, event: e.id, shares }
    this.#loads.set(n, load)
    loads.push(load)
    if (shares) this.saw.add('two loads shared a key')
    else keys.push(key)
    const gone = [...this.#fetches.values()].find((f) => !f.settled && f.batch.keys.includes(key))
    if (gone) this.saw.add('a key was loaded while a fetch had it under way')
    if (keys.length < this.#o.maxSize) return
    this.saw.add('a batch was full')
    this.#close(`its ${this.#o.maxSize}${ordinal(this.#o.maxSize)} key came with load ${n}`, e)
  }

  #flushed(e: TraceEvent): void {
    this.saw.add(this.#pending ? 'a batch was flushed' : 'nothing was flushed')
    if (this.#pending) this.#close('flush() was called', e)
  }

  #close(why: string, e: TraceEvent): void {
    this.#owed = this.#pending
    if (this.#owed) this.#owed.closed = { why, event: e.id }
    this.#pending = undefined
  }

  #fetched({ f = 0, keys }: Mark, e: TraceEvent): Found | undefined {
    const { maxWaitMs, plan } = this.#o
    const ripe = this.#pending && this.#pending.at + maxWaitMs === e.at
    const batch = this.#owed ?? (ripe ? this.#pending : undefined)
    if (!batch) return this.#uncalledFor(f, keys, e)
    if (!this.#owed) this.saw.add('a batch had waited long enough')
    if (JSON.stringify(keys) !== JSON.stringify(batch.keys)) {
      const because = `Fetch ${f} got ${show(keys)}; the keys of its batch, in the order of their first loads, are ${show(batch.keys)}.`
      return this.#fail(this.#p.keys, because, batch.keys, keys, [batch.event, e.id])
    }
    if ([...this.#fetches.values()].some((other) => !other.settled))
      this.saw.add('two fetches were under way')
    const does = plan[Math.min(f, plan.length) - 1] as Does
    const fetch: FetchModel = { f, batch, event: e.id, does }
    this.#fetches.set(f, fetch)
    for (const load of batch.loads) {
      load.fetch = fetch
      this.longestWait = Math.max(this.longestWait, (e.at - load.at) / maxWaitMs)
    }
    if (this.#owed) this.#owed = undefined
    else this.#pending = undefined
  }

  #uncalledFor(f: number, keys: string[], e: TraceEvent): Found {
    const { maxSize, maxWaitMs } = this.#o
    const waits = this.#pending
    const why = waits
      ? `The waiting batch has ${waits.keys.length} of ${maxSize} keys and is due at ${waits.at + maxWaitMs} ms, ${maxWaitMs} ms after its first load.`
      : 'No key was waiting.'
    const because = `Fetch ${f} was called at ${e.at} ms with ${show(keys)}. ${why}`
    return this.#fail(this.#p.dispatch, because, 'no fetch', `fetch of ${show(keys)}`, [
      ...(waits ? [waits.event] : []),
      e.id,
    ])
  }

  #answered({ f = 0, ok, count }: Mark, e: TraceEvent): void {
    const fetch = this.#fetches.get(f) as FetchModel
    fetch.settled = { event: e.id, ok, count }
    if (!ok) this.saw.add('a fetch failed')
    else if (count !== fetch.batch.keys.length) this.saw.add('a fetch miscounted')
    else if (fetch.does.errors?.some((key) => fetch.batch.keys.includes(key))) this.saw.add('an item failed')
  }

  /** A batch that should have been dispatched by the end of `now`, or by the call that closed it. */
  #missing(now: number): Found | undefined {
    const due = this.due
    const batch = this.#owed ?? (due !== undefined && due <= now ? this.#pending : undefined)
    if (!batch) return
    const why =
      batch.closed?.why ??
      `${this.#o.maxWaitMs} ms had passed since load ${batch.loads[0]?.n} at ${batch.at} ms`
    const busy = [...this.#fetches.values()].find((f) => !f.settled)
    const before = [...this.#fetches.values()].findLast((f) =>
      batch.keys.some((key) => f.batch.keys.includes(key)),
    )
    const property = before ? this.#p.fresh : busy ? this.#p.concurrent : this.#p.dispatch
    const meanwhile = before
      ? ` Fetch ${before.f} had one of the keys as well, but it was dispatched before this load.`
      : busy
        ? ` Fetch ${busy.f} is under way, which is no reason to wait.`
        : ''
    const because = `The batch of ${show(batch.keys)} was to be dispatched: ${why}. fetchMany was not called.${meanwhile}`
    const other = before ?? busy
    const witness = [...(other ? [other.event] : []), batch.event, batch.closed?.event ?? batch.event]
    return this.#fail(property, because, `fetch of ${show(batch.keys)}`, 'no fetch', witness)
  }

  #settled({ n, as, f, key }: Mark, e: TraceEvent): Found | undefined {
    const load = this.#loads.get(n) as LoadModel
    load.settled = e.id
    const got = shown(as, f, key)
    if (as === 'threw' || as === 'no promise') {
      const because = `load('${load.key}') must return a promise in every case. It ${as === 'threw' ? 'threw' : 'returned none'}.`
      return this.#fail(this.#p.caller, because, 'a promise', as, [load.event, e.id])
    }
    const { fetch } = load
    const other = f === undefined ? undefined : this.#fetches.get(f)
    if (other && other !== fetch) {
      const own = fetch ? `its own is fetch ${fetch.f}` : 'its own batch has not been dispatched'
      const because = `Load ${n} of '${load.key}' was called at ${load.at} ms and got the result of fetch ${f}; ${own}.`
      return this.#fail(this.#p.fresh, because, fetch ? `of fetch ${fetch.f}` : 'pending', got, [
        other.event,
        load.event,
        e.id,
      ])
    }
    if (!fetch?.settled) {
      const because = `Load ${n} of '${load.key}' settled at ${e.at} ms, before ${fetch ? `fetch ${fetch.f} did` : 'its batch was dispatched'}.`
      return this.#fail(this.#p.fresh, because, 'pending', got, [load.event, e.id])
    }
    const { ok, count } = fetch.settled
    if (!ok || count !== fetch.batch.keys.length) {
      const right = as === 'error' && (ok || (f === fetch.f && key === undefined))
      const what = ok ? `gave ${count} results for ${fetch.batch.keys.length} keys` : 'failed'
      const because = `Fetch ${fetch.f} ${what}. Load ${n} of '${load.key}' is in its batch.`
      const expected = ok ? 'an error' : 'the error of the fetch'
      return right ? undefined : this.#wrong(load, this.#p.failure, because, expected, got, e)
    }
    const expected = this.#itemOf(load, fetch)
    if (got === expected) return
    const because = `Load ${n} of '${load.key}' must get the result that stands at the place of its key in fetch ${fetch.f}.`
    const property = load.shares ? this.#p.sharing : this.#p.items
    return this.#wrong(load, property, because, expected, got, e)
  }

  #itemOf({ key }: LoadModel, { f, does }: FetchModel): string {
    if (does.nothing?.includes(key)) return shown('nothing', undefined, undefined)
    return shown(does.errors?.includes(key) ? 'error' : 'value', f, key)
  }

  #wrong(
    load: LoadModel,
    property: Property,
    because: string,
    expected: Json,
    got: Json,
    e: TraceEvent,
  ): Found {
    const settled = load.fetch?.settled?.event
    return this.#fail(property, because, expected, got, [
      load.event,
      ...(settled === undefined ? [] : [settled]),
      e.id,
    ])
  }

  #endOfInstant(w: World): Found | undefined {
    const late = this.#missing(w.now)
    if (late) return late
    for (const load of this.#loads.values()) {
      const { fetch } = load
      if (!fetch?.settled || load.settled !== undefined) continue
      const fine = fetch.settled.ok && fetch.settled.count === fetch.batch.keys.length
      const shared = fetch.batch.loads.some((other) => other !== load && other.key === load.key)
      const property = !fine ? this.#p.failure : shared ? this.#p.sharing : this.#p.caller
      const because = `Fetch ${fetch.f} settled at ${w.now} ms at the latest, and load ${load.n} of '${load.key}' is still pending.`
      return this.#fail(property, because, fine ? this.#itemOf(load, fetch) : 'an error', 'pending', [
        load.event,
        fetch.settled.event,
      ])
    }
    const timers = w.timers(BATCHER)
    const allowed = this.#pending ? 1 : 0
    if (!this.countsTimers || timers <= allowed) return
    const set = w.trace.findLast((e) => e.node === BATCHER && e.kind === 'timer-set')
    const why = allowed === 1 ? 'one batch is waiting' : 'no key is waiting'
    const because = `At ${w.now} ms ${why}, and ${timers} ${timers === 1 ? 'timer is' : 'timers are'} set.`
    return this.#fail(this.#p.idle, because, allowed, timers, set ? [set.id, w.trace.length - 1] : [])
  }

  #fail(property: Property, because: string, expected: Json, got: Json, witness: readonly number[]): Found {
    return { property, finding: { because, expected, got, witness: [...new Set(witness)] } }
  }
}

function shown(as: string, f: number | undefined, key: string | undefined): string {
  if (f === undefined) return as
  return key === undefined ? `${as} of fetch ${f}` : `${as} of '${key}' in fetch ${f}`
}

function show(keys: unknown): string {
  return Array.isArray(keys) ? `[${keys.join(', ')}]` : String(keys)
}

function ordinal(n: number): string {
  return n === 1 ? 'st' : n === 2 ? 'nd' : n === 3 ? 'rd' : 'th'
}
