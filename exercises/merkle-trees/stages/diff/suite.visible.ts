/** What Run plays for stage 3, after stages 1 and 2: a peer with three rows, its digests written out. */
import { suite } from '../../../../lib/suite/index.ts'
import { exchange, type Peer } from '../../replica.ts'
import { declare } from './properties.ts'

/** At depth 2 there are four buckets; sha256('apple') begins with the bits 00, sha256('banana') with 10. */
const BUCKETS: [string, string][][] = [
  [
    ['apple', '1'],
    ['cherry', '3'],
  ],
  [],
  [['banana', '2']],
  [],
]
/** By level: the root, its two children, and the four buckets. Two buckets are empty, and so have one digest. */
const DIGESTS = [
  ['4be364f26cf8f35dd8f0bdf40c3bcdfb061c95268724ccd5df55c877f75e62dd'],
  [
    'ab6496ad848456d75f68374fdb3757b6833a6418cddc8d5ac5f2cb2e64174e3f',
    'ac067a14a6fcbd3a36fca92dd3cbd432bad00a89bc8aa9c774209025307be525',
  ],
  [
    'b4067594a550e395f53644a1e7369a59bbe7d185fcae64dcc815909bb8c6f398',
    'f370acc9d8b734d907d177ef29f70d4102a6226a969871eef36ce547b2944361',
    'bf78b9369e06cd6fc9177619a0055a2398aaf9d60d971eb6400cb72aeb914290',
    'f370acc9d8b734d907d177ef29f70d4102a6226a969871eef36ce547b2944361',
  ],
]
const peer: Peer = { buckets: BUCKETS, digest: (level, index) => DIGESTS[level]?.[index] }
const depth = 2

export default suite('merkle-trees-diff', (s) => {
  const p = declare(s)

  s.scenario('equal-rows', { seeds: 1, durationMs: 1_000, title: 'The same rows in another order' }, (sc) => {
    const mine: [string, string][] = [
      ['cherry', '3'],
      ['banana', '2'],
      ['apple', '1'],
    ]
    exchange(sc, p, { mine, peer, depth, expected: [], differing: [] })
  })

  s.scenario(
    'one-changed',
    { seeds: 1, durationMs: 1_000, title: 'One value differs, one row is missing' },
    (sc) => {
      const mine: [string, string][] = [
        ['apple', '1'],
        ['banana', '7'],
      ]
      exchange(sc, p, { mine, peer, depth, expected: ['banana', 'cherry'], differing: [0, 2] })
    },
  )
})
