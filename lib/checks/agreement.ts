/** Eventual agreement: after the heal, the replicas come to show the same. */
import type { Json, NodeId, Trace } from '../sim/index.ts'
import { type Finding, witness } from './finding.ts'
import { canon, same, show } from './json.ts'

/** What agreement reads of the world. */
export interface Views {
  readonly trace: Trace
  view(node: NodeId): unknown
}

export interface Agreement {
  /** For `sc.eventually(p, { withinMs }, a.holds, a.because)`. */
  readonly holds: (w: Views) => boolean
  readonly because: (w: Views) => Finding
}

/**
 * All `nodes` show the same. `of` picks what must agree from a node's last view (undefined before its first view);
 * a pick of undefined is "not there yet" and agrees with nothing. With `on`, they must also agree on the right thing.
 */
export function agreement(
  nodes: readonly NodeId[],
  // biome-ignore lint/suspicious/noExplicitAny: views are the exercise's own types
  of: (view: any, node: NodeId) => Json | undefined = (view) => view,
  on?: (picked: Json) => boolean,
): Agreement {
  const pick = (w: Views, node: NodeId) => of(w.view(node), node)
  return {
    holds(w) {
      const first = pick(w, nodes[0] as NodeId)
      if (first === undefined || (on && !on(first))) return false
      return nodes.every((node) => same(pick(w, node), first))
    },
    because(w) {
      const [first, ...rest] = nodes.map((node) => ({ node, picked: pick(w, node) }))
      const other = rest.find(({ picked }) => !same(picked, first!.picked)) ?? first!
      const lastView = (node: NodeId) => w.trace.findLast((e) => e.kind === 'view' && e.node === node)?.id
      const differ = canon(other.picked) !== canon(first!.picked)
      return {
        because: differ
          ? `${first!.node} shows ${show(first!.picked)}, ${other.node} still shows ${show(other.picked)}.`
          : `All of ${nodes.join(', ')} show ${show(first!.picked)}, which is not what they should agree on.`,
        expected: differ ? (first!.picked ?? null) : 'agreement on the right value',
        got: other.picked ?? null,
        witness: witness(lastView(first!.node), lastView(other.node)),
      }
    },
  }
}
