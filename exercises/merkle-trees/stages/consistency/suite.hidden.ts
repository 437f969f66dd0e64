/** What Submit plays for stage 2, after stage 1: logs that grew from m to n, and logs whose past was changed. */
import { fromHex, type Rng, toHex } from '../../../../lib/sim/index.ts'
import { suite } from '../../../../lib/suite/index.ts'
import { stand } from '../../drive.ts'
import { bytesOf, leavesOf, SIZES } from '../../hidden-draw.ts'
import { consistencyOf, nodeHash, rootOf, splitOf } from '../../hidden-model.ts'
import { declare } from './properties.ts'

/** Must never reach a learner: the build and the tests look for it. */
export const CANARY = 'faultline-canary-merkle-consistency-90ad4c2be71f6835'

interface Claim {
  readonly m: number
  readonly n: number
  readonly rootM: string
  readonly rootN: string
  readonly proof: readonly string[]
}

const hidden = suite('merkle-trees-consistency', (s) => {
  const p = declare(s)

  s.scenario('small', { seeds: 1, durationMs: 1_000, title: 'Every m and n up to 9, and 13 of 14' }, (sc) =>
    stand(sc, 'consistency', async (ask, c) => {
      for (let n = 1; n <= 9; n++) {
        const leaves = leavesOf(n, c.random)
        for (let m = 1; m <= n; m++) if (!(await honest(ask, leaves, m))) return
      }
      // The smallest log whose last node climbs two levels with a sibling still to come above it.
      await honest(ask, leavesOf(14, c.random), 13)
    }),
  )

  s.scenario('large', { seeds: 12, durationMs: 1_000, title: 'Logs that grew to 130 entries' }, (sc) =>
    stand(sc, 'consistency', async (ask, c) => {
      for (const n of c.random.shuffle(SIZES).slice(0, 10)) {
        const m = c.random.pick([1, n, Math.max(1, n - 1), Math.min(n, splitOf(n)), c.random.int(1, n)])
        if (!(await honest(ask, leavesOf(n, c.random), m))) return
      }
    }),
  )

  s.scenario('changed-past', { seeds: 12, durationMs: 1_000, title: 'False proofs' }, (sc) => {
    stand(sc, 'consistency', async (ask, c) => {
      for (const n of c.random.shuffle(SIZES).slice(0, 6)) {
        const leaves = leavesOf(n, c.random)
        const m = c.random.pick([splitOf(n) % n || 1, c.random.int(1, n)])
        for (const [lie, claim] of lies(leaves, m, c.random)) {
          c.note('a lie', lie)
          const what = `the proof that ${m} leaves grew to ${n}, ${lie}`
          if (!(await ask.expect(p.refuse, what, 'verifyConsistency', { ...claim }, false))) return
        }
      }
    })
    sc.sometimes('an old entry was changed', (e) => e.kind === 'note' && e.data === FORK)
  })

  async function honest(ask: Parameters<Parameters<typeof stand>[2]>[0], leaves: Uint8Array[], m: number) {
    const what = `the proof that ${m} leaves grew to ${leaves.length}`
    const claim = claimOf(leaves, m)
    const asked = { leaves: leaves.map(toHex), m }
    return (
      (await ask.expect(p.proof, what, 'consistencyProof', asked, claim.proof)) &&
      (await ask.expect(p.accept, what, 'verifyConsistency', { ...claim }, true))
    )
  }
})

const FORK = 'after an old entry was changed'

function claimOf(leaves: readonly Uint8Array[], m: number): Claim {
  return {
    m,
    n: leaves.length,
    rootM: toHex(rootOf(leaves.slice(0, m))),
    rootN: toHex(rootOf(leaves)),
    proof: consistencyOf(m, leaves).map(toHex),
  }
}

function cutRoots(claim: Claim): Claim {
  const root = claim.rootM.slice(2)
  return { ...claim, rootM: root, rootN: root }
}

function lies(leaves: readonly Uint8Array[], m: number, r: Rng): [string, Claim][] {
  const honest = claimOf(leaves, m)
  const { n, proof } = honest
  const stranger = toHex(bytesOf(32, r))
  const forked = leaves.slice()
  forked[r.int(0, m - 1)] = bytesOf(9, r)
  const out: [string, Claim][] = [
    // The log shows the new tree that it would like to have, and an honest proof for that.
    [FORK, { ...claimOf(forked, m), rootM: honest.rootM }],
    ['with another new root', { ...honest, rootN: stranger }],
    ['with a hash too many', { ...honest, proof: [...proof, stranger] }],
    ['from 0 leaves', { ...honest, m: 0 }],
    ['from 0 leaves to 0', { ...honest, m: 0, n: 0, rootN: honest.rootM, proof: [] }],
    ['with roots of 31 bytes', { ...cutRoots(honest), n: m, proof: [] }],
    ['with an old root of 33 bytes', { ...honest, rootM: `${honest.rootM}00` }],
    ['with a new root of 33 bytes', { ...honest, rootN: `${honest.rootN}00` }],
    ['to fewer leaves than there were', { ...honest, m: n + 1 }],
    ['in a tree of twice the size', { ...honest, n: 2 * n }],
  ]
  if (proof.length > 0) {
    out.push(
      ['with its last hash missing', { ...honest, proof: proof.slice(0, -1) }],
      ['with no hash at all', { ...honest, proof: [] }],
      ['with a hash of 33 bytes', { ...honest, proof: [`${proof[0]}00`, ...proof.slice(1)] }],
    )
  }
  // A complete subtree's root opens the proof: here one of 31 bytes, under a new root that was made from it.
  if (m < n && Number.isInteger(Math.log2(m))) {
    const short = fromHex(honest.rootM.slice(2))
    const rootN = toHex(proof.reduce((hash, sibling) => nodeHash(hash, fromHex(sibling)), short))
    out.push(['with an old root of 31 bytes that fits', { ...honest, rootM: toHex(short), rootN }])
  }
  if (proof.length > 1) {
    const [a, b, ...rest] = proof as [string, string, ...string[]]
    out.push(['with two hashes swapped', { ...honest, proof: [b, a, ...rest] }])
  }
  return out
}

if (hidden.name === CANARY) throw new Error('unreachable: keeps the canary in the bundle')
export default hidden
