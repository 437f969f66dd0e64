/**
 * A linearizable configuration store that hands out claims: a lease with an epoch, which fences whoever held it before.
 * Source: Gray & Cheriton, "Leases" (SOSP 1989); Burrows, "The Chubby lock service" (OSDI 2006), sequencers.
 */
import type { Ms, NodeId } from '../sim/index.ts'
import { Refusal } from '../suite/index.ts'
import { field, type Role, type ServiceOptions, serve } from './service.ts'

export interface Claim {
  readonly owner: NodeId
  readonly epoch: number
  /** True time from which another may have it. */
  readonly until: Ms
}

export interface ClaimStoreOptions extends ServiceOptions {
  readonly leaseMs?: Ms
}

export interface ClaimStore extends Role {
  /** The claim in force, undefined when it lapsed or never was. */
  holder(resource: string): Claim | undefined
  /** The highest epoch ever given for the resource, 0 at first. */
  epoch(resource: string): number
  /** All grants, in order: who held what from when to when at the latest. */
  readonly grants: readonly (Claim & { readonly resource: string; readonly at: Ms; readonly event: number })[]
}

/**
 * Messages: `claim {resource}` -> {epoch, leaseMs} | {denied: true, owner, remainingMs}; while the asker itself holds it
 * the same epoch is extended, so a repeated request does no harm · `renew {resource, epoch}` -> {ok: true, leaseMs} |
 * {ok: false} once that epoch lapsed or was followed · `release {resource, epoch}` -> {ok} · `holder {resource}` ->
 * {owner, epoch} | null. A lease granted at t is in force in [t, t + leaseMs).
 */
export function claimStore(o: ClaimStoreOptions = {}): ClaimStore {
  const leaseMs = o.leaseMs ?? 3000
  const claims = new Map<string, Claim>()
  const grants: (Claim & { resource: string; at: Ms; event: number })[] = []
  let now: () => Ms = () => 0
  const holder = (resource: string) => {
    const c = claims.get(resource)
    return c && now() < c.until ? c : undefined
  }
  const epoch = (resource: string) => claims.get(resource)?.epoch ?? 0
  return {
    holder,
    epoch,
    grants,
    serve(s) {
      now = () => s.now
      const grant = (resource: string, owner: NodeId, e: number, event: number) => {
        const claim = { owner, epoch: e, until: s.now + leaseMs }
        claims.set(resource, claim)
        grants.push({ ...claim, resource, at: s.now, event })
        s.view(Object.fromEntries([...claims].map(([k, c]) => [k, { ...c }])))
        return { epoch: e, leaseMs }
      }
      const current = (b: any) => {
        const held = holder(field(b, 'resource', 'string'))
        return held && held.epoch === field(b, 'epoch', 'number') ? held : undefined
      }
      serve(
        s,
        {
          claim: (b, q) => {
            const resource = field(b, 'resource', 'string')
            const held = holder(resource)
            if (held && held.owner !== q.from)
              return { denied: true, owner: held.owner, remainingMs: held.until - s.now }
            return grant(resource, q.from, held ? held.epoch : epoch(resource) + 1, q.event)
          },
          renew: (b, q) => {
            const held = current(b)
            if (!held) return { ok: false }
            grant(b.resource, held.owner, held.epoch, q.event)
            return { ok: true, leaseMs }
          },
          release: (b) => {
            const held = current(b)
            if (held) claims.set(b.resource, { ...held, until: s.now })
            return { ok: held !== undefined }
          },
          holder: (b) => {
            const held = holder(field(b, 'resource', 'string'))
            return held ? { owner: held.owner, epoch: held.epoch } : null
          },
        },
        o,
      )
    },
  }
}

/**
 * Storage that compares tokens: `fence {token}` raises the bar, `append {token, entry}` -> {index}; a token below the
 * highest ever seen is Refused('stale'), an equal one is accepted, so both can be repeated.
 */
export function fencedLog(o: ServiceOptions = {}): Role & {
  readonly entries: readonly { readonly token: number; readonly entry: unknown; readonly from: NodeId }[]
  readonly highest: number
} {
  const entries: { token: number; entry: unknown; from: NodeId }[] = []
  let highest = 0
  return {
    entries,
    get highest() {
      return highest
    },
    serve(s) {
      serve(
        s,
        {
          fence: (b) => {
            raise(b)
            return {}
          },
          append: (b, q) => {
            const token = raise(b)
            entries.push({ token, entry: b.entry ?? null, from: q.from })
            return { index: entries.length }
          },
        },
        o,
      )
      function raise(b: any): number {
        const token = field(b, 'token', 'number')
        if (token < highest) throw new Refusal('stale')
        highest = token
        s.view({ highest, entries: entries.length })
        return token
      }
    },
  }
}
