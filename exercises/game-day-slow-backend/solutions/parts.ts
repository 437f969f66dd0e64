import { type Ctx, node, Refused } from 'faultline'

/** Three parts that know nothing of one another: who is well, how long there is, and what may be tried again. */
class Health {
  readonly #fails = new Map<string, number>()
  constructor(ctx: Ctx, backends: readonly string[]) {
    for (const backend of backends) {
      this.#fails.set(backend, 0)
      void this.#watch(ctx, backend)
    }
  }
  async #watch(ctx: Ctx, backend: string) {
    await ctx.sleep(ctx.random.int(0, 400))
    for (;;) {
      const ok = await ctx.rpc(backend, 'health', {}, { timeout: 200 }).then(
        (r: { ready: boolean }) => r.ready,
        () => false,
      )
      this.#fails.set(backend, ok ? 0 : (this.#fails.get(backend) ?? 0) + 1)
      ctx.view({ rotation: [...this.#fails].flatMap(([b, n]) => (n < 2 ? [b] : [])).join(' ') })
      await ctx.sleep(ok ? 450 : 300)
    }
  }
  isUp = (backend: string) => (this.#fails.get(backend) ?? 0) < 2
}

class Deadline {
  readonly #now: () => number
  readonly #at: number
  constructor(ctx: Ctx, ms: number) {
    this.#now = () => ctx.clock.mono()
    this.#at = this.#now() + ms
  }
  get left() {
    return Math.max(1, this.#at - this.#now())
  }
}

/** A bucket: requests fill it a little, each retry takes one out. */
class Retries {
  #left = 25
  note() {
    this.#left = Math.min(25, this.#left + 0.15)
  }
  take() {
    if (this.#left < 1) return false
    this.#left -= 1
    return true
  }
  get any() {
    return this.#left >= 8
  }
}

export default node((ctx) => {
  const backends = ['b1', 'b2', 'b3']
  const health = new Health(ctx, backends)
  const retries = new Retries()
  let turn = ctx.random.int(0, 2)

  function choose(not: string | undefined) {
    turn++
    const order = backends.map((_, i) => backends[(turn + i) % backends.length] as string)
    return order.find((b) => b !== not && health.isUp(b)) ?? (order.find((b) => b !== not) as string)
  }

  async function handle(type: string, id: string) {
    retries.note()
    const deadline = new Deadline(ctx, 770)
    let last: string | undefined
    for (let n = 1; n < 9; n++) {
      last = choose(last)
      const timeout = type === 'read' && retries.any && n < 3 ? Math.min(380, deadline.left) : deadline.left
      try {
        return { status: 'done', value: await ctx.rpc(last, type, { id, leftMs: timeout }, { timeout }) }
      } catch (e) {
        if (type === 'order' && !(e instanceof Refused)) return { status: 'unknown' }
      }
      const pause = n === 1 ? 0 : ctx.random.int(30, 60) * n
      if (deadline.left < pause + 60 || !retries.take()) break
      await ctx.sleep(pause)
    }
    return { status: 'failed' }
  }

  for (const type of ['read', 'order']) ctx.on(type, ({ id }: { id: string }) => handle(type, id))
})
