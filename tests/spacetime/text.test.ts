import fc from 'fast-check'
import { expect, describe as group, test } from 'vitest'
import type { TraceEvent } from '../../lib/sim/index.ts'
import { brief, describe, describeFault, formatMs, grouped, toText } from '../../lib/spacetime/index.ts'
import { anyFaults, anyTrace } from './arbitrary.ts'
import { leaseTrace } from './fixtures/lease.ts'
import { stormTrace } from './fixtures/storm.ts'

test('the text form has one line per event, in order, each a sentence of one line', () => {
  fc.assert(
    fc.property(anyTrace, (trace) => {
      const lines = toText(trace)
      expect(lines.map((l) => l.id)).toEqual(trace.map((e) => e.id))
      for (const l of lines) {
        expect(l.sentence).not.toBe('')
        expect(l.sentence).not.toMatch(/undefined|NaN|\[object/)
      }
    }),
  )
})

test('every fault has a phrase', () => {
  fc.assert(
    fc.property(anyFaults, (faults) => {
      for (const f of faults) {
        expect(describeFault(f)).not.toMatch(/undefined|NaN|null/)
        expect(describeFault(JSON.parse(JSON.stringify(f)))).toBe(describeFault(f))
      }
    }),
  )
})

group('sentences', () => {
  const said = (e: Partial<TraceEvent>) => describe({ id: 0, at: 0, node: 'n1', inc: 0, kind: 'note', ...e })

  test('a message says who, what, to whom and the gist of the body', () => {
    expect(said({ kind: 'send', type: 'vote', peer: 'n2', body: { term: 3 } })).toBe(
      'n1 sends vote to n2 (term 3)',
    )
  })

  test('an answer names the request it answers', () => {
    const answer = leaseTrace.find((e) => e.kind === 'send' && e.re === 106)!
    expect(describe(answer, leaseTrace)).toBe("server answers h2's acquire (lease L2, term 2000)")
  })

  test('a refusal gives its reason', () => {
    expect(said({ kind: 'send', type: 'renew', peer: 'h1', re: 4, label: 'refused', data: 'gone' })).toBe(
      "n1 refuses h1's renew (gone)",
    )
  })

  test('a pause tells how long it lasts when the trace knows', () => {
    expect(describe(leaseTrace.find((e) => e.kind === 'pause')!, leaseTrace)).toBe('h1 pauses for 900 ms')
  })

  test('a lost message says why', () => {
    const drops = stormTrace.filter((e) => e.kind === 'drop').map((e) => describe(e, stormTrace))
    expect(drops).toContain('append from n1 to n3 is lost: a partition is in between')
  })

  test('a heal names what heals', () => {
    const heals = stormTrace.filter((e) => e.kind === 'heal').map((e) => describe(e, stormTrace))
    expect(heals).toEqual(['the split of n1 n2 from n3 n4 n5 heals', 'the link from n4 to n5 works again'])
  })

  test('an operation without an answer may or may not have happened', () => {
    expect(describe(stormTrace.find((e) => e.kind === 'info')!, stormTrace)).toBe(
      "c1's put times out: it may or may not have happened",
    )
  })

  test('a long list in a body is counted, not printed', () => {
    expect(brief([{ a: 1 }, { a: 2 }])).toBe('2 items')
    expect(brief({ log: [1, 2, 3], open: { x: 1 } })).toBe('log [1, 2, 3], open {…}')
  })
})

group('faults in words', () => {
  test('ordinals count messages from 1', () => {
    const nth = (n: number) => describeFault({ id: 'f', op: 'drop', at: 0, from: 'a', to: 'b', n })
    expect([0, 1, 2, 3, 10, 11, 12, 20, 111].map(nth).map((s) => s.split(' ')[0])).toEqual([
      '1st',
      '2nd',
      '3rd',
      '4th',
      '11th',
      '12th',
      '13th',
      '21st',
      '112th',
    ])
  })

  test('a partition names both sides and its length', () => {
    expect(describeFault({ id: 'f', op: 'partition', at: 40, until: 95, groups: [['a', 'b'], ['c']] })).toBe(
      'network splits a b from c for 55 ms, at 40 ms',
    )
  })
})

test('numbers are grouped the same in every host', () => {
  expect([formatMs(12), formatMs(2013), formatMs(0.25), grouped(1234567), grouped(-1234.5, 1)]).toEqual([
    '12 ms',
    '2,013 ms',
    '0.3 ms',
    '1,234,567',
    '-1,234.5',
  ])
})
