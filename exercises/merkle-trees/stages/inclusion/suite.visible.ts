/** What Run plays for stage 1: a tree whose hashes are published (the test vectors of Certificate Transparency). */
import { suite } from '../../../../lib/suite/index.ts'
import { stand } from '../../drive.ts'
import { declare } from './properties.ts'

/** Eight entries, as hexadecimal digits; the first is empty. */
const LEAVES = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
]
/** The root of the first n of them. */
const ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]
/** Entry 2 of the first three has one sibling on its way: the node over entries 0 and 1. */
const PROOF_2_OF_3 = [ROOTS[2] as string]
/** Entry 0 of the first three has two: entry 1, then entry 2. */
const PROOF_0_OF_3 = [
  '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
  '0298d122906dcfc10892cb53a73992fc5b9f493ea4c9badb27b791b4127a7fe7',
]

export default suite('merkle-trees-inclusion', (s) => {
  const p = declare(s)

  s.scenario('roots', { seeds: 1, durationMs: 1_000, title: 'The roots of 0 to 8 leaves' }, (sc) =>
    stand(sc, 'inclusion', async (ask) => {
      for (const [n, root] of ROOTS.entries()) {
        const leaves = LEAVES.slice(0, n)
        if (!(await ask.expect(p.root, `root of ${n} leaves`, 'root', { leaves }, root))) return
      }
    }),
  )

  s.scenario('proofs', { seeds: 1, durationMs: 1_000, title: 'Proofs in a tree of three leaves' }, (sc) =>
    stand(sc, 'inclusion', async (ask) => {
      const leaves = LEAVES.slice(0, 3)
      const proofs: [number, string[]][] = [
        [0, PROOF_0_OF_3],
        [2, PROOF_2_OF_3],
      ]
      for (const [i, proof] of proofs) {
        const what = `the proof of leaf ${i} of 3`
        const claim = { leaf: LEAVES[i] as string, i, n: 3, root: ROOTS[3] as string }
        if (!(await ask.expect(p.proof, what, 'inclusionProof', { leaves, i }, proof))) return
        if (!(await ask.expect(p.accept, what, 'verifyInclusion', { ...claim, proof }, true))) return
        const without = { ...claim, proof: proof.slice(1) }
        if (
          !(await ask.expect(p.refuse, `${what} without its first hash`, 'verifyInclusion', without, false))
        )
          return
        const other = { ...claim, proof, i: 1 }
        if (!(await ask.expect(p.refuse, `${what}, said to be of leaf 1`, 'verifyInclusion', other, false)))
          return
      }
    }),
  )
})
