import { sha256 } from 'faultline'

// One class that hashes any range of leaves and remembers; proofs are walks over ranges, not over indexes.
type Hash = Uint8Array

class Tree {
  readonly #leaves: Uint8Array[]
  readonly #known = new Map<string, Hash>()

  constructor(leaves: Uint8Array[]) {
    this.#leaves = leaves
  }

  hash(from: number, to: number): Hash {
    const key = `${from}-${to}`
    let hash = this.#known.get(key)
    if (!hash) {
      if (from === to) hash = sha256(new Uint8Array(0))
      else if (to - from === 1) hash = H(0, this.#leaves[from]!)
      else {
        const mid = from + largestPower(to - from)
        hash = H(1, this.hash(from, mid), this.hash(mid, to))
      }
      this.#known.set(key, hash)
    }
    return hash
  }
}

function H(domain: 0 | 1, ...parts: Uint8Array[]): Hash {
  return sha256(Uint8Array.from([domain, ...parts.flatMap((p) => [...p])]))
}

function largestPower(n: number): number {
  return 2 ** Math.floor(Math.log2(n - 1))
}

const eq = (a: Hash, b: Hash) => a.length === b.length && !a.some((x, i) => x !== b[i])
const wellFormed = (hashes: Hash[]) => hashes.every((h) => h instanceof Uint8Array && h.length === 32)

export function root(leaves: Uint8Array[]): Hash {
  return new Tree(leaves).hash(0, leaves.length)
}

/** Sides of the siblings from leaf i of n to the root, leaf first. */
function sides(i: number, n: number): ('left' | 'right')[] {
  if (n <= 1) return []
  const k = largestPower(n)
  return i < k ? [...sides(i, k), 'right'] : [...sides(i - k, n - k), 'left']
}

export function inclusionProof(leaves: Uint8Array[], i: number): Hash[] {
  const tree = new Tree(leaves)
  const proof: Hash[] = []
  let [from, to] = [0, leaves.length]
  while (to - from > 1) {
    const mid = from + largestPower(to - from)
    if (i < mid) {
      proof.unshift(tree.hash(mid, to))
      to = mid
    } else {
      proof.unshift(tree.hash(from, mid))
      from = mid
    }
  }
  return proof
}

export function verifyInclusion(
  leaf: Uint8Array,
  i: number,
  n: number,
  proof: Hash[],
  rootHash: Hash,
): boolean {
  if (i < 0 || i >= n || !wellFormed(proof)) return false
  const path = sides(i, n)
  if (path.length !== proof.length) return false
  const top = path.reduce(
    (h, side, j) => (side === 'left' ? H(1, proof[j]!, h) : H(1, h, proof[j]!)),
    H(0, leaf),
  )
  return eq(top, rootHash)
}

export function consistencyProof(leaves: Uint8Array[], m: number): Hash[] {
  const tree = new Tree(leaves)
  const walk = (from: number, to: number, isLeftmost: boolean): Hash[] => {
    if (m === to) return isLeftmost ? [] : [tree.hash(from, to)]
    const mid = from + largestPower(to - from)
    return m <= mid
      ? [...walk(from, mid, isLeftmost), tree.hash(mid, to)]
      : [...walk(mid, to, false), tree.hash(from, mid)]
  }
  return walk(0, leaves.length, true)
}

export function verifyConsistency(m: number, n: number, rootM: Hash, rootN: Hash, proof: Hash[]): boolean {
  if (m < 1 || m > n || !wellFormed([rootM, rootN, ...proof])) return false
  const rest = [...proof]
  /** [old, new] hash of the range, fed from the proof in the order of its making; undefined when it runs out. */
  const walk = (from: number, to: number, isLeftmost: boolean): [Hash, Hash] | undefined => {
    if (m === to) {
      const hash = isLeftmost ? rootM : rest.shift()
      return hash && [hash, hash]
    }
    const mid = from + largestPower(to - from)
    const inner = m <= mid ? walk(from, mid, isLeftmost) : walk(mid, to, false)
    const other = rest.shift()
    if (!inner || !other) return undefined
    return m <= mid ? [inner[0], H(1, inner[1], other)] : [H(1, other, inner[0]), H(1, other, inner[1])]
  }
  const hashes = walk(0, n, true)
  return !!hashes && rest.length === 0 && eq(hashes[0], rootM) && eq(hashes[1], rootN)
}

interface Peer {
  digests(level: number, indexes: number[]): Promise<Hash[]>
  entries(bucket: number): Promise<[string, string][]>
}

export async function diff(mine: Map<string, string>, peer: Peer, depth: number): Promise<string[]> {
  const bits = (key: string) => sha256(key).reduce((all, byte) => (all << 8n) | BigInt(byte), 0n)
  const rows = [...mine].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  const byBucket = Map.groupBy(rows, ([key]) => Number(bits(key) >> BigInt(256 - depth)))
  const text = new TextEncoder()
  const count = 2 ** depth
  const tree = new Tree(
    Array.from({ length: count }, (_, b) => text.encode(JSON.stringify(byBucket.get(b) ?? []))),
  )
  let suspects = [0]
  for (let level = 0; level <= depth && suspects.length; level++) {
    const width = count / 2 ** level
    const theirs = await peer.digests(level, suspects)
    suspects = suspects.filter((s, j) => !eq(tree.hash(s * width, (s + 1) * width), theirs[j]!))
    if (level < depth) suspects = suspects.flatMap((s) => [s * 2, s * 2 + 1])
  }
  const keys = new Set<string>()
  for (const bucket of suspects) {
    const theirs = new Map(await peer.entries(bucket))
    for (const [k, v] of byBucket.get(bucket) ?? []) if (theirs.get(k) !== v) keys.add(k)
    for (const [k, v] of theirs) if (mine.get(k) !== v) keys.add(k)
  }
  return [...keys].sort()
}
