// fails: inclusion-proof
// The misconception: the last leaf of a tree has no sibling worth sending. Stage 1 worked until this was tidied up.
import { sha256 } from 'faultline'

type Hash = Uint8Array

export interface Peer {
  digests(level: number, indexes: number[]): Promise<Hash[]>
  entries(bucket: number): Promise<[string, string][]>
}

// ---- stage 1 ----

export function root(leaves: Uint8Array[]): Hash {
  if (leaves.length === 0) return sha256(new Uint8Array())
  if (leaves.length === 1) return leafHash(leaves[0]!)
  const k = split(leaves.length)
  return nodeHash(root(leaves.slice(0, k)), root(leaves.slice(k)))
}

export function inclusionProof(leaves: Uint8Array[], i: number): Hash[] {
  if (leaves.length <= 1 || i === leaves.length - 1) return []
  const k = split(leaves.length)
  const left = leaves.slice(0, k)
  const right = leaves.slice(k)
  return i < k ? [...inclusionProof(left, i), root(right)] : [...inclusionProof(right, i - k), root(left)]
}

export function verifyInclusion(leaf: Uint8Array, i: number, n: number, proof: Hash[], root: Hash): boolean {
  if (!(i >= 0 && i < n) || !proof.every(isHash)) return false
  let hash = leafHash(leaf)
  // Where the node is in its level, and where the level's last node is (RFC 9162, 2.1.3.2).
  let at = i
  let last = n - 1
  for (const sibling of proof) {
    if (last === 0) return false
    if (at % 2 === 1 || at === last) {
      hash = nodeHash(sibling, hash)
      // A last node without a sibling is its own parent, level after level.
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)]
    } else hash = nodeHash(hash, sibling)
    ;[at, last] = [half(at), half(last)]
  }
  return last === 0 && equal(hash, root)
}

// ---- stage 2 ----

export function consistencyProof(leaves: Uint8Array[], m: number): Hash[] {
  return subproof(leaves, m, true)
}

function subproof(leaves: Uint8Array[], m: number, isOldTree: boolean): Hash[] {
  // Whoever asks has the root of the whole old tree already.
  if (m === leaves.length) return isOldTree ? [] : [root(leaves)]
  const k = split(leaves.length)
  const left = leaves.slice(0, k)
  const right = leaves.slice(k)
  return m <= k
    ? [...subproof(left, m, isOldTree), root(right)]
    : [...subproof(right, m - k, false), root(left)]
}

export function verifyConsistency(m: number, n: number, rootM: Hash, rootN: Hash, proof: Hash[]): boolean {
  if (!(m >= 1 && m <= n) || ![rootM, rootN, ...proof].every(isHash)) return false
  if (m === n) return proof.length === 0 && equal(rootM, rootN)
  let at = m - 1
  let last = n - 1
  while (at % 2 === 1) [at, last] = [half(at), half(last)]
  // A power of two of leaves is one complete subtree: its root is the old root, and is not sent.
  const hashes = at === 0 ? [rootM, ...proof] : proof
  const [first, ...rest] = hashes
  if (!first) return false
  let older = first
  let newer = first
  for (const hash of rest) {
    if (last === 0) return false
    if (at % 2 === 1 || at === last) {
      older = nodeHash(hash, older)
      newer = nodeHash(hash, newer)
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)]
    } else newer = nodeHash(newer, hash)
    ;[at, last] = [half(at), half(last)]
  }
  return last === 0 && equal(older, rootM) && equal(newer, rootN)
}

// ---- stage 3 ----

export async function diff(mine: Map<string, string>, peer: Peer, depth: number): Promise<string[]> {
  const buckets = bucketsOf(mine, depth)
  const levels = levelsOf(buckets)
  let suspects = [0]
  for (let level = 0; level <= depth && suspects.length > 0; level++) {
    const theirs = await peer.digests(level, suspects)
    const differing = suspects.filter((index, j) => !equal(levels[level]![index]!, theirs[j]!))
    suspects = level === depth ? differing : differing.flatMap((index) => [2 * index, 2 * index + 1])
  }
  const keys: string[] = []
  for (const bucket of suspects) {
    const theirs = new Map(await peer.entries(bucket))
    const ours = new Map(buckets[bucket])
    for (const key of new Set([...ours.keys(), ...theirs.keys()])) {
      if (ours.get(key) !== theirs.get(key)) keys.push(key)
    }
  }
  return keys.sort()
}

function bucketsOf(rows: Map<string, string>, depth: number): [string, string][][] {
  const buckets: [string, string][][] = Array.from({ length: 2 ** depth }, () => [])
  for (const [key, value] of rows) {
    const hash = sha256(key)
    const first = ((hash[0]! << 24) | (hash[1]! << 16) | (hash[2]! << 8) | hash[3]!) >>> 0
    buckets[depth === 0 ? 0 : first >>> (32 - depth)]!.push([key, value])
  }
  for (const bucket of buckets) bucket.sort(([a], [b]) => (a < b ? -1 : 1))
  return buckets
}

/** Level 0 is the root. */
function levelsOf(buckets: [string, string][][]): Hash[][] {
  let level = buckets.map((bucket) => leafHash(new TextEncoder().encode(JSON.stringify(bucket))))
  const levels = [level]
  while (level.length > 1) {
    const below = level
    level = below.flatMap((hash, i) => (i % 2 === 0 ? [nodeHash(hash, below[i + 1]!)] : []))
    levels.unshift(level)
  }
  return levels
}

// ---- hashes ----

function leafHash(data: Uint8Array): Hash {
  return sha256(new Uint8Array([0, ...data]))
}

function nodeHash(left: Hash, right: Hash): Hash {
  return sha256(new Uint8Array([1, ...left, ...right]))
}

/** The largest power of two below n. */
function split(n: number): number {
  let k = 1
  while (2 * k < n) k *= 2
  return k
}

function half(x: number): number {
  return Math.floor(x / 2)
}

function isHash(x: Hash): boolean {
  return x.length === 32
}

function equal(a: Hash, b: Hash): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i])
}
