/** The subtrees that the call at the cursor is about: which hashes prove it, or which digests were asked for so far. */
import type { Json, Trace } from '../../lib/sim/index.ts'
import type { Grid, GridCell, PatternView } from '../../lib/spacetime/index.ts'

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

/** Largest power of two under n, for n > 1. */
const leftOf = (n: number): number => 2 ** Math.ceil(Math.log2(n) - 1)

const COLUMNS_MAX = 32

const view: PatternView = ({ past }) => {
  const call = past.findLast((e) => e.kind === 'invoke')
  const body = (call?.body ?? {}) as { leaves?: Json[]; n?: number; i?: number; m?: number; depth?: number }
  if (call?.type === 'diff' && body.depth !== undefined) return asked(past, body.depth)
  const n = body.n ?? body.leaves?.length ?? 0
  if (n > COLUMNS_MAX) return undefined
  if (body.i !== undefined && body.i >= 0 && body.i < n)
    return tree(`The way from leaf ${body.i} of ${n} to the root`, n, inclusionParts(body.i, n))
  if (body.m !== undefined && body.m > 0 && body.m <= n)
    return tree(`The tree of ${body.m} leaves in that of ${n}`, n, consistencyParts(body.m, n))
  return undefined
}
export default view

function tree(title: string, n: number, parts: readonly Part[]): Grid {
  const levels = Math.max(...parts.map((p) => p.depth)) + 1
  return {
    kind: 'grid',
    title,
    group: 'leaves',
    columns: Array.from({ length: n }, (_, k) => String(k)),
    rows: Array.from({ length: levels }, (_, depth) => {
      const cells: (GridCell | null)[] = Array.from({ length: n }, () => null)
      for (const p of parts) if (p.depth === depth) cells[p.from] = { text: p.role, group: p.size }
      return { name: depth === 0 ? 'root' : `level ${depth}`, about: '', cells }
    }),
  }
}

/** Digests by level and the request that brought them; the last row are the buckets whose rows were fetched. */
function asked(past: Trace, depth: number): Grid | undefined {
  const width = 2 ** depth
  if (width > COLUMNS_MAX) return undefined
  const empty = () => Array.from({ length: width }, (): GridCell | null => null)
  const levels = Array.from({ length: depth + 1 }, empty)
  const rows = empty()
  let request = 0
  for (const e of past) {
    if (e.kind !== 'deliver' || e.node !== 'peer') continue
    request++
    const { level, indexes, bucket } = e.body as { level?: number; indexes?: number[]; bucket?: number }
    if (bucket !== undefined && bucket in rows) rows[bucket] = { text: 'rows', group: request }
    for (const i of indexes ?? []) {
      const at = i * 2 ** (depth - (level ?? 0))
      const cells = levels[level ?? 0]
      if (cells && at in cells) cells[at] = { text: 'digest', group: request }
    }
  }
  return {
    kind: 'grid',
    title: 'What was asked of the other replica',
    group: 'request',
    columns: Array.from({ length: width }, (_, k) => String(k)),
    rows: [
      ...levels.map((cells, level) => ({
        name: level === 0 ? 'root' : `level ${level}`,
        about: '',
        cells,
      })),
      { name: 'buckets', about: '', cells: rows },
    ],
  }
}
