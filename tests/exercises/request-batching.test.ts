import { readFileSync } from 'node:fs'
import DataLoader from 'dataloader'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Outcome, simulate } from '../../content/patterns/request-batching/figures/bus.ts'
import { batcher } from '../../exercises/request-batching/solution.ts'
import visible from '../../exercises/request-batching/suite.visible.ts'
import { batches } from '../../exercises/request-batching/view.ts'
import { openPlainPort } from '../../lib/kernel/index.ts'
import { runOnce } from '../../lib/suite/index.ts'
import { exerciseJs } from './exercise-js.ts'
import { virtualEnv } from './virtual-env.ts'

type VirtualEnv = ReturnType<typeof virtualEnv>['env']
type Fetch = (keys: readonly string[]) => Promise<(string | Error)[]>
type Make = (env: VirtualEnv, fetchMany: Fetch) => { load(key: string): Promise<string> }

const MAX_WAIT_MS = 21

describe('request-batching: against dataloader 2.2.3 on one virtual clock', () => {
  /** When each load comes, in even milliseconds: no load meets the end of a wait. */
  const arrivals = fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 12 })
  const cases = fc.record({ arrivals, maxSize: fc.integer({ min: 1, max: 4 }), bad: fc.nat(11) })

  test('with keys that differ, both make the same batches and give every load the same end', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ arrivals, maxSize, bad }) => {
        const loads = arrivals.map((half, i) => ({ atMs: 2 * half, key: `k${i}` }))
        const fetchMany: Fetch = async (keys) =>
          keys.map((key) => (key === `k${bad}` ? new RangeError(key) : key))
        const ours = await played(loads, fetchMany, (env, f) =>
          batcher(env, { maxSize, maxWaitMs: MAX_WAIT_MS }, f),
        )
        const theirs = await played(loads, fetchMany, (env, f) => dataLoader(env, f, maxSize))
        expect(ours.fetches.map((f) => f.keys).sort()).toEqual(theirs.fetches.map((f) => f.keys).sort())
        expect(ours.ends.map((e) => e.as)).toEqual(theirs.ends.map((e) => e.as))
      }),
      { numRuns: 100 },
    )
  })

  test('both reject every load of a batch whose list has the wrong length', async () => {
    const loads = ['a', 'b', 'c'].map((key) => ({ atMs: 0, key }))
    const short: Fetch = async (keys) => keys.slice(1)
    const ours = await played(loads, short, (env, f) =>
      batcher(env, { maxSize: 9, maxWaitMs: MAX_WAIT_MS }, f),
    )
    const theirs = await played(loads, short, (env, f) => dataLoader(env, f, 9))
    expect(ours.ends.map((e) => e.as)).toEqual(['Error', 'Error', 'Error'])
    expect(theirs.ends.map((e) => e.as)).toEqual(['TypeError', 'TypeError', 'TypeError'])
  })

  test('a full batch goes at once here, and when it is scheduled there', async () => {
    const loads = ['a', 'b'].map((key) => ({ atMs: 0, key }))
    const fetchMany: Fetch = async (keys) => [...keys]
    const ours = await played(loads, fetchMany, (env, f) =>
      batcher(env, { maxSize: 2, maxWaitMs: MAX_WAIT_MS }, f),
    )
    const theirs = await played(loads, fetchMany, (env, f) => dataLoader(env, f, 2))
    expect(ours.fetches).toEqual([{ atMs: 0, keys: 'a b' }])
    expect(theirs.fetches).toEqual([{ atMs: MAX_WAIT_MS, keys: 'a b' }])
  })

  test('a key that is loaded twice travels once here, and twice there when nothing is cached', async () => {
    const loads = ['a', 'b', 'a'].map((key) => ({ atMs: 0, key }))
    const fetchMany: Fetch = async (keys) => [...keys]
    const ours = await played(loads, fetchMany, (env, f) =>
      batcher(env, { maxSize: 9, maxWaitMs: MAX_WAIT_MS }, f),
    )
    const theirs = await played(loads, fetchMany, (env, f) => dataLoader(env, f, 9))
    expect(ours.fetches[0]?.keys).toBe('a b')
    expect(theirs.fetches[0]?.keys).toBe('a b a')
  })

  test('a throw reaches the loads as it is here, and within a TypeError there', async () => {
    const loads = [{ atMs: 0, key: 'a' }]
    const throwing: Fetch = () => {
      throw new RangeError('400')
    }
    const ours = await played(loads, throwing, (env, f) =>
      batcher(env, { maxSize: 9, maxWaitMs: MAX_WAIT_MS }, f),
    )
    const theirs = await played(loads, throwing, (env, f) => dataLoader(env, f, 9))
    expect([ours.ends[0]?.as, theirs.ends[0]?.as]).toEqual(['RangeError', 'TypeError'])
  })
})

test('request-batching: the code in the lesson is the reference, line by line', () => {
  const lesson = readFileSync('content/patterns/request-batching/lesson.mdx', 'utf8')
  const snippet = lesson.split('```ts title="batcher.ts"\n')[1]?.split('```')[0] ?? ''
  const solution = readFileSync('exercises/request-batching/solution.ts', 'utf8').replaceAll(
    /^\s*\/\/.*$/gm,
    '',
  )
  expect(snippet).not.toBe('')
  expect(squeezed(solution)).toContain(squeezed(snippet))
})

test('request-batching: the picture has a row for each batch, from its first load to its answer', async () => {
  const port = openPlainPort(
    exerciseJs('request-batching', 'solution.ts'),
    exerciseJs('request-batching', 'fixture.ts'),
  )
  const { trace } = await runOnce(visible, port, { seed: 'full#0' })
  expect(batches(trace).map((b) => [b.keys.join(), b.loads.length, b.sentMs, b.endMs])).toEqual([
    ['a,b,c', 3, 0, 10],
    ['d', 1, 50, 60],
  ])
})

describe('request-batching: the figure', () => {
  const alone = { maxSize: 1, maxWaitMs: 0 }
  const bus = { maxSize: 20, maxWaitMs: 10 }

  test('at 300 a second a wait of 10 ms takes the slowest from 229 ms to 15', async () => {
    const [one, many] = [
      await simulate({ ...alone, perSecond: 300 }),
      await simulate({ ...bus, perSecond: 300 }),
    ]
    expect(one.busyPct).toBe(120)
    expect([slowest(one), slowest(many)]).toEqual([229, 15])
    expect(many.busyPct).toBe(30)
    expect(many.trips.length / one.trips.length).toBeCloseTo(0.25, 1)
  })

  test('at 20 a second it trebles the latency', async () => {
    const [one, many] = [
      await simulate({ ...alone, perSecond: 20 }),
      await simulate({ ...bus, perSecond: 20 }),
    ]
    expect([one.p50Ms, many.p50Ms].map(Math.round)).toEqual([5, 15])
  })

  test('arrivals are independent of one another: batches save what 1 + λw keys on average save, but for the luck of one second', async () => {
    for (const [perSecond, saved] of [
      [20, 0.2],
      [100, 0.51],
      [300, 0.75],
    ] as const) {
      const { rides, trips } = await simulate({ ...bus, perSecond })
      expect(rides).toHaveLength(perSecond)
      expect(1 - trips.length / rides.length).toBeCloseTo(saved, 2)
      const expected = 1 - 1 / (1 + perSecond * 0.01)
      expect(Math.abs(saved - expected)).toBeLessThan(0.04)
    }
  })

  test('at 200 a second the median is best with a shorter wait than the p99', async () => {
    const at = async (maxWaitMs: number) => simulate({ maxSize: 20, maxWaitMs, perSecond: 200 })
    const [one, two, four] = [await at(1), await at(2), await at(4)]
    const alone200 = await simulate({ ...alone, perSecond: 200 })
    expect([alone200.p99Ms, four.p99Ms].map(Math.floor)).toEqual([31, 9])
    expect(two.p50Ms).toBeLessThan(Math.min(one.p50Ms, four.p50Ms))
    expect(two.p99Ms).toBeGreaterThan(four.p99Ms)
  })

  test('the same knobs give the same drawing', async () => {
    const settings = { ...bus, perSecond: 100 }
    expect(await simulate(settings)).toEqual(await simulate(settings))
  })
})

const slowest = ({ rides }: Outcome) => Math.round(Math.max(...rides.map((r) => r.tookMs)))

/** As the exercise asks, as far as its options go: nothing cached, sent after a time. */
function dataLoader(
  env: VirtualEnv,
  fetchMany: Fetch,
  maxBatchSize: number,
): { load(key: string): Promise<string> } {
  return new DataLoader<string, string>(fetchMany, {
    cache: false,
    maxBatchSize,
    batchScheduleFn: (go) => void env.after(MAX_WAIT_MS, go),
  })
}

/** Every fetch with its keys, and how each load ended. */
async function played(loads: readonly { atMs: number; key: string }[], fetchMany: Fetch, make: Make) {
  const { env, runAll } = virtualEnv()
  const fetches: { atMs: number; keys: string }[] = []
  const ends: { as: string }[] = []
  const loader = make(env, (keys) => {
    fetches.push({ atMs: env.now(), keys: keys.join(' ') })
    return fetchMany(keys)
  })
  loads.forEach(({ atMs, key }, i) => {
    env.after(atMs, () => {
      loader.load(key).then(
        (value) => {
          ends[i] = { as: `value ${value}` }
        },
        (error) => {
          ends[i] = { as: error.constructor.name }
        },
      )
    })
  })
  await runAll()
  return { fetches, ends }
}

/** Line breaks and indentation differ with the width of the column. */
function squeezed(code: string): string {
  return code.replaceAll(/\s+/g, ' ').trim()
}
