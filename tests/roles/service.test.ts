import { describe, expect, test } from 'vitest'
import { type Conduct, dependency, field, type Gauge, serve } from '../../lib/roles/index.ts'
import { Refusal } from '../../lib/suite/index.ts'
import { scene } from './scene.ts'

/** Calls 'svc' `at` these instants; the ends, in order of the calls, as `at answer`. */
async function calls(
  at: readonly number[],
  o: { conduct?: (n: number) => Conduct; slots?: number; queue?: number },
): Promise<{ ends: string[]; gauge: Gauge; effects: number[] }> {
  const ends: string[] = []
  const effects: number[] = []
  let gauge: Gauge | undefined
  let n = 0
  await scene((sc) => {
    sc.supply('svc', (s) => {
      gauge = serve(
        s,
        {
          go: (b) => {
            effects.push(s.now)
            return b
          },
        },
        {
          conduct: () => o.conduct?.(n++) ?? {},
          ...(o.slots === undefined
            ? {}
            : { capacity: { slots: o.slots, ...(o.queue === undefined ? {} : { queue: o.queue }) } }),
        },
      )
    })
    at.forEach((ms, i) => {
      sc.client(`c${i}`, async (c) => {
        await c.at(ms)
        const r = await c.call('svc', 'go', i, { timeoutMs: 500 })
        ends[i] = `${c.now} ${r.ok ? r.value : r.error === 'Refused' ? r.reason : 'timeout'}`
      })
    })
  })
  return { ends, gauge: gauge as Gauge, effects }
}

describe('conduct', () => {
  test('work comes before the effect, answer time after it', async () => {
    const { ends, effects } = await calls([10], { conduct: () => ({ workMs: 30, answerMs: 5 }) })
    expect(effects).toEqual([40])
    expect(ends).toEqual(['45 0'])
  })
  test('a refusal is definite, a lost request has no effect, a lost answer has', async () => {
    const how: Conduct[] = [{ refuse: 'no', workMs: 7 }, { lose: 'request' }, { lose: 'answer', workMs: 2 }]
    const { ends, effects, gauge } = await calls([0, 100, 200], { conduct: (n) => how[n] as Conduct })
    expect(ends).toEqual(['7 no', '600 timeout', '700 timeout'])
    expect(effects).toEqual([202])
    expect(gauge).toMatchObject({ calls: 3, done: 1, refused: 1, byType: { go: 3 } })
  })
})

describe('capacity', () => {
  test('slots work, the queue waits in order of arrival, the next is refused at once', async () => {
    const { ends, gauge } = await calls([0, 1, 2, 3, 4], {
      conduct: () => ({ workMs: 100 }),
      slots: 2,
      queue: 2,
    })
    expect(ends).toEqual(['100 0', '101 1', '200 2', '201 3', '4 overloaded'])
    expect(gauge).toMatchObject({ runningMax: 2, waitingMax: 2, running: 0, waiting: 0 })
  })
  test('a newcomer of the instant in which a slot falls free does not pass the queue', async () => {
    const { ends } = await calls([0, 50, 100], { conduct: () => ({ workMs: 100 }), slots: 1, queue: 2 })
    expect(ends).toEqual(['100 0', '200 1', '300 2'])
  })
  test('a slot comes back from a refusal and from a lost answer', async () => {
    const how: Conduct[] = [{ refuse: 'no', workMs: 10 }, { lose: 'answer', workMs: 10 }, { workMs: 10 }]
    const { ends } = await calls([0, 20, 40], { conduct: (n) => how[n] as Conduct, slots: 1 })
    expect(ends).toEqual(['10 no', '520 timeout', '50 2'])
  })
})

describe('a dependency', () => {
  test('follows its phases to the instant', async () => {
    const dep = dependency({
      phases: [{ latencyMs: [5, 5] }, { fromMs: 100, untilMs: 200, down: 'refusing', reason: 'maintenance' }],
    })
    const ends: string[] = []
    await scene((sc) => {
      sc.supply('dep', dep.serve)
      sc.client('c', async (c) => {
        for (const at of [99, 150, 199, 250]) {
          await c.at(at)
          const r = await c.call('dep', 'call', at)
          ends.push(`${c.now} ${r.ok ? r.value : r.reason}`)
        }
      })
    })
    expect(ends).toEqual(['104 99', '150 maintenance', '199 maintenance', '255 250'])
  })
  test('fails in the share that was asked for, and the same requests in every run', async () => {
    const failures = async () => {
      const dep = dependency({ phases: [{ errorPct: 30 }] })
      const failed: number[] = []
      await scene((sc) => {
        sc.supply('dep', dep.serve)
        sc.client('c', async (c) => {
          for (let i = 0; i < 400; i++) if (!(await c.call('dep', 'call', i)).ok) failed.push(i)
        })
      })
      return failed
    }
    const first = await failures()
    expect(first.length).toBeGreaterThan(90)
    expect(first.length).toBeLessThan(150)
    expect(await failures()).toEqual(first)
  })
  test('does what a script tells it on top of everything', async () => {
    const dep = dependency({ phases: [{ down: 'refusing' }] })
    const oks: boolean[] = []
    await scene((sc) => {
      sc.supply('dep', dep.serve)
      sc.client('c', async (c) => {
        const ask = async () => oks.push((await c.call('dep', 'call', 1, { timeoutMs: 50 })).ok)
        await ask()
        dep.set({ down: undefined as never })
        await ask()
        dep.set({ down: 'silent' })
        await ask()
        dep.set(undefined)
        await ask()
      })
    })
    expect(oks).toEqual([false, true, false, false])
    expect(dep.gauge.byType).toEqual({ call: 4 })
  })
})

test('a malformed request is refused in words that name the field', () => {
  expect(() => field({ key: 7 }, 'key', 'string')).toThrow(
    new Refusal("bad request: 'key' must be a string; got 7"),
  )
  expect(() => field(null, 'key', 'string')).toThrow(
    new Refusal("bad request: 'key' must be a string; got nothing"),
  )
})
