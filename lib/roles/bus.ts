/** An event bus that pushes: at least once, late, doubled, out of order unless asked otherwise. */
import { hash32, type Json, type Ms, type NodeId } from '../sim/index.ts'
import type { Supplied } from '../suite/index.ts'
import { type Role, type ServiceOptions, serve } from './service.ts'

export interface BusOptions extends ServiceOptions {
  /** Who gets every event. */
  readonly subscribers: readonly NodeId[]
  /** The message type in which events arrive. */
  readonly type?: string
  /** From the publishing (or the last try) to the next try, drawn per try. */
  readonly delayMs?: readonly [Ms, Ms]
  readonly timeoutMs?: Ms
  /** Per 100 acknowledged deliveries: delivered once more all the same. */
  readonly dupPct?: number
  /** Events with the same key reach a subscriber in order, each after the acknowledgement of the one before. */
  readonly orderBy?: (event: any) => string
  /** After so many tries an event goes to the dead letters of that subscriber. */
  readonly maxTries?: number
}

export interface Bus extends Role {
  /** In order of publishing, each once however often it was published. */
  readonly published: readonly any[]
  /** Acknowledged, per subscriber: the events' numbers in `published`. */
  acked(subscriber: NodeId): readonly number[]
  readonly dead: readonly { readonly subscriber: NodeId; readonly event: Json }[]
  /** Publishes from a script. */
  publish(event: Json): void
}

/**
 * Messages: `publish {event}` -> 'ok'. Events are told apart by their JSON: publishing the same again adds nothing. Each
 * subscriber is called with type `event` (or `type`) and the event as body, again and again until it answers 'ack';
 * 'retry', any other answer, a refusal and silence all mean later.
 */
export function bus(o: BusOptions): Bus {
  const { type = 'event', delayMs = [0, 50], timeoutMs = 1000, dupPct = 0, orderBy } = o
  const maxTries = o.maxTries ?? Number.POSITIVE_INFINITY
  const published: Json[] = []
  const known = new Set<string>()
  const acked = new Map<NodeId, number[]>(o.subscribers.map((n) => [n, []]))
  const dead: { subscriber: NodeId; event: Json }[] = []
  /** subscriber/key -> deliveries that wait for the one under way; present while one is. */
  const lines = new Map<string, (() => Promise<void>)[]>()
  let node: Supplied | undefined
  let salt = 0
  /** Keyed, not taken in turn: one try more leaves the others' delays alone. */
  const draw = (key: string, n: number) => hash32(`${salt}/${key}`) % n
  const wait = (key: string) => delayMs[0] + draw(key, delayMs[1] - delayMs[0] + 1)

  async function deliver(s: Supplied, to: NodeId, event: Json, n: number, cause?: number): Promise<void> {
    for (let tries = 0; ; tries++) {
      await s.sleep(wait(`${to}/${n}/${tries}`))
      const a = await s.call(to, type, event, { timeoutMs, ...(cause === undefined ? {} : { cause }) })
      if (a.ok && a.value === 'ack') break
      if (tries + 1 < maxTries) continue
      dead.push({ subscriber: to, event })
      return
    }
    acked.get(to)?.push(n)
    if (draw(`${to}/${n}/dup`, 100) >= dupPct) return
    await s.sleep(wait(`${to}/${n}/again`))
    await s.call(to, type, event, { timeoutMs, ...(cause === undefined ? {} : { cause }) })
  }
  async function inLine(key: string, job: () => Promise<void>): Promise<void> {
    const line = lines.get(key)
    if (line) return void line.push(job)
    const mine: (() => Promise<void>)[] = [job]
    lines.set(key, mine)
    for (let next = mine.shift(); next; next = mine.shift()) await next()
    lines.delete(key)
  }
  function add(s: Supplied, event: Json, cause?: number): void {
    const text = JSON.stringify(event)
    if (known.has(text)) return
    known.add(text)
    const n = published.push(event) - 1
    for (const to of o.subscribers) {
      const job = () => deliver(s, to, event, n, cause)
      void (orderBy ? inLine(`${to}/${orderBy(event)}`, job) : job())
    }
    s.view({
      published: published.length,
      acked: Object.fromEntries([...acked].map(([k, v]) => [k, v.length])),
    })
  }
  return {
    published,
    acked: (subscriber) => acked.get(subscriber) ?? [],
    dead,
    publish(event) {
      if (!node) throw new Error('a bus publishes only after sc.supply(id, it.serve)')
      const s = node
      s.after(0, () => add(s, event))
    },
    serve(s) {
      node = s
      salt = s.random.u32()
      serve(
        s,
        {
          publish: (b, q) => {
            add(s, b?.event ?? null, q.event)
            return 'ok'
          },
        },
        o,
      )
    },
  }
}
