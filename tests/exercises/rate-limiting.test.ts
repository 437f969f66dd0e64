import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import type { Env } from 'faultline'
import { TokenBucket } from 'limiter'
import { RateLimiterMemory } from 'rate-limiter-flexible'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  arrivalsOf,
  type Gateway,
  leftOver,
  mostWithin,
  simulate,
} from '../../content/patterns/rate-limiting/figures/gateways.ts'
import { type Decision, limiter } from '../../exercises/rate-limiting/solution.ts'
import { asked } from '../../exercises/rate-limiting/view.ts'
import type { TraceEvent } from '../../lib/sim/index.ts'

/** One take: so many ms after the one before, of n tokens. */
const takes = fc.array(
  fc.record({ afterMs: fc.integer({ min: 0, max: 200 }), n: fc.integer({ min: 1, max: 6 }) }),
  {
    maxLength: 60,
  },
)

describe('rate limiting: the libraries that the prompt names', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['performance', 'Date', 'setTimeout', 'clearTimeout'] })
  })
  afterEach(() => {
    vi.useRealTimers()
  })
  const virtual = { now: () => performance.now() } as Env

  test('limiter 4.1.0, once full, decides as the reference does wherever its fractions are exact', () => {
    fc.assert(
      fc.property(
        takes,
        fc.constantFrom(1, 2, 8, 32, 64),
        fc.integer({ min: 1, max: 5 }),
        (all, periodMs, burst) => {
          const theirs = new TokenBucket({ bucketSize: burst, tokensPerInterval: 1, interval: periodMs })
          vi.advanceTimersByTime(burst * periodMs)
          const ours = limiter(virtual, { periodMs, burst })
          for (const { afterMs, n } of all) {
            vi.advanceTimersByTime(afterMs)
            const wait = n > burst ? Number.POSITIVE_INFINITY : theirs.getWaitTime(n)
            const passed = theirs.tryRemoveTokens(n)
            const decision = ours.take('key', n)
            const expected: Decision = passed
              ? { ok: true, remaining: Math.floor(theirs.content) }
              : { ok: false, retryAfter: wait }
            expect(decision).toEqual(expected)
          }
        },
      ),
    )
  })

  test('limiter 4.1.0 starts empty', () => {
    const theirs = new TokenBucket({ bucketSize: 5, tokensPerInterval: 1, interval: 100 })
    expect(theirs.tryRemoveTokens(1)).toBe(false)
  })

  test('limiter 4.1.0 adds fractions: asked every ms, it lets the token of 10 ms through a millisecond late', () => {
    const theirs = new TokenBucket({ bucketSize: 1, tokensPerInterval: 1, interval: 10 })
    vi.advanceTimersByTime(10)
    const ours = limiter(virtual, { periodMs: 10, burst: 1 })
    const passedAt = (take: () => boolean) =>
      Array.from({ length: 12 }, (_, ms) => {
        if (ms > 0) vi.advanceTimersByTime(1)
        return take() ? ms : -1
      }).filter((ms) => ms >= 0)
    expect(passedAt(() => theirs.tryRemoveTokens(1))).toEqual([0, 11])
    expect(passedAt(() => ours.take('key').ok)).toEqual([0, 10])
  })

  test('rate-limiter-flexible 11.4.0 counts denied calls, and lets two bursts through at the end of a window', async () => {
    const theirs = new RateLimiterMemory({ points: 4, duration: 1 })
    const passes = (n = 1) =>
      theirs.consume('key', n).then(
        () => true,
        () => false,
      )
    expect(await passes(1)).toBe(true)
    vi.advanceTimersByTime(999)
    expect([await passes(), await passes(), await passes(), await passes()]).toEqual([
      true,
      true,
      true,
      false,
    ])
    vi.advanceTimersByTime(1)
    expect([await passes(), await passes(), await passes(), await passes()]).toEqual([true, true, true, true])
    vi.advanceTimersByTime(1000)
    expect([await passes(5), await passes(1)]).toEqual([false, false])
  })
})

describe('rate limiting: the figure', () => {
  const start = { periodMs: 200, burst: 5, arrivals: arrivalsOf('boundary') }
  const by = async (settings: typeof start) => {
    const { gateways } = await simulate(settings)
    return Object.fromEntries(gateways.map((g) => [g.kind, g])) as Record<Gateway['kind'], Gateway>
  }

  test('around the end of a window two bursts pass the fixed window and one the others', async () => {
    const { bucket, fixed, sliding } = await by(start)
    expect([bucket, fixed, sliding].map((g) => mostWithin(g, 200))).toEqual([5, 10, 5])
  })

  test('who asks all the time gets a token per period from the bucket, and waits out the sliding window', async () => {
    const { bucket, sliding } = await by({ ...start, arrivals: arrivalsOf('impatient') })
    const passed = (g: Gateway) => g.answers.filter((a) => a.ok).map((a) => a.atMs)
    expect(passed(bucket).slice(0, 8)).toEqual([300, 300, 300, 300, 300, 500, 700, 900])
    expect(passed(sliding).slice(5, 7)).toEqual([1300, 1350])
  })

  test('a steady stream at the rate passes everywhere', async () => {
    for (const g of Object.values(await by({ ...start, arrivals: arrivalsOf('steady') })))
      expect(g.answers.every((a) => a.ok)).toBe(true)
  })

  test('what is left never falls below nothing or rises above the burst, and something passes only when there is something', async () => {
    for (const preset of ['boundary', 'impatient', 'steady'] as const) {
      const settings = { ...start, arrivals: arrivalsOf(preset) }
      for (const g of Object.values(await by(settings))) {
        const left = leftOver(g, settings).map((c) => c.left)
        expect(Math.min(...left)).toBeGreaterThan(-1e-9)
        expect(Math.max(...left)).toBeLessThanOrEqual(5)
      }
    }
  })

  test('the same knobs give the same drawing', async () => {
    expect(await simulate(start)).toEqual(await simulate(start))
  })
})

describe('rate limiting: the code of the lesson', () => {
  const mdx = readFileSync('content/patterns/rate-limiting/lesson.mdx', 'utf8')
  const code = (file: string, name: string) => {
    const [, text] = new RegExp(`title="${file}"\\n([^]*?)\\n\`\`\``).exec(mdx) ?? []
    return new Function(`${text}\nreturn ${name}`)()
  }
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'] })
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  test('the first try passes a test of round numbers, starves who asks in between, and is shut for an hour when the clock goes back', () => {
    const take = code('first-try.ts', 'limiter')({ periodMs: 200, burst: 5 })
    expect(Array.from({ length: 6 }, () => take('round'))).toEqual([true, true, true, true, true, false])
    vi.advanceTimersByTime(200)
    expect(take('round')).toBe(true)
    for (let i = 0; i < 100; i++) {
      vi.advanceTimersByTime(150)
      expect(take('round')).toBe(false)
    }
    expect(take('other')).toBe(true)
    vi.setSystemTime(Date.now() - 3_600_000)
    expect(take('other')).toBe(false)
    vi.advanceTimersByTime(3_600_000 - 1000)
    expect(take('other')).toBe(false)
    vi.advanceTimersByTime(400)
    expect(take('other')).toBe(true)
  })

  test('the handler rounds Retry-After up', () => {
    const handle = code('handler.ts', 'handle')
    const limits = limiter({ now: () => 0 } as Env, { periodMs: 60, burst: 20 })
    const serve = () => ({ status: 200 })
    expect(handle({ account: 'a', path: '/export' }, limits, serve)).toEqual({ status: 200 })
    const refused = { status: 429, headers: { 'retry-after': '2' } }
    expect(handle({ account: 'a', path: '/export' }, limits, serve)).toEqual(refused)
    expect(handle({ account: 'b', path: '/' }, limits, serve)).toEqual({ status: 200 })
  })
})

describe('rate limiting: the picture', () => {
  test('takes are sorted by key, with the wait of those that were denied', () => {
    const mark = (id: number, at: number, key: string, said: string) =>
      ({ id, at, kind: 'note', label: 'take', data: { key, n: 1, said } }) as unknown as TraceEvent
    const keys = asked([
      mark(1, 0, 'a', 'ok, remaining 0'),
      mark(2, 5, 'b', 'ok, remaining 0'),
      mark(3, 7, 'a', 'denied, retryAfter 23'),
      mark(4, 8, 'a', 'denied, retryAfter Infinity'),
    ])
    expect([...keys.keys()]).toEqual(['a', 'b'])
    expect(keys.get('a')?.map((t) => [t.granted, t.waitMs])).toEqual([
      [true, undefined],
      [false, 23],
      [false, undefined],
    ])
  })
})
