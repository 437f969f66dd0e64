/** What a peer that cannot be trusted may do. A lie rewrites what a program says, adds to it, or is all there is. */
import { hash32, type Json, type Ms, type NodeId } from '../../sim/index.ts'
import type { Received, Supplied } from '../../suite/index.ts'

/** A message on its way out. 'reply' answers a request of `to`. */
export interface Outgoing {
  readonly kind: 'send' | 'rpc' | 'reply'
  readonly to: NodeId
  readonly type: string
  readonly body: Json
}

/** What is said in its place. A reply stays with the request that it answers, whatever `to` and `type` say. */
export interface Said {
  readonly to: NodeId
  readonly type: string
  readonly body: Json
  readonly afterMs?: Ms
}

/** The liar's hands: what lies act through. */
export interface Liar {
  readonly id: NodeId
  readonly now: Ms
  /** All peers but itself, in order of declaration. */
  readonly peers: readonly NodeId[]
  readonly s: Supplied
  /** Everything that reached it so far, oldest first. */
  readonly heard: readonly Received[]
  send(to: NodeId, type: string, body: Json, o?: { afterMs?: Ms; cause?: number }): void
  /** A whole number in [lo, hi], the same for the same name. */
  draw(name: string, lo: number, hi: number): number
}

export interface Lie {
  /** [] says nothing; several say more. Absent: the truth. `n` counts what it has said so far. */
  readonly say?: (m: Outgoing, me: Liar, n: number) => readonly Said[]
  /** Everything that comes in, before the program sees it; false keeps it from the program. */
  readonly hear?: (m: Received, me: Liar) => boolean | undefined
  /** At the start of the run: deeds of its own. */
  readonly start?: (me: Liar) => void
}

export function liarOf(s: Supplied, heard: readonly Received[]): Liar {
  const salt = s.random.u32()
  return {
    id: s.id,
    s,
    heard,
    get now() {
      return s.now
    },
    get peers() {
      return s.w.cluster.filter((id) => id !== s.id)
    },
    send(to, type, body, o = {}) {
      if (o.afterMs) s.after(o.afterMs, () => s.send(to, type, body, o.cause))
      else s.send(to, type, body, o.cause)
    },
    draw: (name, lo, hi) => lo + (hash32(`${salt}/${name}`) % (hi - lo + 1)),
  }
}

/** One lie after the other: what the first says, the next may rewrite. Hidden from one is hidden from all. */
export function together(...lies: readonly Lie[]): Lie {
  return {
    say(m, me, n) {
      let said: readonly Said[] = [m]
      for (const lie of lies)
        if (lie.say)
          said = said.flatMap((x) =>
            (lie.say?.({ ...m, ...x }, me, n) ?? []).map((y) => ({
              ...y,
              afterMs: (x.afterMs ?? 0) + (y.afterMs ?? 0),
            })),
          )
      return said
    },
    hear: (m, me) => lies.map((lie) => lie.hear?.(m, me)).every((seen) => seen !== false),
    start(me) {
      for (const lie of lies) lie.start?.(me)
    },
  }
}
