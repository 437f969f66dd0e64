import { node, Refused, type Timer } from 'faultline'

// An answer is of use whenever it comes: a request is sent again after 500 ms, and the first answer to any copy counts. One
// timer says what is sent next. The server keeps the last grant, released or not, and its number in the same record.

interface Grant {
  n: number
  owner: string
  req: string
  term: number
}

export const server = node((ctx) => {
  const { max } = ctx.config as { rho: number; max: number }
  const { mono } = ctx.clock
  let last = ctx.disk.load<Grant>()
  // After a boot the last grant counts as just renewed.
  let grantedAt = mono()
  let released = false

  const inForce = () => (last && !released && mono() - grantedAt < last.term ? last : undefined)
  const idOf = (g: Grant) => `L${g.n}`

  ctx.on<{ req: string; term: number }>('acquire', ({ req, term }, from) => {
    const held = inForce()
    if (held)
      return held.owner === from && held.req === req
        ? { lease: idOf(held), term: held.term }
        : { busy: true, retryAfter: grantedAt + held.term - mono() }
    const next = { n: (last?.n ?? 0) + 1, owner: from, req, term: Math.min(term, max) }
    ctx.disk.save(next)
    last = next
    grantedAt = mono()
    released = false
    return { lease: idOf(next), term: next.term }
  })

  ctx.on<{ lease: string }>('renew', ({ lease }) => {
    const held = inForce()
    if (!held || idOf(held) !== lease) throw new Refused('gone')
    grantedAt = mono()
    return { term: held.term }
  })

  ctx.on<{ lease: string }>('release', ({ lease }) => {
    if (last && idOf(last) === lease) released = true
    return {}
  })
})

const PATIENCE_MS = 500
const POLL_MS = 600
/** So late may an answer come. */
const LATE = { timeout: 6000 }

interface Ask {
  req: string
  /** Of its first copy. */
  sentAt: number
}

interface Hold {
  lease: string
  end: number
  gone: boolean
}

export const holder = node((ctx) => {
  const { rho, max } = ctx.config as { rho: number; max: number }
  const { mono } = ctx.clock
  // No `req` of an earlier life comes again: its lease would be dated from a later sending.
  const boot = (ctx.disk.load<number>() ?? 0) + 1
  ctx.disk.save(boot)

  let wanting = false
  let asks = 0
  let asking: Ask | undefined
  let held: Hold | undefined
  let timer: Timer | undefined

  const next = (ms: number, f: () => void) => {
    timer?.cancel()
    timer = ctx.after(Math.max(0, ms), f)
  }
  const endOf = (sentAt: number, term: number) => sentAt + (term * (1 - rho)) / (1 + rho)
  const release = (lease: string) => void ctx.rpc('server', 'release', { lease }).catch(() => {})

  const ask = () => {
    asking = { req: `${ctx.id}/${boot}/${++asks}`, sentAt: mono() }
    send(asking)
  }

  const send = (mine: Ask) => {
    next(PATIENCE_MS, () => send(mine))
    ctx.rpc('server', 'acquire', { req: mine.req, term: max }, LATE).then(
      (a) => {
        if (!a.busy) granted(mine, a)
        else if (asking === mine) next(Math.max(20, Math.min(POLL_MS, a.retryAfter * 1.1 + 5)), ask)
      },
      () => {},
    )
  }

  const granted = (mine: Ask, { lease, term }: { lease: string; term: number }) => {
    if (held?.lease === lease) return
    if (asking !== mine) return release(lease)
    asking = undefined
    held = { lease, end: endOf(mine.sentAt, term), gone: false }
    renewLater(held, mine.sentAt, term)
  }

  const renewLater = (h: Hold, sentAt: number, term: number) =>
    next(sentAt + 0.4 * term - mono(), () => renew(h))

  const renew = (h: Hold) => {
    const sentAt = mono()
    next(PATIENCE_MS, () => renew(h))
    ctx.rpc('server', 'renew', { lease: h.lease }, LATE).then(
      ({ term }) => {
        const end = endOf(sentAt, term)
        if (held !== h || end <= h.end) return
        h.end = end
        if (!h.gone) renewLater(h, sentAt, term)
      },
      (e) => {
        if (held !== h || !(e instanceof Refused)) return
        h.gone = true
        waitOut(h)
      },
    )
  }

  /** A refused lease is held until its end, and not a moment less. */
  const waitOut = (h: Hold) => {
    if (mono() < h.end) next(h.end - mono(), () => waitOut(h))
    else {
      held = undefined
      ask()
    }
  }

  ctx.on<{ on: boolean }>('want', ({ on }) => {
    if (on === wanting) return {}
    wanting = on
    if (on) {
      ask()
      return {}
    }
    timer?.cancel()
    if (held) release(held.lease)
    held = asking = undefined
    return {}
  })

  ctx.on('use', () => ({ ok: held !== undefined && mono() < held.end }))
})
