/** The picture of the Merkle trees against the examples of RFC 9162, section 2.1.5: a tree of seven leaves. */
import { expect, test } from 'vitest'
import view, { consistencyParts, inclusionParts, type Part } from '../../exercises/merkle-trees/view.ts'
import type { Json, TraceEvent } from '../../lib/sim/index.ts'
import { factsOf, type Moment, pictureAt } from '../../lib/spacetime/index.ts'

const proof = (parts: readonly Part[]) =>
  parts
    .filter((p) => p.role === 'proof')
    .map((p) => (p.size === 1 ? `d${p.from}` : `d${p.from}-d${p.from + p.size - 1}`))
    .reverse()

// d0 = [b, h, l]; h = d2-d3, l = d4-d6. d3 = [c, g, l]. d4 = [f, j, k]. d6 = [i, k].
test.each([
  [0, ['d1', 'd2-d3', 'd4-d6']],
  [3, ['d2', 'd0-d1', 'd4-d6']],
  [4, ['d5', 'd6', 'd0-d3']],
  [6, ['d4-d5', 'd0-d3']],
])('the proof that leaf %i is among seven brings %j', (i, expected) => {
  expect(proof(inclusionParts(i, 7))).toEqual(expected)
})

// PROOF(3, D_7) = [c, d, g, l]; PROOF(4, D_7) = [l]; PROOF(6, D_7) = [i, j, k].
test.each([
  [3, ['d0-d1', 'd2', 'd3', 'd4-d6']],
  [4, ['d4-d6']],
  [6, ['d0-d3', 'd4-d5', 'd6']],
  [7, []],
])('the proof that the tree of %i leaves begins that of seven brings %j', (m, expected) => {
  expect(proof(consistencyParts(m, 7)).toSorted()).toEqual(expected)
})

/** The picture at the end of a run that calls one function, and what reached the other replica since. */
function pictureOf(type: string, body: Json, asked: Json[] = []) {
  const event = (id: number, e: Partial<TraceEvent>) => ({ id, at: id, ...e }) as TraceEvent
  const trace = [
    event(1, { kind: 'invoke', node: 'auditor', type, body }),
    ...asked.map((b, k) => event(k + 2, { kind: 'deliver', node: 'peer', peer: 'tree', body: b })),
  ]
  return pictureAt(view as (m: Moment) => ReturnType<typeof view>, trace, ['tree'], trace.length)
}
const told = (p: ReturnType<typeof pictureOf>) => (p ? factsOf(p).map((f) => `${f.of}: ${f.says}`) : [])

test('a root is drawn as its tree: the largest power of two below five goes left', () => {
  const picture = pictureOf('root', { leaves: ['', '', '', '', ''] })
  expect(picture?.title).toBe('How RFC 6962 splits 5 leaves')
  expect(told(picture).slice(0, 3)).toEqual([
    'root: leaves 0 to 4: 5 leaves',
    'level 1: leaves 0 to 3: 4 leaves',
    'level 1: leaf 4: 1 leaf',
  ])
})

test('the hashes of a proof are numbered in its order, and a call that brings too few says so', () => {
  const picture = pictureOf('verifyInclusion', { i: 3, n: 7, proof: ['00', '01'] })
  expect(picture?.title).toBe('Leaf 3 of 7: the proof has 3 hashes; this call brings 2')
  expect(told(picture)).toContain('level 3: leaf 2: proof 1')
  expect(told(picture)).toContain('level 2: leaves 0 to 1: proof 2')
  expect(told(picture)).toContain('level 1: leaves 4 to 6: proof 3')
})

test('the old tree is set apart from what was added', () => {
  expect(told(pictureOf('consistencyProof', { leaves: Array(7).fill(''), m: 3 }))).toContain(
    'All: the old tree: before leaf 3',
  )
})

test('an exchange over 256 buckets is drawn by request, and nonsense that was asked for is left out', () => {
  const picture = pictureOf('diff', { mine: [], depth: 8 }, [
    { level: 0, indexes: [0] },
    { level: 1, indexes: [0, 1, 9] },
    { bucket: 3 },
  ])
  expect(picture?.title).toBe('What diff asked of the other replica so far: 3 requests, 4 digests')
  expect(told(picture)).toEqual([
    'root: leaves 0 to 255: request 1',
    'level 1: leaves 0 to 127: request 2',
    'level 1: leaves 128 to 255: request 2',
    'rows: leaf 3: rows 3',
    ...[2, 3, 4, 5, 6, 7, 8].map((level) => `level ${level}: nothing`),
  ])
})

test.each([
  ['a tree without leaves', 'root', { leaves: [] }],
  ['a leaf that is not there', 'verifyInclusion', { i: 7, n: 7, proof: [] }],
  ['a size that no tree has', 'verifyInclusion', { i: 1, n: 2 ** 40, proof: [] }],
  ['an old tree larger than the new', 'verifyConsistency', { m: 8, n: 7, proof: [] }],
])('%s has no picture', (_, type, body) => {
  expect(pictureOf(type, body)).toBeUndefined()
})
