/**
 * One second of a price: a slow read from before the change, the change, and pages that read all the while. A run of the
 * course's simulator. The cache is Facebook's with its leases, or a plain one that takes every set.
 */
import { withPagePort } from '@/lib/kernel/index.ts'
import type { NodeId, Trace, TraceEvent } from '@/lib/sim/index.ts'
import { runOnce, type Suite, type Supplied, suite } from '@/lib/suite/index.ts'
import { serverProgram } from './demo-aside.ts'

export const RUN_MS = 1000
export const WRITE_AT_MS = 120
const PAGES_FROM_MS = 150
const PAGE_EVERY_MS = 30
const HOP_MS = 4
const STORE_MS = 6
const POLL_MS = 10
export const [OLD, NEW] = ['€ 20', '€ 25'] as const

export interface Settings {
  readonly leases: boolean
  /** From the old price's reading in the store to its arrival at the server. */
  readonly answerMs: number
  readonly ttlMs: number
}

export interface Span {
  readonly value: string
  readonly fromMs: number
  readonly toMs: number
}

export interface Page {
  readonly atMs: number
  readonly value: string
  readonly stale: boolean
}

export interface Arrow {
  readonly from: NodeId
  readonly to: NodeId
  readonly fromMs: number
  readonly toMs: number
  readonly what: 'get' | 'answer' | 'set' | 'set refused' | 'put' | 'del'
}

export interface Outcome {
  readonly store: readonly Span[]
  readonly cache: readonly Span[]
  readonly pages: readonly Page[]
  /** The slow read and the change; not the pages. */
  readonly arrows: readonly Arrow[]
  readonly wroteMs: number
  readonly trace: Trace
  readonly nodes: readonly NodeId[]
}

export async function simulate(settings: Settings): Promise<Outcome> {
  return withPagePort(serverProgram, async (port) => {
    const run = await runOnce(priceChange(settings), port, { seed: 'price#0' })
    const { trace } = run
    const calls = trace.filter((e) => e.kind === 'invoke')
    const endOf = (call: TraceEvent) => trace.find((e) => e.op === call.op && e.id > call.id)
    const write = calls.find((e) => e.type === 'write')
    const wroteMs = (write && endOf(write)?.at) ?? RUN_MS
    const pages = calls
      .filter((e) => e.peer === 'w3')
      .flatMap((e) => {
        const end = endOf(e)
        return end
          ? [{ atMs: e.at, value: String(end.body), stale: e.at >= wroteMs && end.body === OLD }]
          : []
      })
    return {
      store: spansOf(trace, 'store'),
      cache: spansOf(trace, 'cache'),
      pages,
      arrows: arrowsOf(trace),
      wroteMs,
      trace,
      nodes: run.lanes,
    }
  })
}

/** What a service held, by the views that it left: text, or null for nothing. */
function spansOf(trace: Trace, node: NodeId): Span[] {
  const spans: Span[] = []
  let open: { value: string; fromMs: number } | undefined
  for (const e of trace) {
    if (e.kind !== 'view' || e.node !== node) continue
    if (open && e.at > open.fromMs) spans.push({ ...open, toMs: Math.min(e.at, RUN_MS) })
    open = typeof e.data === 'string' ? { value: e.data, fromMs: e.at } : undefined
  }
  if (open && open.fromMs < RUN_MS) spans.push({ ...open, toMs: RUN_MS })
  return spans
}

function arrowsOf(trace: Trace): Arrow[] {
  const arrows: Arrow[] = []
  for (const sent of trace) {
    const servers = ['w1', 'w2']
    if (sent.kind !== 'send' || !sent.peer) continue
    const request = servers.includes(sent.node)
    const answer = sent.node === 'store' && sent.peer === 'w1'
    if (!(request && sent.re === undefined) && !answer) continue
    const arrived = trace.find((e) => e.kind === 'deliver' && e.msg === sent.msg)
    if (!arrived) continue
    const reply = trace.find((e) => e.kind === 'send' && e.re === sent.msg)
    const refused = sent.type === 'set' && (reply?.body as { ok?: boolean } | undefined)?.ok === false
    const what = answer ? 'answer' : refused ? 'set refused' : (sent.type as Arrow['what'])
    const fromMs = answer ? readAtMs(trace) : sent.at
    arrows.push({ from: sent.node, to: sent.peer, fromMs, toMs: arrived.at, what })
  }
  return arrows
}

/** When the store looked the old price up: its answer then took its time. */
function readAtMs(trace: Trace): number {
  return trace.find((e) => e.kind === 'note' && e.node === 'store')?.at ?? 0
}

function priceChange({ leases, answerMs, ttlMs }: Settings): Suite {
  return suite('price', (s) =>
    s.scenario('price', { seeds: 1, durationMs: RUN_MS + 100 }, (sc) => {
      sc.nodes(['w1', 'w2', 'w3'], { config: { pollMs: POLL_MS } })
      sc.network({ latencyMs: [HOP_MS, HOP_MS] })
      sc.supply('cache', (cache) => lookAside(cache, leases, ttlMs))
      sc.supply('store', (store) => database(store, answerMs))
      sc.client('pages', async (c) => {
        void c.call('w1', 'read', 'price', { local: true, timeoutMs: null })
        await c.at(WRITE_AT_MS)
        void c.call('w2', 'write', { k: 'price', value: NEW }, { local: true, timeoutMs: null })
        for (let at = PAGES_FROM_MS; at < RUN_MS; at += PAGE_EVERY_MS) {
          await c.at(at)
          void c.call('w3', 'read', 'price', { local: true, timeoutMs: null })
        }
      })
    }))
}

/** Holds one key. Without leases everyone who misses may fill, whatever happened since. */
function lookAside(cache: Supplied, leases: boolean, ttlMs: number): void {
  let value: string | null = null
  let lease: number | null = null
  let expiry: { cancel(): void } | undefined
  let next = 1
  const hold = (v: string | null) => {
    value = v
    cache.view(v)
  }
  cache.on('get', () => {
    if (value !== null) return { hit: true, value }
    if (leases && lease !== null) return { hit: false, lease: null }
    lease = next++
    return { hit: false, lease }
  })
  cache.on('set', (b: { value: string; lease: number }) => {
    if (leases && b.lease !== lease) return { ok: false }
    lease = null
    expiry?.cancel()
    expiry = cache.after(ttlMs, () => hold(null))
    hold(b.value)
    return { ok: true }
  })
  cache.on('del', () => {
    lease = null
    expiry?.cancel()
    hold(null)
    return {}
  })
}

function database(store: Supplied, answerMs: number): void {
  let price: string = OLD
  let slow = true
  store.view(price)
  store.on('get', async () => {
    await store.sleep(STORE_MS)
    const found = price
    if (slow) {
      slow = false
      store.note('looked up')
      await store.sleep(answerMs)
    }
    return found
  })
  store.on('put', async (b: { value: string }) => {
    await store.sleep(STORE_MS)
    price = b.value
    store.view(price)
    return {}
  })
}
