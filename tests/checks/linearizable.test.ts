import { describe, expect, test } from 'vitest'
import {
  appendKv,
  casRegister,
  checkLinearizable,
  counter,
  fencedLock,
  fifoQueue,
  history,
  kv,
  linearizable,
  lock,
  log,
  type Model,
  type NotLinearizable,
  register,
  set,
  Undecided,
  unorderedQueue,
} from '../../lib/checks/index.ts'
import { mapping, type Planned, plan, traceOf } from './histories.ts'
import { subjects } from './specs.ts'

const all = [
  'read',
  'write',
  'cas',
  'get',
  'put',
  'drop',
  'delete',
  'acquire',
  'release',
  'use',
  'enqueue',
  'dequeue',
  'add',
  'add-get',
  'remove',
  'has',
  'append',
  'at',
]
const ops = mapping(all)
const check = (model: Model, rows: readonly Planned[], maxSteps?: number) =>
  checkLinearizable(model, history(traceOf(rows)), { ops, ...(maxSteps === undefined ? {} : { maxSteps }) })
const good = (model: Model, rows: readonly Planned[]) => expect(check(model, rows).ok).toBe(true)
const bad = (model: Model, rows: readonly Planned[]): NotLinearizable => {
  const result = check(model, rows)
  expect(result.ok).toBe(false)
  return result as NotLinearizable
}

describe('register', () => {
  test('a read that overlaps a write may see either value', () => {
    good(
      register(0),
      plan(['c1', 'write', 1, null, 0, 9], ['c2', 'read', null, 0, 1, 2], ['c3', 'read', null, 1, 3, 4]),
    )
  })
  test('a stale read is refused, with the three operations that make it stale', () => {
    const found = bad(
      register(0),
      plan(
        ['c9', 'write', 7, null, 0, 1],
        ['c1', 'write', 1, null, 2, 3],
        ['c2', 'write', 2, null, 4, 5],
        ['c9', 'read', null, 2, 6, 7],
        ['c3', 'read', null, 1, 8, 9],
      ),
    )
    expect(found.because).toBe(
      'c1 wrote 1, then c9 read 2, then c3 read 1. No order of these operations, one at a time, gives these answers. c3 could only have been told 2.',
    )
    expect(found.expected).toBe(2)
    expect(found.got).toBe(1)
    expect(found.witness).toEqual([2, 3, 6, 7, 8, 9])
    expect(found.prefix).toEqual([0, 1, 2, 3])
  })
  test('reads that go back from new to old are refused', () => {
    bad(
      register(0),
      plan(['c1', 'write', 1, null, 0, 9], ['c2', 'read', null, 1, 1, 2], ['c2', 'read', null, 0, 3, 4]),
    )
  })
  test('a value that nobody wrote is refused by itself', () => {
    const found = bad(register(0), plan(['c1', 'write', 1, null, 0, 1], ['c2', 'read', null, 5, 2, 3]))
    expect(found.conflict.map((o) => o.op)).toEqual([1])
    expect(found.because).toBe(
      'c2 read 5. No order of the operations before it, one at a time, gives that answer. c2 could only have been told 1.',
    )
  })
  test('a value whose write failed is refused', () => {
    bad(register(0), plan(['c1', 'write', 1, null, 0, 1, 'fail'], ['c2', 'read', null, 1, 2, 3]))
  })
  test('an unanswered write may take effect late, once, or never', () => {
    const late = (...seen: number[]) =>
      plan(
        ['c1', 'write', 1, null, 0, 1, 'info'],
        ...seen.map((v, i): Parameters<typeof plan>[0] => ['c2', 'read', null, v, 2 + 2 * i, 3 + 2 * i]),
      )
    good(register(0), late(0, 0, 0))
    good(register(0), late(0, 1, 1))
    bad(register(0), late(0, 1, 0))
  })
  test('an unanswered read says nothing', () => {
    good(register(0), plan(['c1', 'read', null, 5, 0, 1, 'info']))
  })
  test('equal values need not be equal objects', () => {
    good(
      register(),
      plan(['c1', 'write', { a: 1, b: [2] }, null, 0, 1], ['c2', 'read', null, { b: [2], a: 1 }, 2, 3]),
    )
  })
})

describe('compare-and-set', () => {
  test('two successes from the same value are refused', () => {
    bad(casRegister(0), plan(['c1', 'cas', [0, 1], true, 0, 5], ['c2', 'cas', [0, 2], true, 1, 6]))
  })
  test('a refusal must have seen another value', () => {
    bad(casRegister(0), plan(['c1', 'cas', [0, 1], false, 0, 1]))
    good(casRegister(0), plan(['c1', 'cas', [0, 1], false, 0, 9], ['c2', 'write', 3, null, 1, 2]))
  })
  test('services differ in what a failure means, so the mapping decides', () => {
    const rows = plan(['c1', 'cas', [0, 1], null, 0, 1, 'fail'])
    good(casRegister(0), rows)
    const observedFalse = { cas: () => ({ f: 'cas', in: [0, 1], out: false, outcome: 'ok' as const }) }
    expect(checkLinearizable(casRegister(0), history(traceOf(rows)), { ops: observedFalse }).ok).toBe(false)
  })
})

describe('key-value store', () => {
  const on = (key: string, rows: Planned[]) => rows.map((row) => ({ ...row, key }))
  test('each key is checked by itself and the bad one is named', () => {
    const found = bad(kv(), [
      ...on('a', plan(['c1', 'put', 1, null, 0, 1], ['c2', 'get', null, 1, 2, 3])),
      ...on('b', plan(['c1', 'put', 2, null, 4, 5], ['c2', 'get', null, null, 6, 7])),
    ])
    expect(found.key).toBe('b')
    expect(found.because).toBe(
      'Key "b": c1 wrote 2, then c2 read nothing. No order of these two, one at a time, gives these answers. c2 could only have been told 2.',
    )
  })
  test('a deleted key reads as nothing', () => {
    good(
      kv(),
      on(
        'a',
        plan(
          ['c1', 'put', 1, null, 0, 1],
          ['c1', 'delete', null, null, 2, 3],
          ['c2', 'get', null, null, 4, 5],
        ),
      ),
    )
    bad(
      kv(),
      on(
        'a',
        plan(['c1', 'put', 1, null, 0, 1], ['c1', 'delete', null, null, 2, 3], ['c2', 'get', null, 1, 4, 5]),
      ),
    )
  })
})

describe('lock', () => {
  test('two holders at once are refused, in words', () => {
    const found = bad(lock(), plan(['c1', 'acquire', null, true, 0, 1], ['c2', 'acquire', null, true, 2, 3]))
    expect(found.because).toBe(
      'c1 got the lock, then c2 got the lock. No order of these two, one at a time, gives these answers. c2 could only have been told false.',
    )
  })
  test('handing over is fine, also while the release is still on its way back', () => {
    good(
      lock(),
      plan(
        ['c1', 'acquire', null, true, 0, 1],
        ['c1', 'release', null, true, 2, 9],
        ['c2', 'acquire', null, true, 3, 4],
      ),
    )
  })
  test('an unanswered acquire may hold the lock for ever', () => {
    good(lock(), plan(['c1', 'acquire', null, null, 0, 1, 'info'], ['c2', 'acquire', null, false, 2, 3]))
    good(lock(), plan(['c1', 'acquire', null, null, 0, 1, 'info'], ['c2', 'acquire', null, true, 2, 3]))
  })
  test('releasing what another holds is refused', () => {
    bad(lock(), plan(['c1', 'acquire', null, true, 0, 1], ['c2', 'release', null, true, 2, 3]))
  })
})

describe('fenced lock', () => {
  const grants = plan(['c1', 'acquire', null, 3, 0, 1], ['c2', 'acquire', null, 4, 2, 3])
  test('a lease may pass on unseen, a lock may not', () => {
    good(fencedLock({ expires: true }), grants)
    bad(fencedLock(), grants)
  })
  test('tokens rise', () => {
    bad(
      fencedLock({ expires: true }),
      plan(['c1', 'acquire', null, 3, 0, 1], ['c2', 'acquire', null, 3, 2, 3]),
    )
  })
  test('the store refuses a token older than one it has seen, and only those', () => {
    const use = (token: number, accepted: boolean): Parameters<typeof plan>[0] => [
      'c1',
      'use',
      token,
      accepted,
      6,
      7,
    ]
    const before = plan(['c2', 'use', 4, true, 4, 5])
    bad(fencedLock({ expires: true }), [...grants, ...before, ...plan(use(3, true))])
    good(fencedLock({ expires: true }), [...grants, ...before, ...plan(use(3, false))])
    bad(fencedLock({ expires: true }), [...grants, ...before, ...plan(use(4, false))])
  })
})

describe('queues', () => {
  const two = plan(['c1', 'enqueue', 'a', null, 0, 1], ['c1', 'enqueue', 'b', null, 2, 3])
  test('first in first out: the later element first is refused; any order: fine', () => {
    const rows = [...two, ...plan(['c2', 'dequeue', null, 'b', 4, 5])]
    expect(bad(fifoQueue(), rows).expected).toBe('a')
    good(unorderedQueue(), rows)
  })
  test('one element is not taken twice', () => {
    const rows = [...two, ...plan(['c2', 'dequeue', null, 'a', 4, 9], ['c3', 'dequeue', null, 'a', 5, 8])]
    bad(fifoQueue(), rows)
    bad(unorderedQueue(), rows)
  })
  test('an unanswered dequeue may have taken it', () => {
    const rows = [
      ...two,
      ...plan(['c2', 'dequeue', null, null, 4, 5, 'info'], ['c3', 'dequeue', null, 'b', 6, 7]),
    ]
    good(fifoQueue(), rows)
  })
  test.each([['a'], ['b']])(
    'an unanswered dequeue of an unordered queue may have taken any element, so that %s was the last',
    (last) => {
      const taken = plan(
        ['c2', 'dequeue', null, null, 4, 5, 'info'],
        ['c3', 'dequeue', null, last, 6, 7],
        ['c3', 'dequeue', null, null, 8, 9],
      )
      good(unorderedQueue(), [...two, ...taken])
      bad(unorderedQueue(), [...two, ...taken.slice(1)])
    },
  )
  test('a queue with something in it is not empty', () => {
    bad(unorderedQueue(), [...two, ...plan(['c2', 'dequeue', null, null, 4, 5])])
  })
})

test.each([1, 2])(
  'an object with a choice of its own: either choice is tried, so that %s may be left',
  (left) => {
    const { model } = subjects['bag that drops']!
    const rows = plan(
      ['c1', 'put', 1, null, 0, 1],
      ['c1', 'put', 2, null, 2, 3],
      ['c1', 'drop', null, null, 4, 5],
      ['c2', 'has', left, true, 6, 7],
    )
    good(model, rows)
    bad(model, [...rows, ...plan(['c2', 'has', 3 - left, true, 8, 9])])
  },
)

describe('counter, set, log, append-kv', () => {
  test('a lost increment shows in the sum', () => {
    bad(
      counter(),
      plan(['c1', 'add', 1, null, 0, 3], ['c2', 'add', 1, null, 1, 4], ['c1', 'read', null, 1, 5, 6]),
    )
    good(
      counter(),
      plan(['c1', 'add', 1, null, 0, 3], ['c2', 'add', 1, null, 1, 4, 'info'], ['c1', 'read', null, 1, 5, 6]),
    )
  })
  test('a set reads its elements in any order, each once', () => {
    const rows = plan(['c1', 'add', 1, true, 0, 1], ['c1', 'add', 2, true, 2, 3])
    good(set(), [...rows, ...plan(['c2', 'read', null, [2, 1], 4, 5])])
    bad(set(), [...rows, ...plan(['c2', 'read', null, [1, 1], 4, 5])])
    bad(set(), [...rows, ...plan(['c2', 'has', 1, false, 4, 5])])
  })
  test('a log gives each entry one index', () => {
    bad(log(), plan(['c1', 'append', 'x', 0, 0, 5], ['c2', 'append', 'y', 0, 1, 6]))
    good(
      log(),
      plan(['c1', 'append', 'x', 1, 0, 5], ['c2', 'append', 'y', 0, 1, 6], ['c3', 'at', 1, 'x', 7, 8]),
    )
  })
  test('two reads of a list must agree on its order', () => {
    const rows = plan(['c1', 'append', 1, null, 0, 9], ['c2', 'append', 2, null, 1, 8])
    bad(appendKv(), [
      ...rows,
      ...plan(['c3', 'read', null, [1, 2], 10, 11], ['c3', 'read', null, [2, 1], 12, 13]),
    ])
  })
})

describe('the check', () => {
  const rows = plan(['c1', 'write', 1, null, 0, 1], ['c2', 'read', null, 0, 2, 3])
  test('fits sc.check: a finding for a bad history, nothing for a good one', () => {
    expect(linearizable(register(0), { ops })({ trace: traceOf(rows) })).toEqual({
      because:
        'c1 wrote 1, then c2 read 0. No order of these two, one at a time, gives these answers. c2 could only have been told 1.',
      expected: 1,
      got: 0,
      witness: [0, 1, 2, 3],
    })
    expect(linearizable(register(0), { ops })({ trace: traceOf(rows.slice(0, 1)) })).toBeUndefined()
  })
  test('leaves out what the mapping does not name', () => {
    expect(linearizable(register(0), { ops: mapping(['write']) })({ trace: traceOf(rows) })).toBeUndefined()
  })
  test('says so when its steps run out, and neither passes nor fails', () => {
    const run = () => linearizable(register(0), { ops, maxSteps: 1 })({ trace: traceOf(rows) })
    expect(run).toThrow(Undecided)
    expect(run).toThrow(expect.objectContaining({ code: 'undecided', steps: 1 }))
  })
  test('a call that the model does not know is our mistake and is said', () => {
    const run = () =>
      linearizable(register(0), { ops: { write: () => ({ f: 'wirte' }) } })({ trace: traceOf(rows) })
    expect(run).toThrow('The register model got a call "wirte"; it knows read, write.')
  })
})
