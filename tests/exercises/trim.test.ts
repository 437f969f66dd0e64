import { expect, test } from 'vitest'
import { trimVerdict } from '../../lib/exercises/trim.ts'
import type { Failed, Verdict } from '../../lib/suite/index.ts'

const failed = (more: Partial<Failed>): Failed => ({
  outcome: 'failed',
  kind: 'safety',
  property: 'p',
  sentence: 'P holds.',
  because: 'it did not',
  expected: 1,
  got: 2,
  at: 0,
  witness: [0],
  seed: 's#0',
  scenario: 's',
  faults: [],
  shrunk: { events: [1, 1], faults: [0, 0] },
  trace: [],
  nodes: ['n1'],
  seeds: 1,
  events: 1,
  console: [],
  ms: 1,
  ...more,
})
const log = (i: number, text: string) => ({ at: i, node: 'n1', level: 'log', text })
const event = (id: number, body: string) => ({ id, at: id, node: 'n1', inc: 0, kind: 'send' as const, body })

test('a verdict that fits is left as it is', () => {
  const v = failed({ console: [log(1, 'x'.repeat(4096))], trace: [event(0, 'y'.repeat(20_000))] })
  expect(trimVerdict(v)).toEqual(v)
  const passed: Verdict = { outcome: 'rejected', reason: 'compile', message: 'x'.repeat(1e6) }
  expect(trimVerdict(passed)).toBe(passed)
})

test('of a long console the last 64 KB stay, and a line says how many went', () => {
  const lines = Array.from({ length: 100 }, (_, i) => log(i, `${i} ${'x'.repeat(1020)}`))
  const out = trimVerdict(failed({ console: lines })) as Failed
  expect(out.console.at(-1)).toEqual(lines.at(-1))
  const kept = out.console.slice(1)
  expect(kept.reduce((n, l) => n + l.text.length, 0)).toBeLessThanOrEqual(64 * 1024)
  expect(out.console[0]?.text).toBe(`(${100 - kept.length} earlier lines were cut: the console keeps 64 KB)`)
})

test('long bodies are cut only as far as needed, and nothing that was judged goes', () => {
  const trace = Array.from({ length: 100 }, (_, i) => event(i, 'y'.repeat(50_000)))
  const out = trimVerdict(failed({ trace, got: 'z'.repeat(500_000), because: 'w'.repeat(500_000) })) as Failed
  expect(JSON.stringify(out).length).toBeLessThanOrEqual(256 * 1024)
  expect(out.trace.map((e) => e.id)).toEqual(trace.map((e) => e.id))
  expect(out.trace[7]?.body).toMatch(/^"y+ … \(50002 characters\)$/)
  expect(out.witness).toEqual([0])
})
