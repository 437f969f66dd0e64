/** A caller that compares each answer with the model's and names the property that a difference breaks. */
import type { Client } from '../../lib/suite/index.ts'
import { type Answer, Caller, GATEWAY, type Options } from './drive.ts'
import { blame, type Rules, verb, words } from './hidden-blame.ts'
import { Model } from './hidden-model.ts'

/** Two events each with a timer per key: some way below what one instant may hold. */
const TAKES_PER_MS = 2000

export class Walk extends Caller {
  readonly #rules: Rules
  #model!: Model
  #takes = 0
  /** Situations that this run went through. */
  readonly saw = new Set<string>()
  /** Greatest (size() - 16) per key in use. */
  heldPerKey = 0

  constructor(c: Client, rules: Rules) {
    super(c)
    this.#rules = rules
  }

  override async create(o: Options): Promise<void> {
    this.#model = new Model(o)
    await super.create(o)
  }

  override async take(key: string, n?: number): Promise<Answer> {
    this.#situation(key, n ?? 1)
    const answer = await super.take(key, n)
    this.#judge(key, n ?? 1, answer)
    return answer
  }

  async takes(key: string, times: number, n?: number): Promise<void> {
    for (let i = 0; i < times; i++) await this.take(key, n)
  }

  /** Asks every `everyMs` until `ms` have passed, both ends included. */
  async poll(key: string, everyMs: number, ms: number, n?: number): Promise<void> {
    const until = this.c.now + ms
    for (;;) {
      await this.take(key, n)
      if (this.c.now + everyMs > until) return
      await this.c.sleep(everyMs)
    }
  }

  /** Takes n at the instant at which they will be there, plus `offset`; at once when they are there or never will be. */
  async toBoundary(key: string, n: number, offset: number): Promise<void> {
    const { periodMs, burst } = this.#model.o
    const missing = n * periodMs - this.#model.bucket(key, this.c.now).units
    if (n <= burst && missing > 0) await this.c.sleep(Math.max(0, missing + offset))
    await this.take(key, n)
  }

  /**
   * A take of each of many keys that were never used before and never will be again. Each must pass. Some come each
   * millisecond: whoever sets a timer per key asks for them all in one step, and they fire at one instant.
   */
  async crowd(prefix: string, from: number, count: number, n = 1): Promise<void> {
    const until = from + count
    for (let at = from; at < until; at += TAKES_PER_MS) {
      if (at > from) await this.c.sleep(1)
      await this.#crowdAtOnce(prefix, at, Math.min(TAKES_PER_MS, until - at), n)
    }
  }

  async #crowdAtOnce(prefix: string, from: number, count: number, n: number): Promise<void> {
    this.#model.crowd(count, n, this.c.now)
    const [passed, witness] = await this.ask<number>('crowd', { prefix, from, count, n })
    this.#takes += count
    if (passed === count) return
    this.c.fail(this.#rules.p.keys, {
      because: `At ${this.c.now} ms each of ${count} keys asked for ${n}: ${passed} passed, and all must, since no key takes from another.`,
      expected: count,
      got: passed,
      witness,
    })
  }

  /** Right after a take. */
  async weigh(): Promise<void> {
    const [now, m, { p }] = [this.c.now, this.#model, this.#rules]
    const [size, witness] = await this.ask<number | string>('size()', null)
    const least = m.below(now)
    if (typeof size !== 'number' || size < least) {
      const because = `At ${now} ms ${least} ${least === 1 ? 'bucket is' : 'buckets are'} not full, and size() says ${size}: what is not held can't be below full.`
      this.c.fail(p.held, { because, expected: `at least ${least}`, got: size, witness })
      return
    }
    const inUse = m.inUse(now)
    if (this.#takes > 40 * inUse) this.saw.add('almost all keys had gone quiet')
    this.heldPerKey = Math.max(this.heldPerKey, (size - 16) / inUse)
  }

  /** Nothing may tick when nobody has asked for long enough. */
  async rest(): Promise<void> {
    const { periodMs, burst } = this.#model.o
    await this.c.sleep(2 * burst * periodMs)
    await this.c.settle()
    const timers = this.c.w.timers(GATEWAY)
    if (timers === 0) return
    const set = this.c.w.trace.findLast((e) => e.node === GATEWAY && e.kind === 'timer-set')
    this.c.fail(this.#rules.p.idle, {
      because: `At ${this.c.now} ms the last take is ${2 * burst * periodMs} ms ago, and ${timers === 1 ? 'a timer is' : `${timers} timers are`} still set.`,
      expected: 0,
      got: timers,
      witness: set ? [set.id] : [],
    })
  }

  #situation(key: string, n: number): void {
    const { c, saw } = this
    const m = this.#model
    const fresh = m.isNew(key)
    const { units, grants } = m.bucket(key, c.now)
    const { periodMs, burst } = m.o
    const missing = n * periodMs - units
    if (fresh) saw.add('a key was new')
    if (n > burst) saw.add('more was asked for than a bucket holds')
    if (missing === 0) saw.add('a take came at the very millisecond at which its tokens were there')
    if (missing === 1) saw.add('a take came one millisecond too early')
    const last = grants.at(-1)
    if (last && c.now - last.at > 2 * burst * periodMs) saw.add('a full bucket waited and grew no further')
    if (units % periodMs !== 0) saw.add('a part of a token was there')
  }

  #judge(key: string, n: number, { said, events }: Answer): void {
    const now = this.c.now
    this.#takes++
    const bucket = this.#model.bucket(key, now)
    const before = bucket.units
    const expected = this.#model.take(key, n, now)
    const grant = { at: now, n, event: events[1] }
    if (said.startsWith('ok')) bucket.grants.push(grant)
    const right = words(expected)
    const same = this.#rules.numbers ? said === right : verb(said) === verb(right)
    if (!same) {
      const [property, finding] = blame(
        { key, n, said, expected, before, events, now, bucket },
        this.#model.o,
        this.#rules,
      )
      this.c.fail(property, finding)
    }
    if (expected.ok) bucket.denials = []
    else bucket.denials.push(grant)
  }
}
