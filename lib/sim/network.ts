/** The network: which messages cross, when, how often. Noise is drawn per (seed, link, n-th message), never in sequence. */
import type { FaultOp, Latency, LatencyShare, NetworkProfile } from './faults.ts'
import { hash32, rng } from './random.ts'
import type { Ms, NodeId } from './trace.ts'

export type Fate =
  | { readonly lost: string; readonly fault?: string }
  | {
      readonly lost: undefined
      readonly delayMs: Ms
      readonly copyDelayMs?: Ms
      readonly fault?: string
      readonly copyFault?: string
    }

type Separation = Extract<FaultOp, { op: 'partition' | 'cut' }>
type Clog = Extract<FaultOp, { op: 'clog' }>
type MessageFault = Extract<FaultOp, { op: 'drop' | 'dup' | 'delay' }>
/** A fault without its id: the run numbers faults as they are injected. */
export type Unnumbered<F extends FaultOp = FaultOp> = F extends FaultOp ? Omit<F, 'id'> : never

export class Network {
  #sent = new Map<string, number>()
  #separations: Separation[] = []
  #clogs: Clog[] = []
  /** Latency per link, where the profile tells links apart. */
  readonly #latencies = new Map<string, Latency>()
  /** Given faults (replay), by `from>to#n`; undefined: draw them. */
  #given: Map<string, MessageFault[]> | undefined
  readonly #seed: string
  readonly #profile: NetworkProfile
  readonly #healAt: Ms
  readonly #record: (f: Unnumbered<MessageFault>) => string

  constructor(o: {
    seed: string
    profile: NetworkProfile
    healAtMs: Ms
    given?: readonly FaultOp[]
    /** Called for each fault that the network invents; returns its id. */
    record: (f: Unnumbered<MessageFault>) => string
  }) {
    this.#seed = o.seed
    this.#profile = o.profile
    this.#healAt = o.healAtMs
    this.#record = o.record
    if (!o.given) return
    this.#given = new Map()
    for (const f of o.given) {
      if (f.op !== 'drop' && f.op !== 'dup' && f.op !== 'delay') continue
      const key = `${f.from}>${f.to}#${f.n}`
      this.#given.set(key, [...(this.#given.get(key) ?? []), f])
    }
  }

  separate(f: Separation): void {
    this.#separations.push(f)
  }

  rejoin(f: Separation): void {
    this.#separations = this.#separations.filter((s) => s !== f)
  }

  /** The separation that keeps a message from crossing, if any. */
  separationOf(from: NodeId, to: NodeId): Separation | undefined {
    return this.#separations.find((s) => {
      if (s.op === 'cut') return s.from === from && s.to === to
      const a = s.groups.findIndex((g) => g.includes(from))
      const b = s.groups.findIndex((g) => g.includes(to))
      return a >= 0 && b >= 0 && a !== b
    })
  }

  clog(f: Clog): void {
    this.#clogs.push(f)
  }

  unclog(f: Clog): void {
    this.#clogs = this.#clogs.filter((c) => c !== f)
  }

  /** The clog that holds what would arrive now, if any: the one that lasts longest. */
  clogOf(from: NodeId, to: NodeId): Clog | undefined {
    let longest: Clog | undefined
    for (const c of this.#clogs) {
      if ((c.from === from || c.from === '*') && (c.to === to || c.to === '*'))
        if (!longest || c.until > longest.until) longest = c
    }
    return longest
  }

  /** Decides what happens to the message that `from` sends to `to` now. */
  send(from: NodeId, to: NodeId, now: Ms): Fate {
    const link = `${from}>${to}`
    const n = this.#sent.get(link) ?? 0
    this.#sent.set(link, n + 1)
    const key = `${link}#${n}`
    const calmMs = draw(this.#latencyOf(link, from, to), hash32(`${this.#seed}/latency/${key}`))
    const faults = this.#given ? (this.#given.get(key) ?? []) : this.#draw(from, to, n, now, calmMs)
    const separation = this.separationOf(from, to)
    if (separation) return { lost: separation.op, fault: separation.id }
    const drop = faults.find((f) => f.op === 'drop')
    if (drop) return { lost: 'loss', fault: drop.id }
    const delay = faults.find((f) => f.op === 'delay')
    const dup = faults.find((f) => f.op === 'dup')
    return {
      lost: undefined,
      delayMs: calmMs + (delay?.extraMs ?? 0),
      ...(delay ? { fault: delay.id } : {}),
      ...(dup ? { copyDelayMs: dup.delayMs, copyFault: dup.id } : {}),
    }
  }

  #latencyOf(link: string, from: NodeId, to: NodeId): Latency {
    const { links, latencyMs } = this.#profile
    if (!links) return latencyMs
    let found = this.#latencies.get(link)
    if (!found) {
      const fits = links.find(
        ({ between: [a, b], oneWay }) =>
          (among(a, from) && among(b, to)) || (!oneWay && among(a, to) && among(b, from)),
      )
      found = fits?.latencyMs ?? latencyMs
      this.#latencies.set(link, found)
    }
    return found
  }

  #draw(from: NodeId, to: NodeId, n: number, now: Ms, calmMs: Ms): MessageFault[] {
    const p = this.#profile
    if (now >= this.#healAt || !(p.lossPct || p.dupPct || p.stressPct)) return []
    const r = rng(`${this.#seed}/noise/${from}>${to}#${n}`)
    const made: MessageFault[] = []
    const add = (f: Unnumbered<MessageFault>) => made.push({ ...f, id: this.#record(f) } as MessageFault)
    if (r.chance(p.lossPct ?? 0)) {
      add({ op: 'drop', at: now, from, to, n })
      return made
    }
    if (p.stressMs && r.chance(p.stressPct ?? 0)) {
      const extraMs = r.int(p.stressMs[0], p.stressMs[1]) - calmMs
      if (extraMs > 0) add({ op: 'delay', at: now, from, to, n, extraMs })
    }
    if (r.chance(p.dupPct ?? 0))
      add({ op: 'dup', at: now, from, to, n, delayMs: r.int(1, p.stressMs?.[1] ?? 50) })
    return made
  }
}

function among(nodes: NodeId | readonly NodeId[], id: NodeId): boolean {
  return typeof nodes === 'string' ? nodes === id : nodes.includes(id)
}

const isTable = (l: Latency): l is readonly LatencyShare[] => typeof l[0] === 'object'

/** `bits` are 32 random ones: the lowest choose the share of a table, all choose within its range. */
function draw(latency: Latency, bits: number): Ms {
  if (!isTable(latency)) return latency[0] + (bits % (latency[1] - latency[0] + 1))
  let pct = bits % 100
  for (const share of latency) {
    if (pct < share.pct) return share.ms[0] + (Math.floor(bits / 100) % (share.ms[1] - share.ms[0] + 1))
    pct -= share.pct
  }
  throw new Error(`the shares of a latency table add up to 100; these do not: ${JSON.stringify(latency)}`)
}
