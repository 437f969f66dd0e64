import { expect, test } from 'vitest'
import { history } from '../../lib/checks/index.ts'
import type { TraceEvent } from '../../lib/sim/index.ts'
import { plan, traceOf } from './histories.ts'

const trace = traceOf(
  plan(
    ['c1', 'put', 1, 'done', 0, 3],
    ['c2', 'put', 2, null, 1, 4, 'fail'],
    ['c3', 'put', 3, null, 2, 5, 'info'],
    ['c1', 'get', null, null, 6, 7, 'open'],
  ),
)

test('history: an ok carries its answer and its interval', () => {
  expect(history(trace)[0]).toEqual({
    op: 0,
    client: 'c1',
    callee: 'n1',
    type: 'put',
    body: { in: 1 },
    invokeAt: 0,
    invokeId: 0,
    endAt: 3,
    endId: 3,
    outcome: 'ok',
    result: 'done',
  })
})

test('history: a fail did not happen and says why', () => {
  expect(history(trace)[1]).toMatchObject({ outcome: 'fail', endAt: 4, result: 'no' })
})

test('history: an info never returns, even though its event has a time', () => {
  expect(history(trace)[2]).toMatchObject({
    outcome: 'info',
    endAt: Number.POSITIVE_INFINITY,
    endId: 5,
    result: undefined,
  })
})

test('history: an operation that the end of the run cut off is unknown', () => {
  expect(history(trace)[3]).toMatchObject({
    outcome: 'info',
    endAt: Number.POSITIVE_INFINITY,
    endId: undefined,
  })
})

test('history: events that belong to no operation are passed over, and the filter sees whole operations', () => {
  const noise: TraceEvent = { id: 7, at: 9, node: 'n1', inc: 0, kind: 'note', label: 'x' }
  expect(history([...trace, noise], (o) => o.outcome === 'ok').map((o) => o.op)).toEqual([0])
})

test('history: an end without its beginning is our mistake and is said', () => {
  expect(() => history(trace.slice(1))).toThrow('Event 3 ends operation 0, which is not under way.')
})
