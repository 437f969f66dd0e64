/** A link with a rate, a drop-tail queue and a delay, for congestion control: what every sender's one-way messages pass. */
import { hash32, type Ms, type NodeId } from '../sim/index.ts'
import { NO_REPLY, type Received } from '../suite/index.ts'
import type { Role } from './service.ts'

export interface BottleneckOptions {
  /** Messages per second. */
  readonly perSecond: number
  /** Messages that wait for the one on the wire; one more is dropped. */
  readonly queue: number
  /** After the last bit is on the wire; may change with time. */
  readonly delayMs: Ms | ((now: Ms) => Ms)
  /** Per 100, lost on the wire at random. */
  readonly lossPct?: number
  /** Per 100, so much later than the rest. */
  readonly reorder?: { readonly pct: number; readonly byMs: Ms }
  /** Nothing passes in [from, until). */
  readonly blackout?: readonly [Ms, Ms]
  /** Where a message goes on, under its own type; its body as it is. */
  readonly to: (m: Received) => NodeId
}

export interface Bottleneck extends Role {
  readonly passed: number
  readonly dropped: number
  readonly lost: number
  readonly queueMax: number
}

export function bottleneck(o: BottleneckOptions): Bottleneck {
  const n = { passed: 0, dropped: 0, lost: 0, queueMax: 0 }
  const perMs = 1000 / o.perSecond
  return {
    get passed() {
      return n.passed
    },
    get dropped() {
      return n.dropped
    },
    get lost() {
      return n.lost
    },
    get queueMax() {
      return n.queueMax
    },
    serve(s) {
      const salt = s.random.u32()
      let freeAt = 0
      let count = 0
      s.otherwise((m) => {
        // On the wire or before it; a hair off, since a time that adds up to 40 may be 39.999.
        const ahead = Math.max(0, Math.ceil((freeAt - s.now) / perMs - 1e-9))
        if (ahead > o.queue) {
          n.dropped++
          s.note('queue full', { type: m.type, from: m.from }, m.event)
          return NO_REPLY
        }
        n.queueMax = Math.max(n.queueMax, ahead)
        freeAt = Math.max(freeAt, s.now) + perMs
        const draw = (name: string) => hash32(`${salt}/${count}/${name}`) % 100
        const late = draw('late') < (o.reorder?.pct ?? 0) ? (o.reorder?.byMs ?? 0) : 0
        const lose = draw('loss') < (o.lossPct ?? 0)
        count++
        const delayMs = typeof o.delayMs === 'number' ? o.delayMs : o.delayMs(s.now)
        s.after(freeAt - s.now + delayMs + late, () => {
          const [from, until] = o.blackout ?? [0, 0]
          if (lose || (s.now >= from && s.now < until)) {
            n.lost++
            s.note('lost', { type: m.type, from: m.from }, m.event)
            return
          }
          n.passed++
          s.send(o.to(m), m.type, m.body, m.event)
        })
        return NO_REPLY
      })
    },
  }
}
