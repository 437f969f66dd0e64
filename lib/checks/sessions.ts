/**
 * Session guarantees: what one client may count on from its own earlier operations.
 * Terry et al. 1994, "Session guarantees for weakly consistent replicated data".
 */
import { type Check, type Finding, witness } from './finding.ts'
import { history, type Operation } from './history.ts'
import { show } from './json.ts'

/** What an answered operation did to one key. Versions of a key are numbers, higher is newer, one per write. */
export interface Access {
  readonly f: 'read' | 'write'
  readonly key: string
  /** Read: the version that it saw (0: none yet). Write: the version that it made. */
  readonly version: number
}

export interface SessionOptions {
  /** Asked for answered operations only; one that touches several keys returns several. */
  readonly of: (o: Operation) => Access | readonly Access[] | undefined
  /** Default: the client. */
  readonly session?: (o: Operation) => string
}

/** A read sees the session's own earlier writes of that key, or newer. */
export const readYourWrites = (o: SessionOptions): Check => guarantee(o, 'read', 'write')
/** A read sees no older version of a key than an earlier read of the session. */
export const monotonicReads = (o: SessionOptions): Check => guarantee(o, 'read', 'read')
/** Writes of one session to one key get their versions in the session's order. */
export const monotonicWrites = (o: SessionOptions): Check => guarantee(o, 'write', 'write')
/** A write comes after every version of that key that its session had read before. */
export const writesFollowReads = (o: SessionOptions): Check => guarantee(o, 'write', 'read')

interface Seen {
  readonly o: Operation
  readonly access: Access
}

function guarantee(options: SessionOptions, now: Access['f'], before: Access['f']): Check {
  return ({ trace }) => {
    for (const operations of sessions(history(trace), options)) {
      const newest = new Map<string, Seen>()
      const finding = inOrder(operations, options, {
        begun(o, access) {
          if (access.f !== now) return undefined
          const seen = newest.get(access.key)
          if (seen === undefined) return undefined
          const good =
            now === 'read' ? access.version >= seen.access.version : access.version > seen.access.version
          return good ? undefined : broken(o, access, seen)
        },
        ended(o, access) {
          if (access.f !== before) return
          const seen = newest.get(access.key)
          if (seen === undefined || seen.access.version < access.version)
            newest.set(access.key, { o, access })
        },
      })
      if (finding) return finding
    }
    return undefined
  }
}

/**
 * All four across keys, with what each write depended on: who has seen a write has seen everything that its author
 * had seen or written. Needs every write's version; unanswered writes cannot be judged and put no one under obligation.
 */
export function causal(options: SessionOptions): Check {
  return ({ trace }) => {
    const known = new Map<string, Map<string, Seen>>()
    const pasts = new Map<string, ReadonlyMap<string, Seen>>()
    const operations = history(trace)
    // A write's past is what its session knew at its invocation, so sessions are followed together, in trace order.
    return inOrder(
      operations.filter((o) => o.outcome === 'ok'),
      options,
      {
        sessionOf: options.session ?? ((o) => o.client),
        begun(o, access, session) {
          const mine = known.get(session) ?? new Map<string, Seen>()
          const must = mine.get(access.key)
          if (must !== undefined) {
            const good =
              access.f === 'read'
                ? access.version >= must.access.version
                : access.version > must.access.version
            if (!good) return broken(o, access, must)
          }
          if (access.f === 'write') pasts.set(versionKey(access), new Map(mine))
          return undefined
        },
        ended(o, access, session) {
          const mine = known.get(session) ?? new Map<string, Seen>()
          known.set(session, mine)
          const learn = (seen: Seen) => {
            const old = mine.get(seen.access.key)
            if (old === undefined || old.access.version < seen.access.version) mine.set(seen.access.key, seen)
          }
          if (access.f === 'read')
            for (const seen of pasts.get(versionKey(access))?.values() ?? []) learn(seen)
          learn({ o, access })
        },
      },
    )
  }
}

const versionKey = (a: Access) => `${a.version}@${a.key}`

function sessions(operations: readonly Operation[], options: SessionOptions): Operation[][] {
  const answered = operations.filter((o) => o.outcome === 'ok')
  return [...Map.groupBy(answered, options.session ?? ((o) => o.client)).values()]
}

interface Visitor {
  readonly sessionOf?: (o: Operation) => string
  begun(o: Operation, access: Access, session: string): Finding | undefined
  ended(o: Operation, access: Access, session: string): void
}

/** Visits beginnings and ends in trace order: an operation counts as earlier only once it was answered. */
function inOrder(
  operations: readonly Operation[],
  options: SessionOptions,
  visit: Visitor,
): Finding | undefined {
  const moments = operations.flatMap((o) => [
    { id: o.invokeId, o, end: false },
    { id: o.endId!, o, end: true },
  ])
  for (const { o, end } of moments.sort((a, b) => a.id - b.id)) {
    const of = options.of(o)
    const accesses: readonly Access[] = of === undefined ? [] : 'f' in of ? [of] : of
    const session = visit.sessionOf?.(o) ?? ''
    for (const access of accesses) {
      if (end) visit.ended(o, access, session)
      else {
        const finding = visit.begun(o, access, session)
        if (finding) return finding
      }
    }
  }
  return undefined
}

function broken(o: Operation, access: Access, seen: Seen): Finding {
  const version = (x: Access) => `version ${x.version} of ${show(x.key)}`
  const did = { read: 'read', write: 'wrote' }
  const had = { read: 'read', write: 'written' }
  const whose =
    seen.o.client === o.client
      ? `it had ${had[seen.access.f]} ${version(seen.access)}`
      : `what it had seen depends on ${version(seen.access)}, by ${seen.o.client}`
  return {
    because: `${o.client} ${did[access.f]} ${version(access)} at ${o.endAt} ms, although ${whose}, at ${seen.o.endAt} ms.`,
    expected: `${access.f === 'read' ? 'at least' : 'above'} version ${seen.access.version}`,
    got: access.version,
    witness: witness(seen.o.endId, o.invokeId, o.endId),
  }
}
