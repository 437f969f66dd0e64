/** The shortest cycle of a kind within one component of the graph, breadth first. */
import { type Edge, type Graph, PROCESS, REALTIME, RW } from './graph.ts'

/** A kind of cycle, as masks of edge kinds. */
export interface Search {
  /** One of these begins the cycle; the rest of it is of `path`. */
  readonly start: number
  readonly path: number
  /** No two anti-dependencies in a row. */
  readonly apart: boolean
}

/**
 * A vertex is a transaction, twice: as it is reached by an anti-dependency (odd), and otherwise (even). Where cycles must
 * keep anti-dependencies apart, none leaves an odd vertex. Where they need not, the even vertices are all there is.
 */
export const vertex = (search: Search, to: number, kind: number): number =>
  2 * to + (search.apart && kind === RW ? 1 : 0)

export const may = (search: Search, from: number, e: Edge): boolean =>
  ((search.path | search.start) & e.kind) !== 0 && !((from & 1) === 1 && e.kind === RW)

export interface Component {
  /** Vertices, ascending. */
  readonly members: readonly number[]
  readonly number: number
  /** Component number of every vertex that lies on a cycle; -1 elsewhere. */
  readonly of: Int32Array
}

/** Edges looked at after the first cycle. Beyond it a cycle is real but may not be the shortest. */
const edgesAtMost = 2_000_000

/** The shortest cycle that begins with a `start` edge and stays in the component; undefined when there is none. */
export function shortestCycle(graph: Graph, search: Search, component: Component): Edge[] | undefined {
  const walks = walker(graph, search, component)
  let best: Edge[] | undefined
  for (const v of component.members) {
    for (const e of graph.out[v >> 1]!) {
      const w = vertex(search, e.to, e.kind)
      if ((e.kind & search.start) === 0 || !may(search, v, e) || component.of[w] !== component.number)
        continue
      if (walks.edges > edgesAtMost) return best
      const back = walks.shortest(w, v, best === undefined ? Number.POSITIVE_INFINITY : best.length - 2)
      if (back !== undefined) best = [e, ...back]
      if (best?.length === 2) return best
    }
  }
  return best
}

/** Transactions among which the end of one before the beginning of another is an edge, by their beginning. */
interface Line {
  readonly kind: typeof PROCESS | typeof REALTIME
  readonly members: readonly number[]
  /** From here on all have been reached. */
  reached: number
}

type Via = Map<number, { readonly edge: Edge; readonly before: number }>

/**
 * Orders are transitive, and the graph has only what generates them. A walk takes any of it in one step: each line of
 * transactions is swept once, from its end.
 */
function walker(graph: Graph, search: Search, { members, number, of }: Component) {
  const { out, times } = graph
  const lines = linesOf(graph, search, members)
  const data = search.path & ~(PROCESS | REALTIME)
  let edges = 0

  function shortest(from: number, to: number, limit: number): Edge[] | undefined {
    const via: Via = new Map()
    for (const line of lines.all) line.reached = line.members.length
    let ring = [from]
    for (let length = 1; ring.length > 0 && length <= limit; length++) {
      const wider: number[] = []
      const step = (v: number, edge: Edge): boolean => {
        const w = vertex(search, edge.to, edge.kind)
        if (of[w] !== number || w === from || via.has(w)) return false
        via.set(w, { edge, before: v })
        wider.push(w)
        return w === to
      }
      for (const v of ring) {
        for (const edge of out[v >> 1]!) {
          edges++
          if ((edge.kind & data) !== 0 && may(search, v, edge) && step(v, edge)) return track(via, from, to)
        }
        for (const line of lines.of(v >> 1)) {
          // In the last ring only the goal matters.
          const first = length === limit ? line.members.length : firstAfter(line, times, times[v >> 1]!.end)
          for (; line.reached > first; line.reached--) {
            edges++
            const w = line.members[line.reached - 1]!
            if (step(v, { from: v >> 1, to: w, kind: line.kind })) return track(via, from, to)
          }
          const goal =
            (to & 1) === 0 && times[to >> 1]!.begin > times[v >> 1]!.end && lines.of(to >> 1).includes(line)
          if (goal && step(v, { from: v >> 1, to: to >> 1, kind: line.kind })) return track(via, from, to)
        }
      }
      ring = wider
    }
    return undefined
  }

  return {
    get edges() {
      return edges
    },
    shortest,
  }
}

/** Sessions before real time: what a session's order explains needs no clock. */
function linesOf({ times }: Graph, { path }: Search, members: readonly number[]) {
  const transactions = members.filter((v) => (v & 1) === 0).map((v) => v >> 1)
  transactions.sort((a, b) => times[a]!.begin - times[b]!.begin)
  const sessions = Map.groupBy(transactions, (t) => times[t]!.session)
  const bySession = new Map<string, Line>()
  if ((path & PROCESS) !== 0)
    for (const [session, members] of sessions) bySession.set(session, { kind: PROCESS, members, reached: 0 })
  const realtime: Line[] =
    (path & REALTIME) === 0 ? [] : [{ kind: REALTIME, members: transactions, reached: 0 }]
  const lines = new Map([...bySession].map(([session, line]) => [session, [line, ...realtime]]))
  return {
    all: [...bySession.values(), ...realtime],
    of: (t: number): readonly Line[] => lines.get(times[t]!.session) ?? realtime,
  }
}

/** Index of the first that begins after `end`. */
function firstAfter({ members }: Line, times: Graph['times'], end: number): number {
  let low = 0
  let high = members.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (times[members[middle]!]!.begin > end) high = middle
    else low = middle + 1
  }
  return low
}

function track(via: Via, from: number, to: number): Edge[] {
  const edges: Edge[] = []
  for (let v = to; v !== from; v = via.get(v)!.before) edges.push(via.get(v)!.edge)
  return edges.reverse()
}
