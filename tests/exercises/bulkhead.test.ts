import { readFileSync } from 'node:fs'
import { bulkhead as cockatiel } from 'cockatiel'
import fc from 'fast-check'
import type { Env } from 'faultline'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { simulate, worstLoginMs } from '../../content/patterns/bulkhead/figures/two-backends.ts'
import { bulkhead } from '../../exercises/bulkhead/solution.ts'
import { passages } from '../../exercises/bulkhead/view.ts'
import type { TraceEvent } from '../../lib/sim/index.ts'

const env = {
  after(ms: number, f: () => void) {
    const id = setTimeout(f, ms)
    return { cancel: () => clearTimeout(id) }
  },
} as unknown as Env

describe('bulkhead: cockatiel 4.0.0', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  /** What happened, in order: starts and ends, each with its time. */
  type Run = <T>(task: () => Promise<T>) => Promise<T>
  async function log(
    run: Run,
    calls: { afterMs: number; takesMs: number; ok: boolean }[],
  ): Promise<string[]> {
    const lines: string[] = []
    const begun = Date.now()
    const say = (what: string) => lines.push(`${Date.now() - begun} ${what}`)
    for (const [n, { afterMs, takesMs, ok }] of calls.entries()) {
      await vi.advanceTimersByTimeAsync(afterMs)
      run(async () => {
        say(`start ${n}`)
        await new Promise((resolve) => setTimeout(resolve, takesMs))
        if (!ok) throw new Error('failed')
        return n
      }).then(
        (value) => say(`value ${value}`),
        (e) => say(e.message === 'failed' ? `error ${n}` : `full ${n}`),
      )
    }
    await vi.runAllTimersAsync()
    return lines
  }

  test('starts, queues, refuses and settles as the reference does, when nobody gives up and nobody calls in between', async () => {
    const calls = fc.array(
      fc.record({ afterMs: fc.nat(15), takesMs: fc.integer({ min: 1, max: 30 }), ok: fc.boolean() }),
      { maxLength: 25 },
    )
    await fc.assert(
      fc.asyncProperty(calls, fc.integer({ min: 1, max: 3 }), fc.nat(3), async (all, slots, queue) => {
        const theirs = cockatiel(slots, queue)
        const ours = bulkhead(env, { slots, queue, maxWaitMs: 100_000 })
        const expected = await log((task) => theirs.execute(task), all)
        expect(await log((task) => ours.run(task), all)).toEqual(expected)
      }),
      { numRuns: 60 },
    )
  })

  /** Two listen to the same answer: the bulkhead whose task it is, and somebody who then calls the bulkhead. */
  async function inBetween(run: Run): Promise<string[]> {
    const lines: string[] = []
    let answer = () => {}
    const shared = new Promise<void>((resolve) => {
      answer = resolve
    })
    const call = (name: string, task: () => Promise<void>) =>
      run(() => {
        lines.push(`${name} starts`)
        return task()
      }).catch((e) => lines.push(`${name}: ${e.constructor.name}`))
    const work = () => new Promise<void>((resolve) => setTimeout(resolve, 10))
    call('first', () => shared)
    call('waiter', work)
    shared.then(() => {
      call('newcomer', work)
      call('second newcomer', work)
    })
    answer()
    await vi.runAllTimersAsync()
    return lines
  }

  test('a newcomer that calls in between takes the slot, the next one the place, and the waiter is refused; the reference starts it', async () => {
    const theirs = cockatiel(1, 1)
    const ours = bulkhead(env, { slots: 1, queue: 1, maxWaitMs: 1000 })
    expect(await inBetween((task) => ours.run(task))).toEqual([
      'first starts',
      'waiter starts',
      'second newcomer: FullError',
      'newcomer starts',
    ])
    expect(await inBetween((task) => theirs.execute(task))).toEqual([
      'first starts',
      'newcomer starts',
      'waiter: BulkheadRejectedError',
      'second newcomer starts',
    ])
  })

  test('keeps an aborted waiter until its turn comes', async () => {
    const theirs = cockatiel(1, 1)
    const controller = new AbortController()
    let settled = false
    void theirs.execute(() => new Promise((resolve) => setTimeout(resolve, 100)))
    theirs
      .execute(async () => {}, controller.signal)
      .catch(() => {
        settled = true
      })
    controller.abort()
    await vi.advanceTimersByTimeAsync(99)
    expect([settled, theirs.queueSlots]).toEqual([false, 0])
    await vi.advanceTimersByTimeAsync(1)
    expect([settled, theirs.queueSlots]).toEqual([true, 1])
  })
})

describe('bulkhead: the code of the lesson', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })
  const mdx = readFileSync('content/patterns/bulkhead/lesson.mdx', 'utf8')
  const [, text] = /title="first-try.ts"\n([\s\S]*?)\n```/.exec(mdx) ?? []
  const firstTry = (slots: number) => new Function(`${text}\nreturn bulkhead`)()(slots)
  const work = (ms: number) => () => new Promise<void>((resolve) => setTimeout(resolve, ms))

  test('four tasks in two slots pass', async () => {
    const run = firstTry(2)
    const all = Promise.all([10, 20, 10, 10].map((ms) => run(work(ms), 1000)))
    await vi.runAllTimersAsync()
    expect(await all).toHaveLength(4)
  })

  test('a task that fails takes its slot along', async () => {
    const run = firstTry(1)
    await expect(run(() => Promise.reject(new Error('no')), 1000)).rejects.toThrow('no')
    const next = expect(run(work(1), 1000)).rejects.toThrow('full')
    await vi.runAllTimersAsync()
    await next
  })

  test('a waiter that has timed out is woken in place of the one behind it', async () => {
    const run = firstTry(1)
    void run(work(100), 1000)
    const early = expect(run(work(1), 50)).rejects.toThrow('full')
    const behind = expect(run(work(1), 1000)).rejects.toThrow('full')
    await vi.runAllTimersAsync()
    await Promise.all([early, behind])
  })

  test('a caller in between makes three tasks run in two slots', async () => {
    const run = firstTry(2)
    let running = 0
    let most = 0
    const counted = (ms: number) => async () => {
      running += 1
      most = Math.max(most, running)
      await work(ms)()
      running -= 1
    }
    let answer = () => {}
    const shared = new Promise<void>((resolve) => {
      answer = resolve
    })
    void run(async () => {
      running += 1
      await shared
      running -= 1
    }, 1000)
    void run(counted(50), 1000)
    void run(counted(50), 1000)
    shared.then(() => queueMicrotask(() => void run(counted(50), 1000)))
    answer()
    await vi.advanceTimersByTimeAsync(0)
    expect(most).toBe(3)
    await vi.runAllTimersAsync()
  })
})

describe('bulkhead: the figure', () => {
  const start = { wall: 8, timeoutMs: 1000, hangs: true }

  test('without a wall logins wait for the hanging service, with one they do not', async () => {
    expect(worstLoginMs(await simulate({ ...start, wall: null }))).toBeGreaterThan(1000)
    expect(worstLoginMs(await simulate(start))).toBe(50)
  })

  test('a wall that is too low turns good calls away', async () => {
    const refused = async (wall: number) =>
      (await simulate({ ...start, wall, hangs: false })).recommendations.refused
    expect(await refused(1)).toBeGreaterThan(50)
    expect(await refused(2)).toBe(0)
  })

  test('without a wall a hang takes what the timeout allows: below 0.5 s, fewer than 20 workers', async () => {
    const worst = async (timeoutMs: number) =>
      worstLoginMs(await simulate({ ...start, wall: null, timeoutMs }))
    expect(await worst(400)).toBe(50)
    expect(await worst(600)).toBeGreaterThan(50)
    expect(await worst(2000)).toBeGreaterThan(await worst(1000))
  })

  test('everybody is answered in the end, and the same knobs give the same drawing', async () => {
    const once = await simulate(start)
    const { answered, failed, refused } = once.recommendations
    expect([once.logins.length, answered + failed + refused]).toEqual([60, 240])
    expect(await simulate(start)).toEqual(once)
  })
})

describe('bulkhead: the picture', () => {
  test('a run waits, works and ends', () => {
    const mark = (id: number, at: number, label: string, data: object) =>
      ({ id, at, kind: 'note', label, data }) as unknown as TraceEvent
    const trace = [
      mark(1, 0, 'run called', { n: 1, at: 'a' }),
      mark(2, 5, 'task started', { n: 1 }),
      mark(3, 9, 'task settled', { n: 1, as: 'value' }),
      mark(4, 9, 'run settled', { n: 1, as: 'value' }),
      mark(5, 9, 'run called', { n: 2, at: 'a' }),
      mark(6, 20, 'run settled', { n: 2, as: 'FullError' }),
    ]
    expect(passages(trace)).toEqual([
      { n: 1, at: 'a', calledMs: 0, event: 1, startedMs: 5, doneMs: 9, endedMs: 9, as: 'value' },
      { n: 2, at: 'a', calledMs: 9, event: 5, endedMs: 20, as: 'FullError' },
    ])
  })
})
