/** What comes out of the cage is parsed before anyone believes its form. */
import { z } from 'zod'
import type { FaultOp, TraceEvent } from '../sim/index.ts'
import type { Verdict } from '../suite/index.ts'

const count = z.number().int().nonnegative()
const ms = z.number().nonnegative()
const json = z.json()
const place = { line: z.number().int().positive().optional() }

const cost = z.object({
  property: z.string(),
  sentence: z.string(),
  value: z.number(),
  max: z.number(),
  unit: z.string(),
  starsAt: z.tuple([z.number(), z.number()]).optional(),
  reference: z.number().optional(),
  stars: z.literal([1, 2, 3]).optional(),
  nextStar: z.string().optional(),
})

const during = { id: z.string(), at: z.number() }
const interval = { ...during, until: z.number() }
const link = { from: z.string(), to: z.string() }

export const faultSchema = z.discriminatedUnion('op', [
  z.object({ op: z.literal('partition'), ...interval, groups: z.array(z.array(z.string())) }),
  z.object({ op: z.literal('cut'), ...interval, ...link }),
  z.object({ op: z.literal('pause'), ...interval, node: z.string() }),
  z.object({
    op: z.literal('crash'),
    ...during,
    until: z.number().nullable(),
    node: z.string(),
    torn: z.boolean().optional(),
    wipe: z.boolean().optional(),
  }),
  z.object({ op: z.literal('clog'), ...interval, ...link }),
  z.object({ op: z.literal('slow'), ...interval, node: z.string(), handlerMs: z.number() }),
  z.object({ op: z.literal('off'), ...interval, node: z.string(), refuse: z.string().optional() }),
  z.object({ op: z.literal('disk-full'), ...interval, node: z.string(), freeBytes: count }),
  z.object({
    op: z.literal('fsync-fail'),
    ...interval,
    node: z.string(),
    reverts: z.boolean().optional(),
  }),
  z.object({ op: z.literal('fsync-slow'), ...interval, node: z.string(), extraMs: z.number() }),
  z.object({
    op: z.literal('bit-flip'),
    ...during,
    node: z.string(),
    file: z.string(),
    byte: count,
    bit: count,
  }),
  z.object({ op: z.literal('skew'), ...during, node: z.string(), byMs: z.number() }),
  z.object({ op: z.literal('drift'), ...during, node: z.string(), rate: z.number() }),
  z.object({ op: z.literal('drop'), ...during, ...link, n: count }),
  z.object({ op: z.literal('dup'), ...during, ...link, n: count, delayMs: z.number() }),
  z.object({ op: z.literal('delay'), ...during, ...link, n: count, extraMs: z.number() }),
])

const KINDS = [
  ...(['boot', 'send', 'deliver', 'drop', 'dup', 'timer-set', 'timer-fire', 'timer-cancel'] as const),
  ...([
    'disk-read',
    'disk-write',
    'disk-fsync',
    'disk-lost',
    'disk-error',
    'disk-wipe',
    'disk-fault',
    'bit-flip',
    'slow',
    'off',
    'clog',
    'crash',
    'restart',
    'pause',
    'resume',
    'skew',
    'drift',
  ] as const),
  ...(['partition', 'cut', 'heal', 'invoke', 'ok', 'fail', 'info', 'note', 'view', 'log', 'threw'] as const),
  'violation',
] as const satisfies readonly TraceEvent['kind'][]

const event = z.object({
  id: count,
  at: z.number(),
  node: z.string(),
  inc: count,
  kind: z.enum(KINDS),
  cause: count.optional(),
  peer: z.string().optional(),
  type: z.string().optional(),
  body: json.optional(),
  msg: count.optional(),
  re: count.optional(),
  op: count.optional(),
  timer: count.optional(),
  label: z.string().optional(),
  data: json.optional(),
  fault: z.string().optional(),
  ...place,
})

const pair = z.tuple([count, count])
const shrunk = z.object({ events: pair, faults: pair })
const picture = {
  property: z.string(),
  sentence: z.string(),
  because: z.string(),
  expected: json,
  got: json,
  at: count,
  witness: z.array(count),
  seed: z.string(),
  faults: z.array(faultSchema),
  shrunk,
  trace: z.array(event),
  nodes: z.array(z.string()),
}

const mutants = z.object({
  killed: count,
  of: count,
  needed: count,
  faults: count,
  results: z.array(z.object({ id: z.string(), title: z.string(), kill: z.object(picture).optional() })),
})

export const verdictSchema = z.discriminatedUnion('outcome', [
  z.object({
    outcome: z.literal('passed'),
    seeds: count,
    further: count.optional(),
    events: count,
    sometimes: z.record(z.string(), count),
    survived: z.record(z.string(), count),
    costs: z.array(cost),
    orders: z.record(z.string(), z.object({ played: count, complete: z.boolean() })).optional(),
    mutants: mutants.optional(),
    run: z.object({ trace: z.array(event), nodes: z.array(z.string()) }).optional(),
    fingerprint: z.string().optional(),
    ms,
  }),
  z.object({
    outcome: z.literal('failed'),
    kind: z.enum(['safety', 'liveness', 'history', 'cost', 'threw', 'survived']),
    ...picture,
    scenario: z.string(),
    hint: z.string().optional(),
    mutants: mutants.optional(),
    seeds: count,
    events: count,
    console: z.array(
      z.object({ at: z.number(), node: z.string(), level: z.string(), text: z.string(), ...place }),
    ),
    ms,
    shrinkMs: ms.optional(),
  }),
  z.object({
    outcome: z.literal('rejected'),
    reason: z.enum(['compile', 'no-export', 'too-large']),
    ...place,
    column: z.number().int().positive().optional(),
    message: z.string(),
  }),
  z.object({
    outcome: z.literal('exceeded'),
    limit: z.enum(['time', 'memory', 'events', 'output']),
    message: z.string(),
    seed: z.string().optional(),
    ms,
  }),
  z.object({
    outcome: z.literal('our-fault'),
    kind: z.enum(['vacuous', 'nondeterministic', 'undecided', 'crashed']),
    message: z.string(),
    unseen: z.array(z.string()).optional(),
    seed: z.string().optional(),
    ms,
  }),
])

/** Throws a ZodError that names what does not fit. */
export function parseVerdict(value: unknown): Verdict {
  return verdictSchema.parse(value)
}

// A kind of fault that the simulator knows and the schema does not would not compile.
true satisfies FaultOp['op'] extends z.output<typeof faultSchema>['op'] ? true : false
