import { node, Refused } from 'faultline'

// The server keeps no lease on disk: after each boot it grants nothing for MAX ms, which outlasts anything it may have
// promised before. The holder keeps the name of a request until it is answered, so it counts from the first send.

export const server = node((ctx) => {
  const { max } = ctx.config as { rho: number; max: number }
  // One save per boot. Ids of two boots must differ, or an old release could end a new lease.
  const boot = (ctx.disk.load<number>() ?? 0) + 1
  ctx.disk.save(boot)
  let quietUntil = ctx.clock.mono() + max
  let granted: { id: string; key: string; term: number; at: number } | null = null
  let next = 1

  const busyFor = () =>
    Math.max(quietUntil - ctx.clock.mono(), granted ? granted.at + granted.term - ctx.clock.mono() : 0)

  ctx.on('acquire', (m: { req: string; term: number }, from) => {
    const key = JSON.stringify([from, m.req])
    const wait = busyFor()
    if (wait > 0) {
      if (granted?.key === key) return { lease: granted.id, term: granted.term }
      return { busy: true, retryAfter: wait }
    }
    quietUntil = Number.NEGATIVE_INFINITY
    granted = { id: `${boot}.${next++}`, key, term: Math.min(m.term, max), at: ctx.clock.mono() }
    return { lease: granted.id, term: granted.term }
  })

  ctx.on('renew', ({ lease }: { lease: string }) => {
    if (granted?.id !== lease || busyFor() <= 0) throw new Refused('gone')
    granted.at = ctx.clock.mono()
    return { term: granted.term }
  })

  ctx.on('release', ({ lease }: { lease: string }) => {
    if (granted?.id === lease) granted = null
    return {}
  })
})

export const holder = node((ctx) => {
  const { rho, max } = ctx.config as { rho: number; max: number }
  const surely = (term: number) => (term * (1 - rho)) / (1 + rho)
  const life = ctx.random.int(1, 1e9)
  let tries = 0
  let state: { on: false } | { on: true; lease?: string; until: number } = { on: false }

  ctx.on('use', () => ({ ok: state.on && ctx.clock.mono() < state.until }))

  ctx.on('want', ({ on }: { on: boolean }) => {
    if (on === state.on) return {}
    if (state.on && state.lease) ctx.send('server', 'release', { lease: state.lease })
    state = on ? { on: true, until: Number.NEGATIVE_INFINITY } : { on: false }
    if (state.on) run(state)
    return {}
  })

  async function run(my: { on: true; lease?: string; until: number }) {
    while (state === my) {
      if (my.lease) await hold(my, my.lease)
      else await seek(my)
    }
  }

  async function seek(my: { on: true; lease?: string; until: number }) {
    const req = `${ctx.id}/${life}/${++tries}`
    const firstSent = ctx.clock.mono()
    // The same request until it is answered or its lease would be over anyway.
    while (ctx.clock.mono() < firstSent + surely(max)) {
      try {
        const a = await ctx.rpc('server', 'acquire', { req, term: max }, { timeout: 500 })
        if (a.busy) return ctx.sleep(Math.min(a.retryAfter + 5, 300))
        if (state !== my) return ctx.send('server', 'release', { lease: a.lease })
        my.lease = a.lease
        my.until = firstSent + surely(a.term)
        return ctx.sleep(700)
      } catch {
        if (state !== my) return
      }
    }
  }

  async function hold(my: { on: true; lease?: string; until: number }, lease: string) {
    const sent = ctx.clock.mono()
    try {
      const { term } = await ctx.rpc('server', 'renew', { lease }, { timeout: 500 })
      my.until = Math.max(my.until, sent + surely(term))
      await ctx.sleep(sent + 700 - ctx.clock.mono())
    } catch (e) {
      if (e instanceof Refused || ctx.clock.mono() >= my.until) my.lease = undefined
    }
  }
})
