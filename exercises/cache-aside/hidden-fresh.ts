/** Freshness, by the versions of the store alone: what a read returned against the writes that were over when it began. */
import { type EventId, isYours, type Json, type TraceEvent } from '../../lib/sim/index.ts'
import type { Finding, World } from '../../lib/suite/index.ts'
import type { Shop } from './drive.ts'

/** What the fixture's marks carry. */
export interface Mark {
  readonly n: number
  readonly as: string
  readonly got: Json
}

interface Begun {
  readonly k: string
  readonly v?: string
  readonly at: number
  readonly event: EventId
  /** The newest version of which a write was over. */
  readonly floor?: Over
}

interface Over {
  readonly version: number
  readonly v: string
  readonly at: number
  readonly event: EventId
}

export class Fresh {
  readonly #shop: Shop
  readonly #begun = new Map<number, Begun>()
  readonly #over = new Map<string, Over>()
  #found: Finding | undefined
  #next = 0

  constructor(shop: Shop) {
    this.#shop = shop
  }

  /** Of all that has happened by now. */
  finding(w: World): Finding | undefined {
    const { trace } = w
    for (; this.#next < trace.length && !this.#found; this.#next++)
      this.#found = this.#take(trace[this.#next] as TraceEvent)
    return this.#found
  }

  #take(e: TraceEvent): Finding | undefined {
    if (e.kind === 'deliver' && (e.type === 'read' || e.type === 'write') && e.re === undefined) {
      const { n, k, v } = e.body as { n: number; k: string; v?: string }
      const floor = e.type === 'read' ? this.#over.get(k) : undefined
      this.#begun.set(n, { k, at: e.at, event: e.id, ...(v && { v }), ...(floor && { floor }) })
    }
    if (e.kind !== 'note' || isYours(e) || !e.label?.endsWith(' settled')) return undefined
    const mark = e.data as never as Mark
    const op = this.#begun.get(mark.n)
    if (!op || mark.as !== 'value') return undefined
    const versions = this.#shop.versionsOf(op.k)
    if (op.v !== undefined) {
      const over = { version: versions.indexOf(op.v), v: op.v, at: e.at, event: e.id }
      if (over.version > (this.#over.get(op.k)?.version ?? 0)) this.#over.set(op.k, over)
      return undefined
    }
    const { floor } = op
    if (!floor || versions.indexOf(mark.got as string | null) >= floor.version) return undefined
    return {
      because: `The write of '${floor.v}' was over at ${floor.at} ms. A read that ${e.node} began at ${op.at} ms returned ${show(mark.got)}, which is older.`,
      expected: `'${floor.v}' or newer`,
      got: mark.got,
      witness: [floor.event, op.event, e.id],
    }
  }
}

export const show = (v: Json): string => (typeof v === 'string' ? `'${v}'` : JSON.stringify(v))
