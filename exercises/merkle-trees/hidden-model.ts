/** The trees of RFC 6962, section 2.1, straight from its definitions: what answers are held against. */
import { sha256, toHex, utf8 } from '../../lib/sim/index.ts'

export type Hash = Uint8Array

export function leafHash(data: Uint8Array): Hash {
  return sha256(concat([new Uint8Array([0]), data]))
}

export function nodeHash(left: Hash, right: Hash): Hash {
  return sha256(concat([new Uint8Array([1]), left, right]))
}

/** MTH(D[n]). */
export function rootOf(leaves: readonly Uint8Array[]): Hash {
  if (leaves.length === 0) return sha256(new Uint8Array())
  if (leaves.length === 1) return leafHash(leaves[0] as Uint8Array)
  const k = splitOf(leaves.length)
  return nodeHash(rootOf(leaves.slice(0, k)), rootOf(leaves.slice(k)))
}

/** PATH(m, D[n]). */
export function pathOf(i: number, leaves: readonly Uint8Array[]): Hash[] {
  if (leaves.length <= 1) return []
  const k = splitOf(leaves.length)
  const [left, right] = [leaves.slice(0, k), leaves.slice(k)]
  return i < k ? [...pathOf(i, left), rootOf(right)] : [...pathOf(i - k, right), rootOf(left)]
}

/** PROOF(m, D[n]). */
export function consistencyOf(m: number, leaves: readonly Uint8Array[]): Hash[] {
  return subproof(m, leaves, true)
}

function subproof(m: number, leaves: readonly Uint8Array[], whole: boolean): Hash[] {
  if (m === leaves.length) return whole ? [] : [rootOf(leaves)]
  const k = splitOf(leaves.length)
  const [left, right] = [leaves.slice(0, k), leaves.slice(k)]
  return m <= k
    ? [...subproof(m, left, whole), rootOf(right)]
    : [...subproof(m - k, right, false), rootOf(left)]
}

/** The largest power of two below n. */
export function splitOf(n: number): number {
  let k = 1
  while (2 * k < n) k *= 2
  return k
}

/** A replica's rows in 2^depth buckets, and the digests of the tree above them, by level. */
export class Replica {
  readonly buckets: [string, string][][]
  readonly #levels: Hash[][]

  constructor(rows: ReadonlyMap<string, string>, depth: number) {
    this.buckets = Array.from({ length: 2 ** depth }, () => [])
    for (const row of rows) this.buckets[bucketOf(row[0], depth)]?.push(row)
    for (const bucket of this.buckets) bucket.sort(([a], [b]) => (a < b ? -1 : 1))
    let level = this.buckets.map((bucket) => leafHash(utf8(JSON.stringify(bucket))))
    this.#levels = [level]
    while (level.length > 1) {
      const below = level
      level = Array.from({ length: below.length / 2 }, (_, i) =>
        nodeHash(below[2 * i] as Hash, below[2 * i + 1] as Hash),
      )
      this.#levels.unshift(level)
    }
  }

  /** Undefined for what is not in the tree. */
  digest(level: number, index: number): string | undefined {
    const hash = this.#levels[level]?.[index]
    return hash && toHex(hash)
  }
}

/** The first `depth` bits of sha256(key). */
export function bucketOf(key: string, depth: number): number {
  const h = sha256(utf8(key))
  let bucket = 0
  for (let i = 0; i < depth; i++) bucket = 2 * bucket + (((h[i >> 3] as number) >> (7 - (i & 7))) & 1)
  return bucket
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((n, p) => n + p.length, 0))
  let at = 0
  for (const p of parts) {
    out.set(p, at)
    at += p.length
  }
  return out
}
