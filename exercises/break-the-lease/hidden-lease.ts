/**
 * One lease, correct unless told otherwise. Each flaw is one decision taken differently, so that a mutant differs from
 * the correct implementation in nothing else.
 */
import { type Ctx, node, Refused } from 'faultline'

export interface Flaws {
  /** The server keeps its grants in memory only. */
  forgets?: boolean
  /** The server saves the end of a lease as a time of day, and believes it after a restart. */
  savesWallEnd?: boolean
  /** The server gives the lease away when it was not renewed for half a term. */
  impatient?: boolean
  /** The server lets any release end the lease. */
  anyRelease?: boolean
  /** The server renews whatever it is asked to. */
  anyRenew?: boolean
  /** The holder looks at a flag that a timer clears. */
  byTimer?: boolean
  /** The holder counts from the answer. */
  fromAnswer?: boolean
  /** The holder counts the term out on its own clock, as if all clocks ran alike. */
  noMargin?: boolean
  /** The holder uses the time of day. */
  byWall?: boolean
  /** The restarted holder takes the lease that it finds on its disk for a new one. */
  onDisk?: boolean
  /** The holder counts a renewal when it sends it. */
  optimistic?: boolean
  /** The holder takes late grants, and counts them from its last request. */
  lateGrant?: boolean
}

const ASK_MS = 100
const TIMEOUT_MS = 400
const RETRY_MS_MAX = 400
const KEEP_MS = 1_800
const REST_MS = 600
/** Between a renewal that failed and the next. */
const AGAIN_MS = 50
/** Share of the term after which the holder renews. */
const RENEW_AT = 0.4

export function lease(flaws: Flaws) {
  return { server: node((ctx) => serve(ctx, flaws)), holder: node((ctx) => hold(ctx, flaws)) }
}

interface Grant {
  id: string
  owner: string
  /** Time of day at which it ends; only one flaw reads it. */
  wallEnd: number
}

function serve(ctx: Ctx, flaws: Flaws): void {
  const { term } = ctx.config as { term: number }
  const saved = flaws.forgets ? undefined : ctx.disk.load<{ count: number; grant: Grant | null }>()
  let count = saved?.count ?? 0
  let grant = saved?.grant ?? null
  let since = ctx.clock.mono()
  // What is left of a lease found on disk: nobody knows how long we were away, so a full term.
  let length = grant && flaws.savesWallEnd ? grant.wallEnd - ctx.clock.wall() : term

  /** Milliseconds until it may be granted again. */
  const remaining = () =>
    grant ? Math.min(length, flaws.impatient ? term / 2 : length) - (ctx.clock.mono() - since) : 0
  const begin = (g: Grant | null) => {
    since = ctx.clock.mono()
    length = term
    grant = g && { ...g, wallEnd: ctx.clock.wall() + term }
    ctx.disk.save({ count, grant })
    ctx.view({ lease: grant?.id ?? null, owner: grant?.owner ?? null })
  }

  ctx.on<object, object>('acquire', (_, from) => {
    if (remaining() > 0) return { busy: true, retryAfter: Math.ceil(remaining()) }
    count++
    // A server that forgot may count from 1 again: the owner keeps the names apart.
    begin({ id: `L${count}-${from}`, owner: from, wallEnd: 0 })
    return { lease: grant?.id, term }
  })
  ctx.on<{ lease: string }, object>('renew', (m) => {
    if (!flaws.anyRenew && (grant?.id !== m.lease || remaining() <= 0)) throw new Refused('gone')
    begin(grant)
    return { term }
  })
  ctx.on<{ lease: string }, object>('release', (m) => {
    if (flaws.anyRelease || grant?.id === m.lease) begin(null)
    return {}
  })
}

type Answer = { lease: string; term: number } | { busy: true; retryAfter: number }

function hold(ctx: Ctx, flaws: Flaws): void {
  const { term, rho } = ctx.config as { term: number; rho: number }
  const share = flaws.noMargin ? 1 : (1 - rho) / (1 + rho)
  const clock = flaws.byWall ? ctx.clock.wall : ctx.clock.mono
  let id: string | undefined
  let until = Number.NEGATIVE_INFINITY
  let flag = false
  let clear: { cancel(): void } | undefined
  let askedAt = 0

  const extend = (from: number) => {
    until = Math.max(until, from + term * share)
    flag = true
    clear?.cancel()
    clear = ctx.after(until - clock(), () => {
      flag = false
    })
    if (flaws.onDisk) ctx.disk.save({ id })
    ctx.view({ lease: id ?? null, until })
  }
  const letGo = () => {
    id = undefined
    until = Number.NEGATIVE_INFINITY
    flag = false
    clear?.cancel()
    if (flaws.onDisk) ctx.disk.save({})
    ctx.view({ lease: null })
  }

  ctx.on('use', () => ({ ok: flaws.byTimer ? flag : clock() < until }))

  /** Asks once. Returns the ms to wait before the next try, undefined with a lease. */
  async function acquire(): Promise<number | undefined> {
    askedAt = clock()
    const sentAt = askedAt
    const asked = ctx.rpc<Answer>(
      'server',
      'acquire',
      {},
      { timeout: flaws.lateGrant ? 10 * term : TIMEOUT_MS },
    )
    if (flaws.lateGrant) {
      void asked.then(
        (a) => {
          if ('busy' in a || id !== undefined) return
          id = a.lease
          extend(askedAt)
        },
        () => {},
      )
      await ctx.sleep(ASK_MS)
      return id === undefined ? 0 : undefined
    }
    const answer = await asked
    if ('busy' in answer) return Math.min(answer.retryAfter, RETRY_MS_MAX)
    id = answer.lease
    extend(flaws.fromAnswer ? clock() : sentAt)
    return undefined
  }

  async function renew(lease: string): Promise<void> {
    const sentAt = clock()
    if (flaws.optimistic) extend(sentAt)
    await ctx.rpc('server', 'renew', { lease }, { timeout: TIMEOUT_MS })
    if (id === lease) extend(flaws.fromAnswer ? clock() : sentAt)
  }

  async function work(): Promise<void> {
    for (;;) {
      const wait = id === undefined ? await acquire().catch(() => ASK_MS) : undefined
      if (wait !== undefined) {
        await ctx.sleep(wait)
        continue
      }
      const began = ctx.clock.mono()
      let pause = term * RENEW_AT
      while (clock() < until && ctx.clock.mono() - began < KEEP_MS) {
        await ctx.sleep(pause)
        // Whatever it is told, it holds what it holds until its clock says otherwise.
        if (id === undefined || clock() >= until) continue
        pause = await renew(id).then(
          () => term * RENEW_AT,
          () => AGAIN_MS,
        )
      }
      if (id !== undefined && clock() < until) void ctx.rpc('server', 'release', { lease: id })
      letGo()
      await ctx.sleep(REST_MS)
    }
  }

  const found = flaws.onDisk ? ctx.disk.load<{ id?: string }>()?.id : undefined
  if (found !== undefined) {
    id = found
    extend(clock())
  }
  void work()
}
