import { describe, expect, test } from 'vitest'
import {
  type AnomalyName,
  history,
  isolation,
  LEVELS,
  type LevelName,
  meaningOf,
} from '../../../lib/checks/index.ts'
import { traceOf } from '../histories.ts'
import { accesses, check, inTurn, type Planned, together } from './plans.ts'

const names = Object.keys(LEVELS) as LevelName[]
const allowing = (plan: readonly Planned[]) => names.filter((level) => check(level, plan).ok)
const found = (level: LevelName, plan: readonly Planned[]): AnomalyName[] => [
  ...new Set(check(level, plan).anomalies.map((a) => a.name)),
]

const all = names
const weak: LevelName[] = ['read-uncommitted']
const committed: LevelName[] = ['read-uncommitted', 'read-committed']
const snapshots: LevelName[] = [
  'read-uncommitted',
  'read-committed',
  'snapshot-isolation',
  'strong-session-snapshot-isolation',
  'strong-snapshot-isolation',
]

/** What it is, the transactions, the anomaly found when all is forbidden, the levels that allow it. */
const cases: readonly (readonly [
  string,
  readonly Planned[],
  readonly AnomalyName[],
  readonly LevelName[],
])[] = [
  ['nothing', [], [], all],
  ['one append that nobody reads', together('ax1'), [], all],
  [
    'appends and reads in turn',
    inTurn(['a', 'ax1 ay1'], ['b', 'rx[1] ax2'], ['a', 'rx[1,2] ry[1]']),
    [],
    all,
  ],
  ['an own append is seen', together('rx[] ax1 rx[1] ax2 rx[1,2]'), [], all],

  [
    'G0: two transactions append in both orders',
    together('ax1 ay1', 'ax2 ay2', 'rx[1,2] ry[2,1]'),
    ['G0'],
    [],
  ],
  ['G0: appends in turns to one key', together('ax1 ax3', 'ax2', 'rx[1,2,3]'), ['G0'], []],
  ['G1a: a read of what was aborted', together('!ax1', 'rx[1]'), ['G1a'], weak],
  ['G1b: a read of a middle state', together('ax1 ax2', 'rx[1]', 'rx[1,2]'), ['G1b', 'G-single'], weak],
  ['a middle state that the same transaction reads', together('ax1 rx[1] ax2'), [], all],
  ['G1c: each reads the other', together('ax1 ry[1]', 'ay1 rx[1]'), ['G1c'], weak],
  [
    'G1c: one order of appends, the other of reads',
    together('ax1 ry[1]', 'ax2 ay1', 'rx[1,2]'),
    ['G1c'],
    weak,
  ],
  ['G-single: half of a transaction is seen', together('ax1 ay1', 'rx[1] ry[]'), ['G-single'], committed],
  [
    'G-single: an append over what was not read',
    together('ax1 ay1', 'ax2 ry[]', 'rx[1,2]'),
    ['G-single'],
    committed,
  ],
  ['lost update', together('ax1', 'rx[1] ax2', 'rx[1] ax3'), ['lost-update', 'G2-item'], committed],
  [
    'lost update that a later read shows',
    together('rx[] ax2', 'rx[] ax3', 'rx[2,3]'),
    ['lost-update', 'G-single'],
    committed,
  ],
  ['one transaction may overwrite its own read twice', together('rx[] ax1 ax2', 'rx[1,2]'), [], all],
  [
    'G-nonadjacent: two readers see two appends in different orders',
    together('ax1', 'rx[1] ry[]', 'ay1', 'ry[1] rx[]'),
    ['G-nonadjacent'],
    committed,
  ],
  ['G2-item: write skew', together('rx[] ay1', 'ry[] ax1'), ['G2-item'], snapshots],
  ['G2-item: three in a ring', together('rx[] ay1', 'ry[] az1', 'rz[] ax1'), ['G2-item'], snapshots],
  [
    "G2-item: a read-only transaction sees a snapshot that no serial order has (Fekete, O'Neil & O'Neil 2004)",
    together('rx[] ry[] ax1', 'ry[] ay1', 'rx[] ry[1]'),
    ['G2-item'],
    snapshots,
  ],
  ['incompatible orders', together('ax1', 'ax2', 'rx[1,2]', 'rx[2]'), ['incompatible-order'], weak],
  [
    'a list that begins like no other: nothing follows from where it stands',
    together('ax1', 'ax2', 'ax3', 'rx[1,2]', 'rx[3]'),
    ['incompatible-order'],
    weak,
  ],
  ['duplicate elements', together('ax1', 'rx[1,1]'), ['duplicate-elements'], []],
  ['garbage', together('rx[7]'), ['garbage-read'], []],
  ['dirty update', together('!ax1', 'ax2', 'rx[1,2]'), ['G1a', 'dirty-update'], weak],
  [
    'dirty update below one that nobody knows of',
    together('!ax1', '?ax2', 'ax3', 'rx[1,2,3]'),
    ['G1a', 'dirty-update'],
    weak,
  ],
  ['internal: an own append is missing', together('ax1 rx[]'), ['internal'], committed],
  [
    'internal: the list changed between two reads',
    together('rx[] rx[1]', 'ax1'),
    ['internal', 'G-single'],
    committed,
  ],
  ['internal: shorter than before', together('ax1', 'rx[1] rx[]'), ['internal', 'G-single'], committed],
  ['internal: more than its own at the end', together('ax1 rx[1,2]', 'ax2'), ['internal', 'G1c'], weak],
  ['future read', together('rx[1] ax1'), ['future-read'], weak],
]

describe.each(cases)('%s', (_, plan, anomalies, allowed) => {
  test('is named', () => expect(found('strict-serializable', plan).sort()).toEqual([...anomalies].sort()))
  test('is allowed by these levels and no others', () => expect(allowing(plan)).toEqual(allowed))
})

describe('transactions that nobody knows of', () => {
  test('a read of its append proves that one committed', () => {
    const skew = (outcome: string) => together('ax1 ay1', `${outcome}ax2 ay2`, 'rx[1,2] ry[2,1]')
    expect(found('serializable', skew('?'))).toEqual(['G0'])
  })
  test('one append seen, the other must be, too', () => {
    expect(found('serializable', together('?ax1 ay1', 'rx[1] ry[]'))).toEqual(['G-single'])
  })
  test('unseen, it may never have happened', () => {
    expect(allowing(inTurn(['a', '?ax1'], ['b', 'rx[]'], ['b', 'rx[]']))).toEqual(all)
  })
  test('it may take effect long after its client gave up, but not before it began', () => {
    const late = inTurn(['a', '?ax1'], ['a', 'rx[]'], ['a', 'rx[1]'])
    expect(allowing(late)).toEqual(all)
    const early = inTurn(['b', 'rx[1]'], ['a', '?ax1'])
    expect(found('strict-serializable', early)).toEqual(['G1c-realtime'])
    expect(check('serializable', early).ok).toBe(true)
  })
  test('what it read is not known', () => {
    expect(allowing(together('?rx[9] ax1', 'rx[1]'))).toEqual(all)
  })
})

describe('orders besides the data', () => {
  const without = (...gone: LevelName[]) => all.filter((level) => !gone.includes(level))
  const strong: LevelName[] = ['strong-snapshot-isolation', 'strict-serializable']
  const session: LevelName[] = ['strong-session-snapshot-isolation', 'strong-session-serializable']

  test('a stale read of another client breaks only real time', () => {
    const stale = inTurn(['a', 'ax1'], ['b', 'rx[]'])
    expect(allowing(stale)).toEqual(without(...strong))
    expect(found('strict-serializable', stale)).toEqual(['G-single-realtime'])
  })
  test('a stale read of the same client breaks its session, too', () => {
    const stale = inTurn(['a', 'ax1'], ['a', 'rx[]'])
    expect(allowing(stale)).toEqual(without(...strong, ...session))
    expect(found('strict-serializable', stale)).toEqual(['G-single-process'])
    expect(found('strong-session-serializable', stale)).toEqual(['G-single-process'])
  })
  test('one that nobody answered does not break the order of its session', () => {
    const around = inTurn(['a', 'ax1'], ['a', '?ay1'], ['a', 'rx[]'], ['b', 'ry[1]'])
    expect(found('strong-session-serializable', around)).toEqual(['G-single-process'])
  })
  test('what overlaps has no order', () => {
    expect(allowing(together('ax1', 'rx[]'))).toEqual(all)
  })
  test('a session that reads something and then causes it', () => {
    const loop = inTurn(['a', 'rx[1] ay1'], ['b', 'ry[1]'], ['b', 'ax1'])
    expect(found('strong-session-snapshot-isolation', loop)).toEqual(['G1c-process'])
  })
  test('two anti-dependencies kept apart by a session', () => {
    const apart = inTurn(['a', 'rx[] rz[1]'], ['b', 'ax1'], ['b', 'rz[]'], ['c', 'az1'])
    expect(found('strong-session-snapshot-isolation', apart)).toEqual(['G-nonadjacent-process'])
    expect(check('snapshot-isolation', apart).ok).toBe(true)
  })
  test('a long wait is one edge, however much happened in between', () => {
    const between = Array.from({ length: 30 }, (_, i) => [`c${i}`, `ay${i}`] as const)
    const plan = inTurn(['a', 'ax1'], ...between, ['b', 'rx[]'])
    const [only, ...more] = check('strict-serializable', plan).anomalies
    expect(more).toEqual([])
    expect(only?.cycle).toBe('T31 -rw-> T0 -realtime-> T31')
  })
})

describe('what is said', () => {
  const skew = together('rx[] ay1', 'ry[] ax1')
  const trace = traceOf(
    skew.map(({ by, accesses, from, to }) => ({
      by,
      f: 'txn',
      in: accesses as never,
      out: null,
      outcome: 'ok',
      from,
      to,
    })),
  )
  test('the cycle in words, with the events of its transactions', () => {
    expect(isolation('serializable', { of: (o) => o.body.in })({ trace })).toEqual({
      because:
        "T0 (c0) read x as [], without T1 (c1)'s 1; T1 read y as [], without T0's 1. Each of these puts one before the other, and together they put T0 before itself. This is G2-item (write skew).",
      expected: 'a history that serializable allows',
      got: { anomaly: 'G2-item', cycle: 'T0 -rw-> T1 -rw-> T0', operations: [0, 1] },
      witness: [0, 1, 2, 3],
    })
    expect(isolation('snapshot-isolation', { of: (o) => o.body.in })({ trace })).toBeUndefined()
  })
  test('operations without accesses are left out', () => {
    expect(isolation('serializable', { of: () => undefined })({ trace })).toBeUndefined()
  })
  test('the worst comes first', () => {
    const plan = [...together('rx[] ay1', 'ry[] ax1'), ...together('!az1', 'rz[1]')].map((t, i) => ({
      ...t,
      from: i,
      to: 50 + i,
    }))
    expect(check('serializable', plan).anomalies.map((a) => a.name)).toEqual(['G1a', 'G2-item'])
  })
  test('of several cycles through the same transactions the shortest is told', () => {
    const [first] = check('serializable', together('ax1 ay1 az1', 'rx[1] ry[] aw1', 'rw[1] rz[]')).anomalies
    expect(first?.cycle).toBe('T1 -rw-> T0 -wr-> T1')
  })
  test('a longer one found later does not replace it', () => {
    const [first, ...more] = check(
      'serializable',
      together('rx[] ay1', 'ry[] az1 rw[]', 'rz[] ax1', 'aw1 ry[]'),
    ).anomalies
    expect(first?.cycle).toBe('T0 -rw-> T2 -rw-> T1 -rw-> T0')
    expect(more).toEqual([])
  })
  test('a value appended twice is refused: readers could not tell whose it is', () => {
    expect(() => check('serializable', together('ax1', 'ax1'))).toThrow(
      'Operations 0 and 1 both append 1 to "x"',
    )
  })
  test('values need not be numbers', () => {
    const value = { a: [1] }
    const plan: Planned[] = [
      { ...together('ax1')[0]!, accesses: [{ f: 'append', key: 'x', value }] },
      { ...together('rx[]', 'rx[]')[1]!, accesses: [{ f: 'read', key: 'x', list: [{ a: [1] }] }] },
    ]
    expect(check('strict-serializable', plan).ok).toBe(true)
  })
  test('every name has its meaning', () => {
    expect(meaningOf('G-single-realtime')).toBe('read skew across real time')
    expect(meaningOf('G2-item')).toBe('write skew')
    expect(meaningOf('G1a')).toBe('aborted read')
  })
})

test('the notation of these tests', () => {
  expect(accesses('ax1 ry[2,3]')).toEqual([
    { f: 'append', key: 'x', value: 1 },
    { f: 'read', key: 'y', list: [2, 3] },
  ])
  expect(history([])).toEqual([])
})
