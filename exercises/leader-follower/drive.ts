/** What suites do to a leader and its followers: start them, add, read, and wait for what they show. */
import type { Ms, TraceEvent } from '../../lib/sim/index.ts'
import type { CallResult, Client, Finding, Nemesis, Scenario, World } from '../../lib/suite/index.ts'
import { shipped } from './findings.ts'
import type { Properties } from './properties.ts'
import { NODES, Watch } from './watch.ts'

/** Three nodes, and a watch that judges everything that they answer and show. */
export function cluster(sc: Scenario, P: Properties, o: { freshMs?: Ms } = {}): Watch {
  sc.nodes(NODES)
  const watch = new Watch(P, o)
  for (const p of Object.values(P))
    if (p.kind !== 'cost')
      sc.settled(p, (w) => {
        const found = watch.see(w).found
        return found && found.property === p ? found.finding : undefined
      })
  return watch
}

/** The caller is on the node's own machine: neither the question nor the answer is late or lost. */
export function add(c: Client, key: string, by: number, node = 'n1'): Promise<CallResult> {
  return c.call(node, 'add', { key, by }, { local: true })
}

export function get(c: Client, node: string, key: string, minIndex?: number): Promise<CallResult> {
  const body = minIndex === undefined ? { key } : { key, minIndex }
  return c.call(node, 'get', body, { local: true, timeoutMs: null })
}

/** The index that an add was answered with; 0 when it was not. */
export function indexOf(r: CallResult): number {
  return r.ok && typeof r.value?.index === 'number' ? r.value.index : 0
}

/** The end of all trouble plus 1,000 ms: by then both followers have what the leader had at that end. */
export function catchesUp(sc: Scenario, P: Properties, watch: Watch): void {
  let wanted: number | undefined
  let last: Finding | undefined
  const missing = (w: World) => {
    watch.see(w)
    wanted ??= watch.promised
    return watch.behind(w, wanted)
  }
  sc.eventually(
    P.catchUp,
    { withinMs: 1000 },
    (w) => {
      last = missing(w) ?? last
      return missing(w) === undefined
    },
    (w) =>
      missing(w) ?? last ?? { because: 'A follower lacks entries.', expected: null, got: null, witness: [] },
  )
}

/** Adds small amounts to drawn keys until `untilMs`, often several at once. Waits for no answer. */
export async function keepAdding(
  c: Client,
  o: { untilMs: Ms; everyMs: readonly [Ms, Ms]; keys?: readonly string[] },
): Promise<void> {
  const keys = o.keys ?? ['tea', 'rice', 'salt']
  while (c.now < o.untilMs) {
    const atOnce = c.random.chance(30) ? 3 : 1
    for (let i = 0; i < atOnce; i++) void add(c, c.random.pick(keys), c.random.int(-3, 9))
    await c.sleep(c.random.int(...o.everyMs))
  }
}

/** Reads at drawn nodes until `untilMs`; now and then asks for what the leader has answered for last. */
export async function keepReading(
  c: Client,
  watch: Watch,
  o: { untilMs: Ms; everyMs: readonly [Ms, Ms]; nodes?: readonly string[] },
): Promise<void> {
  while (c.now < o.untilMs) {
    const node = c.random.pick(o.nodes ?? NODES)
    const minIndex = c.random.chance(40) ? Math.max(0, ...watch.acked.keys()) : undefined
    void get(c, node, c.random.pick(['tea', 'rice', 'salt']), minIndex)
    await c.sleep(c.random.int(...o.everyMs))
  }
}

/**
 * Waits until it is so, then `thenMs` more: a fault injected at the very instant that it waits for would come before that
 * instant's messages when it is replayed.
 */
export async function when(
  n: Nemesis,
  f: (w: World) => boolean,
  withinMs: Ms,
  thenMs: Ms = 1,
): Promise<boolean> {
  const held = await n.until(f, withinMs)
  await n.sleep(thenMs)
  return held
}

/** Messages between the nodes so far, answers included. */
export function between(w: World, fromMs: Ms, toMs: Ms): readonly TraceEvent[] {
  const inside = (id: string | undefined) => NODES.includes(id as 'n1')
  return w.trace.filter(
    (e) => e.kind === 'send' && inside(e.node) && inside(e.peer) && e.at >= fromMs && e.at < toMs,
  )
}

/**
 * What n2 is sent from `fromMs`, the end of the trouble, on: copies per entry that it missed. Each entry has a key of
 * its own. What is under way when the follower is back was meant for nobody.
 */
export function shipCost(
  w: World,
  o: { fromMs: Ms; toMs: Ms; known: readonly string[]; missed: readonly string[]; restarts: boolean },
) {
  const sent = between(w, o.fromMs, o.toMs).filter((e) => e.peer === 'n2')
  const count = (keys: readonly string[]) => sent.map((e) => copiesOf(JSON.stringify(e.body ?? null), keys))
  const known = sum(count(o.known))
  const total = known + sum(count(o.missed))
  const copies = count([...o.known, ...o.missed])
  return {
    value: total / o.missed.length,
    witness: sent
      .filter((_, i) => (copies[i] ?? 0) > 0)
      .map((e) => e.id)
      .slice(0, 4),
    because: shipped(total, o.missed.length, known, o.restarts ? 'crash' : 'cut'),
  }
}

/** How many of the keys are named in a message, repeats counted. However entries are packed, their keys are in it. */
function copiesOf(text: string, keys: readonly string[]): number {
  return sum(keys.map((key) => text.split(key).length - 1))
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0)
}
