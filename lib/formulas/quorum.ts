import { atLeast } from './availability.ts'

export interface QuorumFacts {
  /** Every read quorum meets every write quorum: r + w > n. */
  readsMeetWrites: boolean
  /** Any two write quorums meet: 2w > n. */
  writesMeetWrites: boolean
  /** Nodes that may be down while reads, or writes, still find a quorum. */
  readSurvives: number
  writeSurvives: number
  /** Probability that enough nodes are up. */
  readAvailability: number
  writeAvailability: number
}

/** What a quorum of `r` and `w` of `n` replicas gives, when each node is up with probability `a`, independently. */
export function quorum(n: number, r: number, w: number, a: number): QuorumFacts {
  return {
    readsMeetWrites: r + w > n,
    writesMeetWrites: 2 * w > n,
    readSurvives: n - r,
    writeSurvives: n - w,
    readAvailability: atLeast(r, n, a),
    writeAvailability: atLeast(w, n, a),
  }
}
