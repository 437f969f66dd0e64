import { node, Refused } from 'faultline'

// One tick every 100 ms looks at the state and decides the next message. At most one request is under way.

type Wire = { lease: string; term: number } | { busy: true; retryAfter: number }

export const server = node((ctx) => {
  const { max } = ctx.config
  const state = ctx.disk.load<{ n: number; owner: string; req: string; term: number }>() ?? {
    n: 0,
    owner: '',
    req: '',
    term: 0,
  }
  let free = state.n === 0
  let from = ctx.clock.mono()

  const age = () => ctx.clock.mono() - from
  const over = () => free || age() >= state.term

  ctx.on<{ req: string; term: number }, Wire>('acquire', (m, who) => {
    if (!over()) {
      if (state.owner !== who || state.req !== m.req) return { busy: true, retryAfter: state.term - age() }
      return { lease: `#${state.n}`, term: state.term }
    }
    state.n += 1
    state.owner = who
    state.req = m.req
    state.term = m.term < max ? m.term : max
    ctx.disk.save(state)
    free = false
    from = ctx.clock.mono()
    return { lease: `#${state.n}`, term: state.term }
  })

  ctx.on<{ lease: string }, { term: number }>('renew', (m) => {
    // Nobody else was granted the lease since, so even a late renewal can be granted.
    if (free || m.lease !== `#${state.n}`) throw new Refused('gone')
    from = ctx.clock.mono()
    return { term: state.term }
  })

  ctx.on<{ lease: string }, object>('release', (m) => {
    if (m.lease === `#${state.n}`) free = true
    return {}
  })
})

export const holder = node((ctx) => {
  const { rho, max } = ctx.config
  let wanted = false
  let era = 0
  let asking = false
  let notBefore = 0
  let held = { lease: '', until: 0, renewAt: 0 }
  const nothing = { lease: '', until: 0, renewAt: 0 }

  ctx.on('use', () => ({ ok: wanted && held.lease !== '' && ctx.clock.mono() < held.until }))

  ctx.on('want', (m: { on: boolean }) => {
    if (wanted === m.on) return {}
    wanted = m.on
    era++
    asking = false
    notBefore = 0
    if (held.lease !== '') ctx.send('server', 'release', { lease: held.lease })
    held = nothing
    tick()
    return {}
  })

  ctx.every(100, tick)

  function tick() {
    const now = ctx.clock.mono()
    if (!wanted || asking || now < notBefore) return
    if (held.lease !== '' && now >= held.until) held = nothing
    if (held.lease === '')
      request('acquire', { req: `${ctx.id}:${era}:${ctx.random.int(0, 1e9)}`, term: max })
    else if (now >= held.renewAt) request('renew', { lease: held.lease })
  }

  function request(type: 'acquire' | 'renew', body: { req: string; term: number } | { lease: string }) {
    const mine = era
    const sentAt = ctx.clock.mono()
    asking = true
    ctx.rpc('server', type, body, { timeout: 600 }).then(
      (answer) => {
        if (mine !== era) {
          if (type === 'acquire' && answer.lease) ctx.send('server', 'release', { lease: answer.lease })
          return
        }
        asking = false
        if (answer.busy) {
          notBefore = ctx.clock.mono() + Math.min(answer.retryAfter, 300)
          return
        }
        const lease = type === 'acquire' ? answer.lease : held.lease
        held = {
          lease,
          until: sentAt + (answer.term * (1 - rho)) / (1 + rho),
          renewAt: sentAt + 0.4 * answer.term,
        }
      },
      (e) => {
        if (mine !== era) return
        asking = false
        if (type === 'renew' && e instanceof Refused) waitOut()
      },
    )
  }

  /** The server knows the lease no more. It is still ours until the clock says otherwise, but asking can wait for that. */
  function waitOut() {
    notBefore = held.until
  }
})
