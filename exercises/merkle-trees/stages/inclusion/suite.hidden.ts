/** What Submit plays for stage 1: trees of 0 to 130 leaves, honest proofs, and lies of every kind. */
import { type Rng, toHex } from '../../../../lib/sim/index.ts'
import { suite } from '../../../../lib/suite/index.ts'
import { stand } from '../../drive.ts'
import { bytesOf, leavesOf, SIZES } from '../../hidden-draw.ts'
import { nodeHash, pathOf, rootOf, splitOf } from '../../hidden-model.ts'
import { declare } from './properties.ts'

/** Must never reach a learner: the build and the tests look for it. */
export const CANARY = 'faultline-canary-merkle-inclusion-3b7c11d04e5f92a8'

interface Claim {
  readonly leaf: string
  readonly i: number
  readonly n: number
  readonly proof: readonly string[]
  readonly root: string
}

const hidden = suite('merkle-trees-inclusion', (s) => {
  const p = declare(s)

  s.scenario('all-sizes', { seeds: 1, durationMs: 1_000, title: 'Roots of 0 to 130 leaves' }, (sc) =>
    stand(sc, 'inclusion', async (ask, c) => {
      for (let n = 0; n <= 130; n++) {
        const leaves = leavesOf(n, c.random)
        const body = { leaves: leaves.map(toHex) }
        if (!(await ask.expect(p.root, `root of ${n} leaves`, 'root', body, toHex(rootOf(leaves))))) return
      }
    }),
  )

  s.scenario('honest', { seeds: 12, durationMs: 1_000, title: 'Honest proofs' }, (sc) =>
    stand(sc, 'inclusion', async (ask, c) => {
      for (const n of c.random.shuffle(SIZES).slice(0, 12)) {
        const leaves = leavesOf(n, c.random)
        const i = c.random.pick([0, n - 1, splitOf(n) % n, c.random.int(0, n - 1)])
        const claim = claimOf(leaves, i)
        const what = `the proof of leaf ${i} of ${n}`
        const asked = { leaves: leaves.map(toHex), i }
        if (!(await ask.expect(p.proof, what, 'inclusionProof', asked, claim.proof))) return
        if (!(await ask.expect(p.accept, what, 'verifyInclusion', { ...claim }, true))) return
      }
    }),
  )

  s.scenario('lies', { seeds: 12, durationMs: 1_000, title: 'False proofs' }, (sc) => {
    stand(sc, 'inclusion', async (ask, c) => {
      for (const n of c.random.shuffle(SIZES).slice(0, 6)) {
        const leaves = leavesOf(n, c.random)
        const i = c.random.int(0, n - 1)
        for (const [lie, claim] of lies(claimOf(leaves, i), leaves, c.random)) {
          c.note('a lie', lie)
          const what = `the proof of leaf ${i} of ${n}, ${lie}`
          if (!(await ask.expect(p.refuse, what, 'verifyInclusion', { ...claim }, false))) return
        }
      }
    })
    sc.sometimes('an inner node is offered as a leaf', (e) => e.kind === 'note' && e.data === INNER)
  })
})

const INNER = 'with an inner node as the leaf'

function claimOf(leaves: readonly Uint8Array[], i: number): Claim {
  return {
    leaf: toHex(leaves[i] as Uint8Array),
    i,
    n: leaves.length,
    proof: pathOf(i, leaves).map(toHex),
    root: toHex(rootOf(leaves)),
  }
}

function lies(honest: Claim, leaves: readonly Uint8Array[], r: Rng): [string, Claim][] {
  const { proof, i, n } = honest
  const stranger = toHex(bytesOf(32, r))
  const out: [string, Claim][] = [
    ['with another leaf', { ...honest, leaf: `${honest.leaf}00` }],
    ['with another root', { ...honest, root: stranger }],
    ['with a root of 33 bytes', { ...honest, root: `${honest.root}00` }],
    ['for a leaf beyond the last', { ...honest, i: n }],
    ['for a leaf before the first', { ...honest, i: -1 }],
    ['with a hash too many', { ...honest, proof: [...proof, stranger] }],
    ['in a tree of twice the size', { ...honest, n: 2 * n }],
  ]
  if (proof.length > 0) {
    out.push(
      ['with its last hash missing', { ...honest, proof: proof.slice(0, -1) }],
      ['with no hash at all', { ...honest, proof: [] }],
      ['with a hash of 31 bytes', { ...honest, proof: [(proof[0] as string).slice(2), ...proof.slice(1)] }],
      ['for the leaf beside it', { ...honest, i: i === 0 ? 1 : i - 1 }],
    )
  }
  if (proof.length > 1) {
    const [a, b, ...rest] = proof as [string, string, ...string[]]
    out.push(['with two siblings swapped', { ...honest, proof: [b, a, ...rest] }])
  }
  // What the tree hashes above its leaves: without domain bytes these 64 bytes pass for an entry of a smaller tree.
  const k = splitOf(n)
  if (n >= 4) {
    const half = leaves.slice(0, k)
    const inner = [rootOf(half.slice(0, k / 2)), rootOf(half.slice(k / 2))] as const
    const leaf = toHex(inner[0]) + toHex(inner[1])
    const right = toHex(rootOf(leaves.slice(k)))
    out.push([INNER, { leaf, i: 0, n: 2, proof: [right], root: honest.root }])
    const merged = toHex(nodeHash(nodeHash(...inner), rootOf(leaves.slice(k))))
    if (merged !== honest.root) throw new Error('unreachable: the inner node belongs to this tree')
  }
  return out
}

if (hidden.name === CANARY) throw new Error('unreachable: keeps the canary in the bundle')
export default hidden
