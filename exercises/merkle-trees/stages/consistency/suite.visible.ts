/** What Run plays for stage 2, after stage 1: the log of three entries that grew to four, and one that did not grow. */
import { suite } from '../../../../lib/suite/index.ts'
import { stand } from '../../drive.ts'
import { declare } from './properties.ts'

const LEAVES = ['', '00', '10', '2021']
const ROOT_3 = 'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77'
const ROOT_4 = 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7'
/** Entry 2, entry 3, and the node over entries 0 and 1. */
const FROM_3_TO_4 = [
  '0298d122906dcfc10892cb53a73992fc5b9f493ea4c9badb27b791b4127a7fe7',
  '07506a85fd9dd2f120eb694f86011e5bb4662e5c415a62917033d4a9624487e7',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
]

export default suite('merkle-trees-consistency', (s) => {
  const p = declare(s)

  s.scenario('grown', { seeds: 1, durationMs: 1_000, title: 'Three entries that became four' }, (sc) =>
    stand(sc, 'consistency', async (ask) => {
      const what = 'the proof that 3 leaves grew to 4'
      const claim = { m: 3, n: 4, rootM: ROOT_3, rootN: ROOT_4, proof: FROM_3_TO_4 }
      const asked = { leaves: LEAVES, m: 3 }
      if (!(await ask.expect(p.proof, what, 'consistencyProof', asked, FROM_3_TO_4))) return
      if (!(await ask.expect(p.accept, what, 'verifyConsistency', claim, true))) return
      const lie = { ...claim, rootM: ROOT_4 }
      if (!(await ask.expect(p.refuse, `${what}, with another old root`, 'verifyConsistency', lie, false)))
        return
      const short = { ...claim, proof: FROM_3_TO_4.slice(0, 2) }
      await ask.expect(p.refuse, `${what}, a hash short`, 'verifyConsistency', short, false)
    }),
  )

  s.scenario('same', { seeds: 1, durationMs: 1_000, title: 'A log that did not grow' }, (sc) =>
    stand(sc, 'consistency', async (ask) => {
      const what = 'the proof that 4 leaves are still 4'
      const claim = { m: 4, n: 4, rootM: ROOT_4, rootN: ROOT_4, proof: [] }
      if (!(await ask.expect(p.proof, what, 'consistencyProof', { leaves: LEAVES, m: 4 }, []))) return
      if (!(await ask.expect(p.accept, what, 'verifyConsistency', claim, true))) return
      const lie = { ...claim, rootM: ROOT_3 }
      await ask.expect(p.refuse, `${what}, with another old root`, 'verifyConsistency', lie, false)
    }),
  )
})
