import { expect, test } from 'vitest'
import type { Trace } from '../../lib/sim/index.ts'
import { fitTo, layout } from '../../lib/spacetime/index.ts'

/** Marks on the middle one of three lanes, on a phone. */
function labelsOf(trace: Trace): string[] {
  return layout(trace, { nodes: ['page', 'breaker', 'service'], ...fitTo(358, 3) }).labels.map((l) => l.text)
}

const answered = (id: number, data: { n: number; ok: boolean }) =>
  ({ id, at: id, node: 'breaker', inc: 0, kind: 'note', label: 'fn answered', data }) as const

test('a mark says which call it is about and that it failed, so that good and failed answers differ', () => {
  const labels = layout([answered(1, { n: 1, ok: true }), answered(2, { n: 2, ok: false })], {
    gutter: 200,
  }).labels
  expect(labels.map((l) => l.text)).toEqual(['fn answered #1', 'fn answered #2 failed'])
})

test('a mark whose row is free keeps its whole label beyond the next lane', () => {
  expect(labelsOf([answered(1, { n: 1, ok: true })])).toEqual(['fn answered #1'])
})

test('a mark beside which another lane has one keeps to its own side of it', () => {
  const other = { id: 2, at: 1, node: 'service', inc: 0, kind: 'crash' } as const
  const picture = layout([answered(1, { n: 1, ok: true }), other], {
    nodes: ['page', 'breaker', 'service'],
    mode: 'time',
    ...fitTo(358, 3),
  })
  const label = picture.labels.find((l) => l.id === 1)
  const service = picture.lanes[2]?.x ?? 0
  expect(label && label.anchor === 'start' ? label.x + label.width : 0).toBeLessThan(service)
})
