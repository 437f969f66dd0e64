import { type Ctx, node, Refused, type Timer } from 'faultline'

// Timers drive everything that may be late: when to ask again, when to renew, when the server frees the lease. Whether
// the holder may use it is never left to a timer.

interface Current {
  id: number
  holder: string
  req: string
  term: number
  expiry: Timer
}

export const server = node((ctx) => {
  const max: number = ctx.config.max
  const disk = ctx.disk.load<{ id: number; holder: string; req: string; term: number }>()
  let lastId = disk?.id ?? 0
  let current: Current | undefined
  let endsAt = 0

  function start(id: number, holder: string, req: string, term: number) {
    current = { id, holder, req, term, expiry: expireAfter(term) }
    endsAt = ctx.clock.mono() + term
    ctx.view({ role: 'server', lease: String(id), owner: holder })
  }

  function expireAfter(term: number) {
    return ctx.after(term, () => {
      current = undefined
      ctx.view({ role: 'server', lease: null })
    })
  }

  // It may just have been renewed before the crash, so it gets its full term once more.
  if (disk) start(disk.id, disk.holder, disk.req, disk.term)

  ctx.on('acquire', (m, from) => {
    if (current) {
      if (current.holder === from && current.req === m.req)
        return { lease: String(current.id), term: current.term }
      return { busy: true, retryAfter: Math.max(1, endsAt - ctx.clock.mono()) }
    }
    const term = Math.min(m.term, max)
    ctx.disk.save({ id: ++lastId, holder: from, req: m.req, term })
    start(lastId, from, m.req, term)
    return { lease: String(lastId), term }
  })

  ctx.on('renew', (m) => {
    if (String(current?.id) !== m.lease || !current) throw new Refused('gone')
    current.expiry.cancel()
    current.expiry = expireAfter(current.term)
    endsAt = ctx.clock.mono() + current.term
    return { term: current.term }
  })

  ctx.on('release', (m) => {
    if (current && String(current.id) === m.lease) {
      current.expiry.cancel()
      current = undefined
    }
    return {}
  })
})

export const holder = node((ctx) => {
  let session: Session | undefined
  ctx.on('use', () => ({ ok: session?.held() ?? false }))
  ctx.on('want', ({ on }) => {
    if (on && !session) session = new Session(ctx)
    if (!on && session) {
      session.stop()
      session = undefined
    }
    return {}
  })
})

/** From one `want {on: true}` to the next `{on: false}`. What it starts never outlives it. */
class Session {
  readonly #ctx: Ctx
  readonly #share: number
  #stopped = false
  #lease: string | undefined
  #until = -1
  #timer: Timer | undefined

  constructor(ctx: Ctx) {
    this.#ctx = ctx
    this.#share = (1 - ctx.config.rho) / (1 + ctx.config.rho)
    this.#ask()
  }

  held(): boolean {
    return this.#ctx.clock.mono() < this.#until
  }

  stop() {
    this.#stopped = true
    this.#timer?.cancel()
    if (this.#lease) this.#ctx.rpc('server', 'release', { lease: this.#lease })
  }

  #next(ms: number, step: () => void) {
    if (!this.#stopped) this.#timer = this.#ctx.after(ms, step)
  }

  #ask() {
    const { mono } = this.#ctx.clock
    const sentAt = mono()
    const req = `${this.#ctx.id} ${this.#ctx.random.float()}`
    this.#ctx.rpc('server', 'acquire', { req, term: this.#ctx.config.max }).then(
      (a) => {
        if (a.busy) return this.#next(Math.min(a.retryAfter, 400), () => this.#ask())
        if (this.#stopped) return void this.#ctx.rpc('server', 'release', { lease: a.lease })
        this.#lease = a.lease
        this.#until = sentAt + a.term * this.#share
        this.#next(a.term / 3, () => this.#renew(a.lease))
      },
      () => this.#next(20, () => this.#ask()),
    )
  }

  #renew(lease: string) {
    const sentAt = this.#ctx.clock.mono()
    this.#ctx.rpc('server', 'renew', { lease }, { timeout: 450 }).then(
      ({ term }) => {
        if (this.#stopped) return
        this.#until = sentAt + term * this.#share
        this.#next(term / 3, () => this.#renew(lease))
      },
      (e) => {
        const lost = e instanceof Refused || !this.held()
        if (lost) this.#lease = undefined
        this.#next(20, () => (lost ? this.#ask() : this.#renew(lease)))
      },
    )
  }
}
