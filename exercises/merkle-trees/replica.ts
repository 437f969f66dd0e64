/** The other replica of stage 3, as a node of the suite's, and what the exchange with it cost. */
import type { Json, TraceEvent } from '../../lib/sim/index.ts'
import { type Property, Refusal, type Scenario } from '../../lib/suite/index.ts'
import { stand } from './drive.ts'

/** What the peer knows; `digest` is undefined outside the tree. */
export interface Peer {
  readonly buckets: readonly (readonly [string, string][])[]
  digest(level: number, index: number): string | undefined
}

export interface Exchange {
  readonly mine: readonly [string, string][]
  readonly peer: Peer
  readonly depth: number
  /** Keys that differ, sorted. */
  readonly expected: readonly string[]
  /** Buckets that differ. */
  readonly differing: readonly number[]
}

interface Properties {
  readonly differences: Property
  readonly exchange: Property
  readonly digests: Property
}

export function exchange(sc: Scenario, p: Properties, x: Exchange): void {
  let requests = 0
  let digests = 0
  const fetched: number[] = []
  stand(sc, 'diff', async (ask, c) => {
    const body = { mine: x.mine as Json, depth: x.depth }
    const what = `diff of ${x.mine.length} rows at depth ${x.depth}`
    if (!(await ask.expect(p.differences, what, 'diff', body, x.expected))) return
    const asked = c.w.trace.filter((e) => e.kind === 'deliver' && e.node === 'peer').map((e) => e.id)
    if (requests > x.depth + 1) {
      const because = `diff asked ${requests} times for digests of a tree with ${x.depth + 1} levels.`
      return c.fail(p.exchange, { because, expected: x.depth + 1, got: requests, witness: asked.slice(-2) })
    }
    const got = fetched.toSorted((a, b) => a - b)
    if (JSON.stringify(got) !== JSON.stringify(x.differing)) {
      const because = `diff fetched the rows of ${list(got)}; ${list(x.differing)} differ.`
      c.fail(p.exchange, { because, expected: x.differing, got, witness: asked.slice(-2) })
    }
  })
  sc.supply('peer', (s) => {
    s.on('digests', ({ level, indexes }: { level: number; indexes: number[] }) => {
      requests++
      digests += indexes.length
      return indexes.map((index) => {
        const digest = x.peer.digest(level, index)
        if (digest === undefined) throw new Refusal(`there is no digest ${index} at level ${level}`)
        return digest
      })
    })
    s.on('entries', ({ bucket }: { bucket: number }) => {
      fetched.push(bucket)
      const rows = x.peer.buckets[bucket]
      if (!rows) throw new Refusal(`there is no bucket ${bucket} at depth ${x.depth}`)
      return rows
    })
  })
  sc.network({ latencyMs: [1, 5] })
  sc.cost(p.digests, { max: 2, unit: 'digests per level of a differing bucket' }, (w) => {
    const asked = w.trace.filter((e) => e.kind === 'deliver' && e.node === 'peer' && e.type === 'digests')
    const size = (e: TraceEvent) => (e.body as { indexes: number[] }).indexes.length
    const largest = asked.toSorted((a, b) => size(b) - size(a))[0]
    return {
      value: Math.max(0, digests - 1) / Math.max(1, x.differing.length * x.depth),
      witness: largest ? [largest.id] : [],
      ...(largest ? { most: `one request for ${size(largest)}` } : {}),
    }
  })
}

function list(buckets: readonly number[]): string {
  return buckets.length === 0 ? 'no bucket' : `bucket ${buckets.join(', ')}`
}
