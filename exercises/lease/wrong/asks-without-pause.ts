// fails: renew-budget
// Told that the lease is busy, the holder asks again at once, as fast as the server can answer.
import { node, Refused } from 'faultline'

interface Config {
  rho: number
  max: number
}

interface Lease {
  id: string
  owner: string
  req: string
  term: number
}

type Answer = { lease: string; term: number } | { busy: true; retryAfter: number }

export const server = node((ctx) => {
  const { max } = ctx.config as Config
  // Saved at every grant. The clock is not: after a restart `mono` means nothing, and nobody knows how long we were away.
  const saved = ctx.disk.load<{ count: number; lease: Lease }>()
  let count = saved?.count ?? 0
  let lease = saved?.lease
  // So a lease found on disk counts as granted now: too long for its holder, never too short.
  let since = ctx.clock.mono()

  const show = () =>
    ctx.view(
      lease
        ? { role: 'server', lease: lease.id, owner: lease.owner, since }
        : { role: 'server', lease: null },
    )
  const remaining = () => (lease ? lease.term - (ctx.clock.mono() - since) : 0)

  ctx.on<{ req: string; term: number }, Answer>('acquire', ({ req, term }, from) => {
    if (lease && remaining() > 0) {
      const retry = lease.owner === from && lease.req === req
      return retry
        ? { lease: lease.id, term: lease.term }
        : { busy: true, retryAfter: Math.ceil(remaining()) }
    }
    count++
    lease = { id: `L${count}`, owner: from, req, term: Math.min(term, max) }
    since = ctx.clock.mono()
    ctx.disk.save({ count, lease })
    show()
    return { lease: lease.id, term: lease.term }
  })

  ctx.on<{ lease: string }, { term: number }>('renew', (m) => {
    if (lease?.id !== m.lease || remaining() <= 0) throw new Refused('gone')
    since = ctx.clock.mono()
    show()
    return { term: lease.term }
  })

  ctx.on<{ lease: string }, object>('release', (m) => {
    if (lease?.id === m.lease) lease = undefined
    show()
    return {}
  })

  show()
})

export const holder = node((ctx) => {
  const { rho, max } = ctx.config as Config
  // The slowest clock in the band against the fastest: what is surely left of a term that the server counts out.
  const share = (1 - rho) / (1 + rho)
  // Counts every change of mind. An answer that belongs to an earlier wish is not ours to use.
  let wish = 0
  let wanting = false
  let lease: string | undefined
  let heldUntil = Number.NEGATIVE_INFINITY

  const show = () =>
    ctx.view({
      role: 'holder',
      wanting,
      lease: lease ?? null,
      heldUntil: Number.isFinite(heldUntil) ? heldUntil : null,
    })

  // The clock is read at the very moment of use: a timer would run late after a pause.
  ctx.on('use', () => ({ ok: ctx.clock.mono() < heldUntil }))

  ctx.on<{ on: boolean }, object>('want', ({ on }) => {
    if (on === wanting) return {}
    wanting = on
    wish++
    if (on) void keep(wish)
    else letGo()
    show()
    return {}
  })

  function letGo() {
    heldUntil = Number.NEGATIVE_INFINITY
    if (lease) ctx.rpc('server', 'release', { lease })
    lease = undefined
  }

  async function keep(mine: number) {
    while (mine === wish) {
      const pause = lease ? await renew(lease, mine) : await acquire(mine)
      await ctx.sleep(pause)
    }
  }

  /** Asks once. Returns the ms to wait before the next step. */
  async function acquire(mine: number): Promise<number> {
    // A fresh name for each try, also after a restart: with an old one we might be told of a lease that began long ago.
    const req = `${ctx.id}-${ctx.random.int(0, 1e9)}`
    const sentAt = ctx.clock.mono()
    try {
      const answer = await ctx.rpc<Answer>('server', 'acquire', { req, term: max }, { timeout: 600 })
      if ('busy' in answer) return 0
      if (mine !== wish) {
        ctx.rpc('server', 'release', { lease: answer.lease })
        return 0
      }
      lease = answer.lease
      heldUntil = sentAt + answer.term * share
      show()
      return sentAt + answer.term * 0.4 - ctx.clock.mono()
    } catch {
      return 50
    }
  }

  async function renew(id: string, mine: number): Promise<number> {
    const sentAt = ctx.clock.mono()
    try {
      const { term } = await ctx.rpc<{ term: number }>('server', 'renew', { lease: id }, { timeout: 500 })
      if (mine !== wish) return 0
      heldUntil = Math.max(heldUntil, sentAt + term * share)
      show()
      return sentAt + term * 0.4 - ctx.clock.mono()
    } catch (e) {
      // What we hold, we hold until the clock says otherwise; but there is nothing left to renew.
      if (e instanceof Refused && mine === wish) lease = undefined
      return 50
    }
  }

  show()
})
