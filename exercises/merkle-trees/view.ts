/** The subtrees that the call at the cursor is about: how the tree splits, which hashes prove it, which digests were asked for so far. */
import type { Json, Trace } from '../../lib/sim/index.ts'
import type { PatternView, Tree } from '../../lib/spacetime/index.ts'

/** A subtree over the leaves from `from` on, `size` of them, `depth` levels under the root. */
export interface Part {
  readonly from: number
  readonly size: number
  readonly depth: number
  readonly role: 'leaf' | 'path' | 'proof'
}

/** The audit path of leaf i among n, RFC 9162 section 2.1.3.1: what is hashed on the way up, and what the proof brings. */
export function inclusionParts(i: number, n: number): Part[] {
  const parts: Part[] = []
  let [from, size, depth] = [0, n, 0]
  while (size > 1) {
    parts.push({ from, size, depth, role: 'path' })
    const left = leftOf(size)
    const inLeft = i - from < left
    depth++
    parts.push(
      inLeft
        ? { from: from + left, size: size - left, depth, role: 'proof' }
        : { from, size: left, depth, role: 'proof' },
    )
    if (!inLeft) from += left
    size = inLeft ? left : size - left
  }
  return [...parts, { from, size, depth, role: 'leaf' }]
}

/** What proves that the tree of the first m leaves is the beginning of that of n, RFC 9162 section 2.1.4.1. */
export function consistencyParts(m: number, n: number): Part[] {
  const parts: Part[] = []
  let [from, size, depth, old] = [0, n, 0, m]
  while (old < size) {
    parts.push({ from, size, depth, role: 'path' })
    const left = leftOf(size)
    depth++
    if (old <= left) {
      parts.push({ from: from + left, size: size - left, depth, role: 'proof' })
      size = left
    } else {
      parts.push({ from, size: left, depth, role: 'proof' })
      from += left
      size -= left
      old -= left
    }
  }
  // The whole old tree is known to whoever checks; a part of it is not.
  return [...parts, { from, size, depth, role: from === 0 ? 'path' : 'proof' }]
}

/** Every subtree of the tree over n leaves, from the root down, to `deepest` levels below it. */
export function allParts(n: number, deepest: number, from = 0, depth = 0): Omit<Part, 'role'>[] {
  const part = { from, size: n, depth }
  if (n <= 1 || depth === deepest) return n < 1 ? [] : [part]
  const left = leftOf(n)
  return [
    part,
    ...allParts(left, deepest, from, depth + 1),
    ...allParts(n - left, deepest, from + left, depth + 1),
  ]
}

/** Largest power of two under n, for n > 1. */
const leftOf = (n: number): number => 2 ** Math.ceil(Math.log2(n) - 1)

/** Trees of the suites have at most 130 leaves; what a mistaken call claims may be anything. */
const LEAVES_MAX = 256
/** Levels under the root of a whole tree: 31 subtrees are as many as one looks at. */
const DEEPEST = 4

interface Body {
  leaves?: Json[]
  proof?: Json[]
  n?: number
  i?: number
  m?: number
  depth?: number
}

const view: PatternView = ({ past }) => {
  const call = past.findLast((e) => e.kind === 'invoke')
  const { leaves, proof, i, m, depth, ...body } = (call?.body ?? {}) as Body
  if (call?.type === 'diff' && depth !== undefined) return asked(past, depth)
  const n = body.n ?? leaves?.length ?? 0
  if (n < 1 || n > LEAVES_MAX) return undefined
  if (call?.type === 'root') return whole(n)
  const parts =
    i !== undefined && i >= 0 && i < n
      ? inclusionParts(i, n)
      : m !== undefined && m > 0 && m <= n
        ? consistencyParts(m, n)
        : undefined
  if (!parts) return undefined
  const needed = parts.filter((p) => p.role === 'proof').length
  const about = i === undefined ? `From ${leavesOf(m ?? 0)} to ${n}` : `Leaf ${i} of ${n}`
  const brought = proof === undefined ? '' : `; this call brings ${proof.length}`
  return {
    ...proven(`${about}: the proof has ${needed === 1 ? '1 hash' : `${needed} hashes`}${brought}`, n, parts),
    ...(m === undefined || m === n ? {} : { mark: { before: m, text: 'the old tree' } }),
  }
}
export default view

function leavesOf(n: number): string {
  return n === 1 ? '1 leaf' : `${n} leaves`
}

function levelNames(depth: number): string[] {
  return Array.from({ length: depth + 1 }, (_, k) => (k === 0 ? 'root' : `level ${k}`))
}

function whole(n: number): Tree {
  const parts = allParts(n, DEEPEST)
  return {
    kind: 'tree',
    title: `How RFC 6962 splits ${leavesOf(n)}`,
    leaves: n,
    levels: levelNames(Math.max(...parts.map((p) => p.depth))),
    parts: parts.map((p) => ({
      ...p,
      text: p.size === 1 ? '1 leaf' : `${p.size} leaves`,
      short: String(p.size),
      ...(p.size === 1 ? { look: 'solid', lane: 0 } : { look: 'open' }),
    })),
  }
}

/** The proof's hashes are numbered in the order of the proof: from the leaf up. */
function proven(title: string, n: number, parts: readonly Part[]): Tree {
  const inProof = parts.filter((p) => p.role === 'proof').reverse()
  return {
    kind: 'tree',
    title,
    leaves: n,
    levels: levelNames(Math.max(...parts.map((p) => p.depth))),
    parts: parts.map(({ role, ...p }) => {
      const at = inProof.findIndex((q) => q.from === p.from && q.size === p.size)
      if (role === 'path') return { ...p, text: 'computed', look: 'open' }
      if (role === 'leaf') return { ...p, text: 'the leaf', short: '', look: 'solid', lane: 0 }
      return { ...p, text: `proof ${at + 1}`, short: String(at + 1), look: 'solid', lane: 2 }
    }),
  }
}

/** Digests by level and the request that brought them; the last row are the buckets whose rows were fetched. */
function asked(past: Trace, depth: number): Tree {
  const parts: Tree['parts'][number][] = []
  let [request, digests] = [0, 0]
  for (const e of past) {
    if (e.kind !== 'deliver' || e.node !== 'peer') continue
    request++
    const {
      level = 0,
      indexes = [],
      bucket,
    } = e.body as { level?: number; indexes?: number[]; bucket?: number }
    const part = { short: String(request), lane: (request - 1) % 8, event: e.id }
    if (bucket !== undefined)
      parts.push({
        ...part,
        from: bucket,
        size: 1,
        depth: depth + 1,
        text: `rows ${request}`,
        look: 'dashed',
      })
    digests += indexes.length
    const size = 2 ** (depth - level)
    for (const i of new Set(indexes))
      parts.push({ ...part, from: i * size, size, depth: level, text: `request ${request}`, look: 'solid' })
  }
  const leaves = 2 ** depth
  return {
    kind: 'tree',
    title: `What diff asked of the other replica so far: ${request === 1 ? '1 request' : `${request} requests`}, ${digests === 1 ? '1 digest' : `${digests} digests`}`,
    leaves,
    levels: [...levelNames(depth), 'rows'],
    parts: parts.filter(
      (p) => p.from >= 0 && p.from + p.size <= leaves && p.depth >= 0 && p.depth <= depth + 1,
    ),
  }
}
