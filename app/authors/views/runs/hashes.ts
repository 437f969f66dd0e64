import type { PatternView, Tree } from '@/lib/spacetime/index.ts'
import { suite } from '@/lib/suite/index.ts'

const code = `
import { node } from 'faultline'
// A digest of a range is the text of its rows: short enough to read, and enough for a picture.
const digest = (rows, from, size) => rows.slice(from, from + size).join()
export default node((ctx) => {
  const { rows } = ctx.config
  ctx.on('digests', ({ ranges }) => ranges.map(([from, size]) => digest(rows, from, size)))
  ctx.on('compare', async ({ peer }) => {
    let ranges = [[0, rows.length]]
    const differing = []
    while (ranges.length > 0) {
      const theirs = await ctx.rpc(peer, 'digests', { ranges })
      const unequal = ranges.filter(([from, size], k) => theirs[k] !== digest(rows, from, size))
      ctx.view({ unequal })
      differing.push(...unequal.filter(([, size]) => size === 1).map(([from]) => from))
      ranges = unequal.flatMap(([from, size]) => size === 1 ? [] : [[from, size / 2], [from + size / 2, size / 2]])
    }
    return differing
  })
})`

const ROWS = 16
const mine = Array.from({ length: ROWS }, (_, k) => `row ${k}`)
const theirs = mine.map((row, k) => (k === 5 || k === 12 ? `${row}, newer` : row))

const demo = suite('hashes', (s) => {
  s.scenario('differ', { seeds: 1, durationMs: 300 }, (sc) => {
    sc.nodes(['a'], { config: { rows: mine } })
    sc.nodes(['b'], { config: { rows: theirs } })
    sc.client('repair', async (c) => void (await c.call('a', 'compare', { peer: 'b' }, { timeoutMs: null })))
    sc.network({ latencyMs: [3, 8] })
  })
})

const view: PatternView = ({ past }) => {
  const parts: Tree['parts'][number][] = []
  const unequal = new Set<string>()
  let request = 0
  for (const e of past) {
    const { ranges } = (e.body ?? {}) as { ranges?: [number, number][] }
    if (e.kind === 'view' && e.node === 'a')
      for (const range of (e.data as { unequal: [number, number][] }).unequal) unequal.add(range.join())
    if (e.kind !== 'deliver' || e.node !== 'b' || !ranges) continue
    request++
    for (const [from, size] of ranges)
      parts.push({
        ...{ from, size, depth: Math.round(Math.log2(ROWS / size)), event: e.id },
        ...{ text: `request ${request}`, short: String(request), look: 'open', lane: request - 1 },
      })
  }
  return {
    kind: 'tree',
    title: 'Digests that a asked of b; those that differ are filled',
    leaves: ROWS,
    levels: ['root', 'level 1', 'level 2', 'level 3', 'rows'],
    parts: parts.map((p) =>
      unequal.has(`${p.from},${p.size}`) ? { ...p, text: `${p.text}, differs`, look: 'solid' } : p,
    ),
  }
}

export const hashes = {
  name: 'A hash tree between two replicas',
  code,
  suite: demo,
  seed: 'differ#0',
  view,
}
