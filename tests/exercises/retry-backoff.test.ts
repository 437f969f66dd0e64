import { readFileSync } from 'node:fs'
import { StandardRetryStrategy } from '@smithy/util-retry'
import { ExponentialBackoff, handleAll, retry } from 'cockatiel'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CALLS, simulate } from '../../content/patterns/retry-backoff/figures/herd.ts'
import { type Policy, retrier } from '../../exercises/retry-backoff/solution.ts'
import visible from '../../exercises/retry-backoff/suite.visible.ts'
import { callsOf } from '../../exercises/retry-backoff/view.ts'
import { openPlainPort } from '../../lib/kernel/index.ts'
import { runOnce } from '../../lib/suite/index.ts'
import { exerciseJs } from './exercise-js.ts'
import { virtualEnv } from './virtual-env.ts'

const busy = { kind: 'refused' } as const

describe('retry: against the retry strategy of the AWS SDK (@smithy/util-retry 4.6.2)', () => {
  /** The SDK's bucket: 500 tokens, 14 a retry, 1 back for a success at the first attempt. */
  const policy: Policy = {
    maxAttempts: 3,
    baseMs: 1,
    capMs: 1,
    totalMs: 1_000_000,
    bucket: { capacity: 500, cost: 14, refill: 1 },
  }

  test('both make the same attempts, call by call, whatever fails', async () => {
    // A success after a retry gives back more there than here: calls succeed at once or never.
    const calls = fc.array(fc.boolean(), { minLength: 25, maxLength: 45 })
    await fc.assert(
      fc.asyncProperty(calls, async (succeed) => {
        expect(await ourAttempts(succeed)).toEqual(await sdkAttempts(succeed))
      }),
      { numRuns: 15 },
    )
  })

  test('in a total outage both stop at 35 retries, which is 500 / 14', async () => {
    const outage = Array.from({ length: 100 }, () => false)
    const extra = (attempts: number[]) => attempts.reduce((sum, n) => sum + n - 1, 0)
    expect(extra(await ourAttempts(outage))).toBe(35)
    expect(extra(await sdkAttempts(outage))).toBe(35)
  })

  async function ourAttempts(succeed: readonly boolean[]): Promise<number[]> {
    const { env, runAll } = virtualEnv()
    const call = retrier(env, policy)
    const attempts: number[] = []
    for (const ok of succeed) {
      let made = 0
      const op = async () => {
        made++
        if (!ok) throw busy
      }
      const done = call(op, { idempotent: true }).catch(() => {})
      await runAll()
      await done
      attempts.push(made)
    }
    return attempts
  }

  async function sdkAttempts(succeed: readonly boolean[]): Promise<number[]> {
    const atOnce = { computeNextBackoffDelay: () => 0, setDelayBase: () => {} }
    const sdk = new StandardRetryStrategy({ maxAttempts: policy.maxAttempts, backoff: atOnce })
    const attempts: number[] = []
    for (const ok of succeed) {
      let token = await sdk.acquireInitialRetryToken('')
      let made = 1
      if (ok) sdk.recordSuccess(token)
      else
        try {
          for (;;) {
            token = await sdk.refreshRetryTokenForRetry(token, { errorType: 'TRANSIENT' })
            made++
          }
        } catch {
          // "No retry token available": it gives up.
        }
      attempts.push(made)
    }
    return attempts
  }
})

describe('retry: against cockatiel 4.0.0', () => {
  test('its maxAttempts are retries: the same number is one attempt more than here', async () => {
    let theirs = 0
    const once = new ExponentialBackoff({ initialDelay: 0, maxDelay: 0 })
    const policy = retry(handleAll, { maxAttempts: 3, backoff: once })
    await policy.execute(() => Promise.reject(new Error(String(++theirs)))).catch(() => {})
    let ours = 0
    const { env, runAll } = virtualEnv()
    const call = retrier(env, {
      maxAttempts: 3,
      baseMs: 10,
      capMs: 10,
      totalMs: 1000,
      bucket: { capacity: 9, cost: 1, refill: 1 },
    })
    const done = call(
      async () => {
        ours++
        throw busy
      },
      { idempotent: true },
    ).catch(() => {})
    await runAll()
    await done
    expect([theirs, ours]).toEqual([4, 3])
  })
})

test('retry: the code in the lesson is the reference, line by line', () => {
  const lesson = readFileSync('content/patterns/retry-backoff/lesson.mdx', 'utf8')
  const snippet = lesson.split('```ts title="retrier.ts"\n')[1]?.split('```')[0] ?? ''
  const solution = squeezed(
    readFileSync('exercises/retry-backoff/solution.ts', 'utf8').replaceAll(/^\s*\/\/.*$/gm, ''),
  )
  expect(snippet).not.toBe('')
  expect(solution).toContain(squeezed(snippet))
})

describe('retry: the picture', () => {
  test('a call is its attempts with the wait between them', async () => {
    const port = openPlainPort(
      exerciseJs('retry-backoff', 'solution.ts'),
      exerciseJs('retry-backoff', 'fixture.ts'),
    )
    const { trace } = await runOnce(visible, port, { seed: 'when-told-to-wait#0' })
    const [call] = callsOf(trace, 404)
    expect(call?.bars.map((b) => [b.fromMs, b.toMs, b.look])).toEqual([
      [0, 2, 'solid'],
      [2, 402, 'thin'],
      [402, 404, 'solid'],
    ])
    expect(call?.ends.map((e) => e.as)).toEqual(['refused', 'ok'])
  })
})

describe('retry: the figure', () => {
  const start = { baseMs: 200, jitter: false, budget: false }

  test('without jitter the whole herd comes back at once, and half of it never gets through', async () => {
    const { peak, paid } = await simulate(start)
    expect(peak).toBe(CALLS)
    // The lesson says so.
    expect(paid).toBe(CALLS / 2)
  })

  test('with full jitter nearly all get through, in fewer attempts', async () => {
    const [none, full] = [await simulate(start), await simulate({ ...start, jitter: true })]
    expect(full.paid).toBeGreaterThan(CALLS - 5)
    expect(full.peak).toBeLessThan(CALLS / 4)
    expect(full.attempts).toBeLessThan(none.attempts)
  })

  test('a budget caps the attempts, and these calls are lost', async () => {
    const { attempts, paid } = await simulate({ ...start, budget: true })
    expect(attempts).toBe(CALLS + CALLS / 10)
    expect(paid).toBe(0)
  })

  test('the same knobs give the same drawing', async () => {
    const settings = { ...start, jitter: true }
    expect(await simulate(settings)).toEqual(await simulate(settings))
  })
})

/** Line breaks and indentation differ with the width of the column. */
function squeezed(code: string): string {
  return code.replaceAll(/\s+/g, ' ').trim()
}
