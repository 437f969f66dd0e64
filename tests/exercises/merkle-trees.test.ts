/** The picture of the Merkle trees against the examples of RFC 9162, section 2.1.5: a tree of seven leaves. */
import { expect, test } from 'vitest'
import { consistencyParts, inclusionParts, type Part } from '../../exercises/merkle-trees/view.ts'

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
