/** Acknowledged work that is gone: updates overwritten unseen, elements missing from a later read. */
import type { Json } from '../sim/index.ts'
import { type Check, witness } from './finding.ts'
import { history, type Operation } from './history.ts'
import { canon, show } from './json.ts'

export interface LostUpdateOptions {
  /** For an acknowledged update: the version (or value) that it replaced. Undefined for other operations. */
  readonly of: (o: Operation) => { readonly key?: string; readonly from: Json } | undefined
}

/** Two acknowledged updates that replaced the same version: the second never saw the first. */
export function lostUpdate({ of }: LostUpdateOptions): Check {
  return ({ trace }) => {
    const replaced = new Map<string, Operation>()
    for (const o of history(trace, (o) => o.outcome === 'ok')) {
      const update = of(o)
      if (update === undefined) continue
      const { key = '', from } = update
      const id = canon([key, from])
      const before = replaced.get(id)
      if (before) {
        const where = key === '' ? '' : ` of key ${show(key)}`
        return {
          because: `${before.client} and ${o.client} both replaced version ${show(from)}${where}, and both were told that it worked: one of the two updates is lost.`,
          expected: 'one of the two refused',
          got: from,
          witness: witness(before.invokeId, before.endId, o.invokeId, o.endId),
        }
      }
      replaced.set(id, o)
    }
    return undefined
  }
}

export interface LostElementsOptions {
  /** What this operation adds (whatever its outcome); undefined for other operations. */
  readonly added: (o: Operation) => Json | undefined
  /** All that an answered read returned; undefined for other operations. */
  readonly read: (o: Operation) => readonly Json[] | undefined
  readonly noun?: string
}

/** A read holds every element whose addition was acknowledged before the read began, and nothing that nobody added. */
export function lostElements({ added, read, noun = 'element' }: LostElementsOptions): Check {
  return ({ trace }) => {
    const operations = history(trace)
    const additions = operations.flatMap((o) => {
      const value = added(o)
      return value === undefined ? [] : [{ o, value, text: canon(value) }]
    })
    for (const o of operations) {
      const values = o.outcome === 'ok' ? read(o) : undefined
      if (values === undefined) continue
      const there = new Set(values.map((v) => canon(v)))
      const lost = additions.find(
        (a) => a.o.outcome === 'ok' && a.o.endId! < o.invokeId && !there.has(a.text),
      )
      if (lost) {
        return {
          because: `${lost.o.client} was told at ${lost.o.endAt} ms that ${noun} ${show(lost.value)} was added, and ${o.client}'s read at ${o.endAt} ms does not have it.`,
          expected: lost.value,
          got: values,
          witness: witness(lost.o.invokeId, lost.o.endId, o.invokeId, o.endId),
        }
      }
      // A failed addition did not happen; one still unanswered, or begun before the read ended, may have.
      const possible = new Set(
        additions.filter((a) => a.o.outcome !== 'fail' && a.o.invokeId < o.endId!).map((a) => a.text),
      )
      const phantom = values.find((v) => !possible.has(canon(v)))
      if (phantom !== undefined) {
        return {
          because: `${o.client}'s read at ${o.endAt} ms has ${noun} ${show(phantom)}, which nobody had added.`,
          expected: `only what was added`,
          got: values,
          witness: witness(o.invokeId, o.endId),
        }
      }
    }
    return undefined
  }
}
