/**
 * A coordination service after ZooKeeper: sessions that expire, ephemeral sequential nodes that go with them, one-shot
 * watches. Source: Hunt et al., "ZooKeeper: Wait-free coordination for Internet-scale systems" (USENIX ATC 2010).
 */
import type { Ms, NodeId } from '../sim/index.ts'
import { Refusal, type Supplied } from '../suite/index.ts'
import { field, type Role, type ServiceOptions, serve } from './service.ts'

export interface ZNode {
  readonly seq: number
  readonly sid: string
  readonly guid: string
}

interface Session {
  readonly owner: NodeId
  /** When the service last received a request of it. */
  heardAt: Ms
}

export interface LockServiceOptions extends ServiceOptions {
  /** A session is alive while less than this passed since its last request arrived; at this instant it is gone. */
  readonly ttlMs?: Ms
}

export interface LockService extends Role {
  /** Present nodes, lowest seq first. */
  nodes(): readonly ZNode[]
  /** Live sessions with their owner. */
  sessions(): readonly { readonly sid: string; readonly owner: NodeId }[]
  /** Watches that have not fired. */
  readonly watches: number
}

/**
 * Messages: `open {}` -> {sid} · `ping {sid}` -> {} · `create {sid, guid}` -> {seq}, a new node with every call ·
 * `list {sid}` -> {nodes} by seq · `watch {sid, seq}` -> {exists}; when it exists, one `gone {seq}` is sent to the
 * session's owner after the node went · `delete {sid, seq}` -> {}. An expired or unknown sid is Refused('expired');
 * deleting another session's node is Refused('not-owner').
 */
export function lockService(o: LockServiceOptions = {}): LockService {
  const ttlMs = o.ttlMs ?? 3000
  const sessions = new Map<string, Session>()
  const nodes = new Map<number, ZNode>()
  let watches: { seq: number; sid: string }[] = []
  let nextSid = 1
  let nextSeq = 1
  const sorted = () => [...nodes.values()].sort((a, b) => a.seq - b.seq)

  const remove = (s: Supplied, seq: number, cause?: number) => {
    if (!nodes.delete(seq)) return
    const woken = watches.filter((w) => w.seq === seq)
    watches = watches.filter((w) => w.seq !== seq)
    for (const w of woken) {
      const owner = sessions.get(w.sid)?.owner
      if (owner !== undefined) s.send(owner, 'gone', { seq }, cause)
    }
  }
  const expire = (s: Supplied, sid: string) => {
    const session = sessions.get(sid)
    if (!session) return
    const left = session.heardAt + ttlMs - s.now
    if (left > 0) return void s.after(left, () => expire(s, sid))
    sessions.delete(sid)
    watches = watches.filter((w) => w.sid !== sid)
    const note = s.note('session expired', { sid, owner: session.owner })
    for (const n of sorted()) if (n.sid === sid) remove(s, n.seq, note)
    show(s)
  }
  const show = (s: Supplied) => s.view({ nodes: sorted().map(({ seq, sid }) => ({ seq, sid })) })

  return {
    nodes: sorted,
    sessions: () => [...sessions].map(([sid, { owner }]) => ({ sid, owner })),
    get watches() {
      return watches.length
    },
    serve(s) {
      const alive = (b: any): string => {
        const sid = field(b, 'sid', 'string')
        const session = sessions.get(sid)
        if (!session || s.now - session.heardAt >= ttlMs) throw new Refusal('expired')
        session.heardAt = s.now
        return sid
      }
      serve(
        s,
        {
          open: (_, q) => {
            const sid = `s${nextSid++}`
            sessions.set(sid, { owner: q.from, heardAt: s.now })
            s.after(ttlMs, () => expire(s, sid))
            return { sid }
          },
          ping: (b) => {
            alive(b)
            return {}
          },
          create: (b) => {
            const node = { seq: nextSeq++, sid: alive(b), guid: String(b.guid ?? '') }
            nodes.set(node.seq, node)
            show(s)
            return { seq: node.seq }
          },
          list: (b) => {
            alive(b)
            return { nodes: sorted() }
          },
          watch: (b) => {
            const sid = alive(b)
            const seq = field(b, 'seq', 'number')
            const exists = nodes.has(seq)
            if (exists && !watches.some((w) => w.seq === seq && w.sid === sid)) watches.push({ seq, sid })
            return { exists }
          },
          delete: (b, q) => {
            const sid = alive(b)
            const seq = field(b, 'seq', 'number')
            const node = nodes.get(seq)
            if (node && node.sid !== sid) throw new Refusal('not-owner')
            remove(s, seq, q.event)
            show(s)
            return {}
          },
        },
        o,
      )
    },
  }
}
