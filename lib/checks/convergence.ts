/** Eventual convergence: at the end all replicas hold the same, and all that was acknowledged is in it. */
import type { Json, NodeId } from '../sim/index.ts'
import { agreement, type Views } from './agreement.ts'
import { type Finding, witness } from './finding.ts'
import { history, type Operation } from './history.ts'
import { canon, show } from './json.ts'

export interface ConvergenceOptions {
  readonly nodes: readonly NodeId[]
  /** What must be the same everywhere, from a node's last view (undefined before its first). Default: the view. */
  // biome-ignore lint/suspicious/noExplicitAny: views are the exercise's own types
  readonly of?: (view: any, node: NodeId) => Json | undefined
  /** What is in it. Default: it is a list. */
  readonly elements?: (picked: Json) => readonly Json[]
  /** What an operation adds, whatever its outcome; undefined for other operations. */
  readonly added: (o: Operation) => Json | undefined
  /** What an operation takes out, whatever its outcome: an element that may be gone is not missed. */
  readonly removed?: (o: Operation) => Json | undefined
  readonly noun?: string
}

/**
 * For `sc.check`, at the end of a run that was healed long enough ago. Replicas that agree on too little have converged, too:
 * so acknowledged additions must be there, and what nobody added must not.
 */
export function converged(o: ConvergenceOptions): (w: Views) => Finding | undefined {
  const { nodes, of = (view) => view, elements = (x) => x as readonly Json[], noun = 'element' } = o
  const same = agreement(nodes, of)
  return (w) => {
    if (!same.holds(w)) return same.because(w)
    const node = nodes[0] as NodeId
    const values = elements(of(w.view(node), node) as Json)
    const there = new Set(values.map((v) => canon(v)))
    const operations = history(w.trace, (op) => op.outcome !== 'fail')
    const gone = new Set(operations.map((op) => canon(o.removed?.(op))))
    const additions = operations.flatMap((op) => {
      const value = o.added(op)
      return value === undefined ? [] : [{ op, value, text: canon(value) }]
    })
    const lastView = w.trace.findLast((e) => e.kind === 'view' && e.node === node)?.id
    const lost = additions.find((a) => a.op.outcome === 'ok' && !there.has(a.text) && !gone.has(a.text))
    if (lost !== undefined)
      return {
        because: `${lost.op.client} was told at ${lost.op.endAt} ms that ${noun} ${show(lost.value)} was added, and in the end no replica has it.`,
        expected: lost.value,
        got: values,
        witness: witness(lost.op.invokeId, lost.op.endId, lastView),
      }
    const known = new Set(additions.map((a) => a.text))
    const invented = values.find((v) => !known.has(canon(v)))
    if (invented === undefined) return undefined
    return {
      because: `In the end all replicas have ${noun} ${show(invented)}, which nobody had added.`,
      expected: 'only what was added',
      got: values,
      witness: witness(lastView),
    }
  }
}
