import { expect, test } from 'vitest'
import { type ConvergenceOptions, converged } from '../../lib/checks/index.ts'
import type { Json, Trace, TraceEvent } from '../../lib/sim/index.ts'

/** Additions and removals by clients, then what each replica shows. */
function run(
  operations: readonly (readonly [f: string, value: Json, outcome: 'ok' | 'fail' | 'info'])[],
  views: Readonly<Record<string, Json>>,
  o: Partial<ConvergenceOptions> = {},
) {
  const events: Omit<TraceEvent, 'id' | 'at' | 'inc'>[] = [
    ...operations.flatMap(([type, body, outcome], op) => [
      { node: 'c1', kind: 'invoke' as const, peer: 'n1', type, body, op },
      { node: 'c1', kind: outcome, op },
    ]),
    ...Object.entries(views).map(([node, data]) => ({ node, kind: 'view' as const, data })),
  ]
  const trace: Trace = events.map((e, id) => ({ ...e, id, at: id, inc: 0 }))
  const check = converged({
    nodes: ['n1', 'n2'],
    added: (op) => (op.type === 'add' ? op.body : undefined),
    removed: (op) => (op.type === 'remove' ? op.body : undefined),
    ...o,
  })
  return check({ trace, view: (node) => views[node] })
}

test('replicas that hold all that was acknowledged have converged', () => {
  expect(run([['add', 1, 'ok']], { n1: [1], n2: [1] })).toBeUndefined()
})
test('replicas that differ have not', () => {
  expect(run([['add', 1, 'ok']], { n1: [1], n2: [] })).toMatchObject({
    because: 'n1 shows [1], n2 still shows [].',
    witness: [2, 3],
  })
})
test('replicas that agree on too little lost something', () => {
  expect(
    run(
      [
        ['add', 1, 'ok'],
        ['add', 2, 'ok'],
      ],
      { n1: [2], n2: [2] },
    ),
  ).toEqual({
    because: 'c1 was told at 1 ms that element 1 was added, and in the end no replica has it.',
    expected: 1,
    got: [2],
    witness: [0, 1, 4],
  })
})
test('what nobody added must not be there, what failed neither', () => {
  const invented = {
    because: 'In the end all replicas have element 3, which nobody had added.',
    witness: [2],
  }
  expect(run([['add', 1, 'ok']], { n1: [1, 3], n2: [1, 3] })).toMatchObject(invented)
  expect(run([['add', 3, 'fail']], { n1: [3], n2: [3] })).toMatchObject(invented)
})
test('what nobody knows of may be there or not', () => {
  expect(run([['add', 1, 'info']], { n1: [1], n2: [1] })).toBeUndefined()
  expect(run([['add', 1, 'info']], { n1: [], n2: [] })).toBeUndefined()
})
test('what was taken out, or may have been, is not missed; a removal that failed takes nothing out', () => {
  const removed = (outcome: 'ok' | 'fail' | 'info') =>
    run(
      [
        ['add', 1, 'ok'],
        ['remove', 1, outcome],
      ],
      { n1: [], n2: [] },
    )
  expect(removed('ok')).toBeUndefined()
  expect(removed('info')).toBeUndefined()
  expect(removed('fail')).toBeDefined()
})
test('a part of the view, with elements of its own', () => {
  const o = {
    of: (view: { set: Json }) => view.set,
    elements: (set: Json) => Object.keys(set as object),
    noun: 'key',
  }
  expect(
    run([['add', 'a', 'ok']], { n1: { set: { a: 1 }, clock: 1 }, n2: { set: { a: 1 }, clock: 2 } }, o),
  ).toBeUndefined()
  expect(run([['add', 'b', 'ok']], { n1: { set: { a: 1 } }, n2: { set: { a: 1 } } }, o)?.because).toContain(
    'key "b"',
  )
})
