import fc from 'fast-check'
import type { EventKind, FaultOp, Json, Trace, TraceEvent } from '../../lib/sim/index.ts'

const kinds: readonly EventKind[] = [
  'boot',
  'send',
  'deliver',
  'drop',
  'dup',
  'timer-set',
  'timer-fire',
  'timer-cancel',
  'disk-write',
  'disk-fsync',
  'disk-lost',
  'crash',
  'restart',
  'pause',
  'resume',
  'skew',
  'drift',
  'partition',
  'cut',
  'heal',
  'invoke',
  'ok',
  'fail',
  'info',
  'note',
  'view',
  'log',
  'threw',
  'violation',
]

const nodes = ['n1', 'n2', 'n3', 'server', 'client', 'ключ', '節点']
const network: ReadonlySet<EventKind> = new Set(['partition', 'cut', 'heal'])

const data: fc.Arbitrary<Json> = fc.oneof(
  fc.constant(null),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.string({ unit: 'grapheme' }),
  fc.constant([['n1', 'n2'], ['n3']]),
  fc.constant(['n1', 'server']),
  fc.constantFrom('f1', 'f2'),
  fc.dictionary(fc.string({ maxLength: 8 }), fc.oneof(fc.integer(), fc.boolean(), fc.string()), {
    maxKeys: 4,
  }),
)

const draft = fc.record({
  step: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 40 }), fc.integer({ min: 100, max: 3000 })),
  kind: fc.constantFrom(...kinds),
  node: fc.constantFrom(...nodes),
  peer: fc.constantFrom(...nodes, 'stranger'),
  type: fc.option(fc.constantFrom('vote', 'append', 'get', 'a-rather-long-message-type'), { nil: undefined }),
  // How far back the cause lies; 0 and less point at the event itself, forwards or nowhere.
  back: fc.option(fc.integer({ min: -3, max: 12 }), { nil: undefined }),
  msg: fc.option(fc.nat(20), { nil: undefined }),
  re: fc.option(fc.nat(20), { nil: undefined }),
  op: fc.option(fc.nat(5), { nil: undefined }),
  inc: fc.nat(2),
  label: fc.option(fc.string({ unit: 'grapheme', maxLength: 30 }), { nil: undefined }),
  data: fc.option(data, { nil: undefined }),
  fault: fc.option(fc.constantFrom('f1', 'f2', 'f3'), { nil: undefined }),
})

/** Traces that no simulator would make: causes that point nowhere or forwards, replies to nothing, restarts without a crash. */
export const anyTrace: fc.Arbitrary<Trace> = fc.array(draft, { maxLength: 60 }).map((drafts) => {
  let at = 0
  return drafts.map((d, id): TraceEvent => {
    at += d.step
    const { step: _, back, kind, node, ...rest } = d
    const event = {
      ...rest,
      id,
      at,
      kind,
      node: network.has(kind) ? '*' : node,
      cause: back === undefined ? undefined : id - back,
    }
    return Object.fromEntries(
      Object.entries(event).filter(([, v]) => v !== undefined),
    ) as unknown as TraceEvent
  })
})

const time = fc.integer({ min: 0, max: 20_000 })
const node = fc.constantFrom('n1', 'n2', 'server')
const until = fc.oneof(time, fc.constant(Number.POSITIVE_INFINITY))
const id = fc.constantFrom('f1', 'f2', 'f3', 'f4', 'f5')

export const anyFaults: fc.Arbitrary<readonly FaultOp[]> = fc.uniqueArray(
  fc.oneof(
    fc.record({
      id,
      op: fc.constant('partition' as const),
      at: time,
      until,
      groups: fc.constant([['n1'], ['n2', 'server']]),
    }),
    fc.record({ id, op: fc.constant('cut' as const), at: time, until, from: node, to: node }),
    fc.record({ id, op: fc.constant('pause' as const), at: time, until, node }),
    fc.record({ id, op: fc.constant('crash' as const), at: time, until, node }),
    fc.record({
      id,
      op: fc.constant('skew' as const),
      at: time,
      node,
      byMs: fc.integer({ min: -500, max: 500 }),
    }),
    fc.record({ id, op: fc.constant('drift' as const), at: time, node, rate: fc.constantFrom(0.95, 1.05) }),
    fc.record({ id, op: fc.constant('drop' as const), at: time, from: node, to: node, n: fc.nat(9) }),
    fc.record({
      id,
      op: fc.constant('dup' as const),
      at: time,
      from: node,
      to: node,
      n: fc.nat(9),
      delayMs: fc.nat(90),
    }),
    fc.record({
      id,
      op: fc.constant('delay' as const),
      at: time,
      from: node,
      to: node,
      n: fc.nat(9),
      extraMs: fc.nat(900),
    }),
  ),
  { selector: (f) => f.id, maxLength: 5 },
)

/** A trace, faults and a choice of how to lay them out. */
export const anyPicture = fc.record({
  trace: anyTrace,
  options: fc.record({
    mode: fc.constantFrom('rows' as const, 'time' as const),
    witness: fc.array(fc.nat(70), { maxLength: 4 }),
    faults: anyFaults,
    laneGap: fc.integer({ min: 60, max: 180 }),
    rowHeight: fc.integer({ min: 14, max: 44 }),
    margin: fc.constantFrom(0, 280),
    zoom: fc.constantFrom(0.4, 1, 7),
    filter: fc.record({
      hiddenNodes: fc.subarray(nodes, { maxLength: 3 }),
      hiddenTypes: fc.subarray(['vote', 'append', 'get']),
      hiddenGroups: fc.subarray([
        'messages',
        'operations',
        'notes',
        'faults',
        'disk',
        'timers',
        'views',
        'console',
      ] as const),
    }),
  }),
})
