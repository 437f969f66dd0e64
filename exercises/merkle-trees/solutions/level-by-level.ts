import { sha256, toHex } from 'faultline'

/** Levels from the leaves up; a node without a sibling moves up as it is. Proofs are read off the levels. */
type Hash = Uint8Array
interface Peer {
  digests(level: number, indexes: number[]): Promise<Hash[]>
  entries(bucket: number): Promise<[string, string][]>
}

const leaf = (data: Uint8Array) => sha256(Uint8Array.of(0, ...data))
const node = (left: Hash, right: Hash) => sha256(Uint8Array.of(1, ...left, ...right))
const same = (a: Hash | undefined, b: Hash | undefined) => !!a && !!b && toHex(a) === toHex(b)

function levelsOf(hashes: Hash[]): Hash[][] {
  const levels = [hashes]
  for (let below = hashes; below.length > 1; below = levels.at(-1)!) {
    const above: Hash[] = []
    for (let i = 0; i < below.length; i += 2)
      above.push(i + 1 < below.length ? node(below[i]!, below[i + 1]!) : below[i]!)
    levels.push(above)
  }
  return levels
}

export function root(leaves: Uint8Array[]): Hash {
  return leaves.length === 0 ? sha256('') : levelsOf(leaves.map(leaf)).at(-1)![0]!
}

export function inclusionProof(leaves: Uint8Array[], i: number): Hash[] {
  const proof: Hash[] = []
  let at = i
  for (const level of levelsOf(leaves.map(leaf))) {
    const sibling = level[at ^ 1]
    if (sibling && level.length > 1) proof.push(sibling)
    at >>= 1
  }
  return proof
}

export function verifyInclusion(
  data: Uint8Array,
  i: number,
  n: number,
  proof: Hash[],
  expected: Hash,
): boolean {
  if (i < 0 || i >= n || proof.some((h) => h.length !== 32)) return false
  const left = [...proof]
  let hash = leaf(data)
  let at = i
  for (let width = n; width > 1; width = (width + 1) >> 1) {
    if ((at ^ 1) < width) {
      const sibling = left.shift()
      if (!sibling) return false
      hash = at & 1 ? node(sibling, hash) : node(hash, sibling)
    }
    at >>= 1
  }
  return left.length === 0 && same(hash, expected)
}

/** The complete subtrees that the first m leaves consist of, as [level, index], largest first. */
function peaks(m: number): [number, number][] {
  const out: [number, number][] = []
  let start = 0
  for (let level = 30; level >= 0; level--) {
    if (m & (1 << level)) {
      out.push([level, start >> level])
      start += 1 << level
    }
  }
  return out
}

export function consistencyProof(leaves: Uint8Array[], m: number): Hash[] {
  const n = leaves.length
  if (m === n) return []
  const levels = levelsOf(leaves.map(leaf))
  const [level, index] = peaks(m).at(-1)!
  const proof = index === 0 ? [] : [levels[level]![index]!]
  let at = index
  for (let l = level; levels[l]!.length > 1; l++, at >>= 1) {
    const sibling = levels[l]![at ^ 1]
    if (sibling) proof.push(sibling)
  }
  return proof
}

export function verifyConsistency(m: number, n: number, rootM: Hash, rootN: Hash, proof: Hash[]): boolean {
  if (m < 1 || m > n || [rootM, rootN, ...proof].some((h) => h.length !== 32)) return false
  if (m === n) return proof.length === 0 && same(rootM, rootN)
  const left = [...proof]
  const [level, index] = peaks(m).at(-1)!
  const start = index === 0 ? rootM : left.shift()
  if (!start) return false
  let older = start
  let newer = start
  let at = index
  let width = n
  for (let l = 0; l < level; l++) width = (width + 1) >> 1
  for (; width > 1; width = (width + 1) >> 1, at >>= 1) {
    if ((at ^ 1) >= width) continue
    const sibling = left.shift()
    if (!sibling) return false
    if (at & 1) {
      older = node(sibling, older)
      newer = node(sibling, newer)
    } else newer = node(newer, sibling)
  }
  return left.length === 0 && same(older, rootM) && same(newer, rootN)
}

export async function diff(mine: Map<string, string>, peer: Peer, depth: number): Promise<string[]> {
  const buckets = Array.from({ length: 1 << depth }, () => [] as [string, string][])
  for (const key of [...mine.keys()].sort()) {
    const bits = [...sha256(key)].map((byte) => byte.toString(2).padStart(8, '0')).join('')
    buckets[Number.parseInt(`0${bits.slice(0, depth)}`, 2)]!.push([key, mine.get(key)!])
  }
  const levels = levelsOf(buckets.map((b) => leaf(new TextEncoder().encode(JSON.stringify(b))))).reverse()

  let open = [0]
  for (const [level, ours] of levels.entries()) {
    if (open.length === 0) return []
    const theirs = await peer.digests(level, open)
    open = open.filter((i, j) => !same(ours[i], theirs[j]))
    if (level < depth) open = open.flatMap((i) => [2 * i, 2 * i + 1])
  }
  const differing = await Promise.all(
    open.map(async (bucket) => {
      const theirs = new Map(await peer.entries(bucket))
      const changed = buckets[bucket]!.filter(([k, v]) => theirs.get(k) !== v).map(([k]) => k)
      return [...changed, ...[...theirs.keys()].filter((k) => !mine.has(k))]
    }),
  )
  return differing.flat().sort()
}
