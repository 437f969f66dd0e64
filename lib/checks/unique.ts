/** No value is given out twice. */
import type { Json } from '../sim/index.ts'
import { type Check, witness } from './finding.ts'
import { history, type Operation } from './history.ts'
import { canon, show } from './json.ts'

export interface UniqueOptions {
  /** What is given out, in the singular: 'id', 'token'. */
  readonly noun: string
  /** All values that one answered operation gave out; several for batches, none for other operations. */
  readonly of: (o: Operation) => readonly Json[]
}

export function unique({ noun, of }: UniqueOptions): Check {
  return ({ trace }) => {
    const first = new Map<string, Operation>()
    for (const o of history(trace, (o) => o.outcome === 'ok')) {
      for (const value of of(o)) {
        const key = canon(value)
        const before = first.get(key)
        if (before !== undefined) {
          const twice =
            before.op === o.op
              ? `${o.client} was given ${noun} ${show(value)} twice in one answer.`
              : undefined
          const both =
            before.client === o.client
              ? `${o.client} was given ${noun} ${show(value)} twice`
              : `${before.client} and ${o.client} were both given ${noun} ${show(value)}`
          return {
            because: twice ?? `${both}, at ${before.endAt} ms and at ${o.endAt} ms.`,
            expected: `another ${noun} each time`,
            got: value,
            witness: witness(before.endId, o.endId),
          }
        }
        first.set(key, o)
      }
    }
    return undefined
  }
}
