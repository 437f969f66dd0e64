/**
 * Cycles in the graph of dependencies: strongly connected components (Tarjan 1972), and in each the shortest cycle of each
 * kind, found breadth first.
 */
import { type Edge, type Graph, PROCESS, REALTIME, RW, WR, WW } from './graph.ts'
import type { AnomalyName, CycleAnomaly, Level } from './levels.ts'
import { type Component, may, type Search, shortestCycle, vertex } from './shortest.ts'

export interface Cycle {
  readonly name: AnomalyName
  /** Each edge ends where the next begins; the last ends where the first begins. */
  readonly edges: readonly Edge[]
}

const KINDS = {
  G0: { start: WW, path: WW, apart: false },
  G1c: { start: WR, path: WW | WR, apart: false },
  'G-single': { start: RW, path: WW | WR, apart: false },
  'G-nonadjacent': { start: RW, path: WW | WR | RW, apart: true },
  'G2-item': { start: RW, path: WW | WR | RW, apart: false },
} satisfies Record<CycleAnomaly, Search>

/** Cycles of the data alone first, then those that need more. */
const ORDERS = {
  none: [0],
  process: [0, PROCESS],
  realtime: [0, PROCESS, PROCESS | REALTIME],
} satisfies Record<Level['order'], number[]>

/**
 * For every kind asked for, a shortest cycle of each component that has one. There is a cycle in the answer whenever the
 * graph has one of a kind asked for; a cycle is named by what it is, not by the search that came upon it.
 */
export function cyclesOf(graph: Graph, level: Pick<Level, 'cycles' | 'order'>): Cycle[] {
  // Most histories have no cycle at all, and one look at everything says so.
  const anything = { start: WW | WR | RW, path: WW | WR | RW | PROCESS | REALTIME, apart: false }
  if (components(graph, anything).length === 0) return []
  const found: Cycle[] = []
  const covered: (readonly number[])[] = []
  for (const order of ORDERS[level.order]) {
    for (const kind of level.cycles) {
      const search: Search = { ...KINDS[kind], path: KINDS[kind].path | order }
      for (const component of components(graph, search)) {
        const edges = shortestCycle(graph, search, component)
        if (edges === undefined) continue
        // One with the members of another and more explains nothing that the other does not.
        const members = new Set(edges.map((e) => e.from))
        if (covered.some((other) => other.every((n) => members.has(n)))) continue
        covered.push([...members])
        found.push({ name: nameOfCycle(edges), edges })
      }
    }
  }
  return found
}

function nameOfCycle(edges: readonly Edge[]): AnomalyName {
  const base = baseName(edges)
  if (edges.some((e) => e.kind === REALTIME)) return `${base}-realtime`
  return edges.some((e) => e.kind === PROCESS) ? `${base}-process` : base
}

function baseName(edges: readonly Edge[]): CycleAnomaly {
  const anti = edges.filter((e) => e.kind === RW).length
  if (anti === 0) return edges.some((e) => e.kind === WR) ? 'G1c' : 'G0'
  if (anti === 1) return 'G-single'
  const inARow = edges.some((e, i) => e.kind === RW && edges[(i + 1) % edges.length]!.kind === RW)
  return inARow ? 'G2-item' : 'G-nonadjacent'
}

/** What lies on cycles, component by component (Tarjan's algorithm without recursion). */
function components(graph: Graph, search: Search): Component[] {
  const n = 2 * graph.out.length
  const index = new Int32Array(n).fill(-1)
  const low = new Int32Array(n)
  const onStack = new Uint8Array(n)
  const next = new Int32Array(n)
  const of = new Int32Array(n).fill(-1)
  const stack: number[] = []
  const path: number[] = []
  const found: number[][] = []
  let count = 0
  const enter = (v: number) => {
    index[v] = low[v] = count++
    onStack[v] = 1
    stack.push(v)
    path.push(v)
  }
  for (let root = 0; root < n; root++) {
    if (index[root]! >= 0) continue
    enter(root)
    while (path.length > 0) {
      const v = path[path.length - 1]!
      const e = graph.out[v >> 1]![next[v]!++]
      if (e !== undefined) {
        if (!may(search, v, e)) continue
        const w = vertex(search, e.to, e.kind)
        if (index[w]! < 0) enter(w)
        else if (onStack[w]) low[v] = Math.min(low[v]!, index[w]!)
        continue
      }
      path.pop()
      const parent = path[path.length - 1]
      if (parent !== undefined) low[parent] = Math.min(low[parent]!, low[v]!)
      if (low[v] !== index[v]) continue
      const members = stack.splice(stack.lastIndexOf(v))
      for (const w of members) onStack[w] = 0
      if (members.length < 2) continue
      for (const w of members) of[w] = found.length
      found.push(members.sort((a, b) => a - b))
    }
  }
  return found.map((members, number) => ({ members, number, of }))
}
