import { expect, test } from 'vitest'
import { around, type Findings, instant, perBin, summarize, told } from '../../lib/gameday/index.ts'
import type { TraceEvent } from '../../lib/sim/index.ts'

const event = (id: number, at: number, more: Partial<TraceEvent> = {}): TraceEvent => ({
  id,
  at,
  node: 'n1',
  inc: 0,
  kind: 'note',
  ...more,
})

test('perBin: a bin begins at its first instant and ends before the next; what lies outside is in none', () => {
  const bins = { durationMs: 3000, binMs: 1000 }
  expect(
    perBin(
      [0, 999, 1000, 2999, 3000],
      (at) => at,
      bins,
      (xs) => xs.length,
    ),
  ).toEqual([2, 1, 1])
  expect(perBin([], Number, { durationMs: 2500, binMs: 1000 }, (xs) => xs.length)).toEqual([0, 0, 0])
})

test('around: keeps what is near the instant, renumbers it, and forgets causes that are left out', () => {
  const trace = Array.from({ length: 100 }, (_, i) => event(i, i * 10, i === 0 ? {} : { cause: i - 1 }))
  const { trace: near, at, fromMs, untilMs } = around(trace, 505, 9)
  expect(near.map((e) => e.id)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8])
  expect([near[at as number]?.at, fromMs, untilMs]).toEqual([500, 470, 550])
  expect([near[0]?.cause, near[1]?.cause]).toEqual([undefined, 0])
})

test('around: timers and console are not shown, so a cause among them is left out', () => {
  const trace = [event(0, 0), event(1, 1, { kind: 'timer-fire' }), event(2, 2, { cause: 1 })]
  expect(around(trace, 2).trace.map((e) => [e.id, e.at, e.cause])).toEqual([
    [0, 0, undefined],
    [1, 2, undefined],
  ])
})

test('around: before the first event it is the first, after the last the last, and nothing of nothing', () => {
  const trace = [event(0, 100), event(1, 200)]
  expect(around(trace, 0).at).toBe(0)
  expect(around(trace, 9000).at).toBe(1)
  expect(around([], 5)).toEqual({ trace: [], at: null, fromMs: 0, untilMs: 0 })
})

test('numbers are told with at most one decimal, thousands apart, and nothing as a dash', () => {
  expect([0, 12, 5.44, 99.96, 1769.3, 1234567].map(told)).toEqual([
    '0',
    '12',
    '5.4',
    '100',
    '1,769',
    '1,234,567',
  ])
  expect([told(null), told(undefined), instant(5205)]).toEqual(['–', '–', '5.21 s'])
})

test('summarize: of a run that others are compared with, curves and scores stay, and nothing else', () => {
  const findings: Findings = {
    strips: [
      { kind: 'curve', id: 'paid', title: '', unit: '', values: [1 / 3, null] },
      {
        kind: 'ribbon',
        id: 'breaker',
        title: '',
        spans: [{ fromMs: 0, untilMs: 1, text: 'open' }],
        none: '',
      },
    ],
    moments: [{ atMs: 1, kind: 'symptom', what: 'A checkout is lost.' }],
    scores: [{ property: 'wait', title: '', value: 12.3456, budget: 1, unit: 'ms' }],
  }
  expect(summarize(findings)).toEqual({ curves: { paid: [0.33, null] }, scores: { wait: 12.35 } })
})
