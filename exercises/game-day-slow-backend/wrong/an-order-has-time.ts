// fails: answers
// An order gets 900 ms for each call. What is left of its 1,000 ms after a refusal and a pause is less.
import { type Ctx, node, Refused } from 'faultline'

type Answer = { status: 'done'; value?: unknown } | { status: 'failed' } | { status: 'unknown' }

const BACKENDS = ['b1', 'b2', 'b3']
/** The customer's 800 ms, less the ways there and back. */
const BUDGET_MS = 780
/** A read is given up early enough for a second try. */
const TRY_MS = 400
/** Within the 1,000 ms of rule 1. */
const ORDER_MS = 900
/** So many retries are saved up at the most. */
const SAVED = 24
const PROBE_EVERY_MS = 400
const PROBE_MS = 150

export default node((ctx) => {
  const pool = checked(ctx)
  const retries = allowance()

  async function ask(type: 'read' | 'order', id: string): Promise<Answer> {
    const deadline = ctx.clock.mono() + BUDGET_MS
    const tried: string[] = []
    retries.earn()
    for (let pause = 60; ; pause *= 2) {
      const backend = pool.pick(tried)
      tried.push(backend)
      const leftMs = deadline - ctx.clock.mono()
      try {
        const timeout = type === 'order' ? ORDER_MS : retries.left() ? Math.min(TRY_MS, leftMs) : leftMs
        const value = await ctx.rpc(backend, type, { id, leftMs: Math.min(leftMs, timeout) }, { timeout })
        return { status: 'done', value }
      } catch (e) {
        const definite = e instanceof Refused
        if (type === 'order' && !definite) return { status: 'unknown' }
        // Jitter between half of the pause and the whole of it.
        const wait = tried.length < 2 ? 0 : pause * (0.5 + ctx.random.float() / 2)
        if (ctx.clock.mono() + wait + 50 > deadline || !retries.spend()) return { status: 'failed' }
        if (wait > 0) await ctx.sleep(wait)
      }
    }
  }

  ctx.on('read', ({ id }: { id: string }) => ask('read', id))
  ctx.on('order', ({ id }: { id: string }) => ask('order', id))
})

/** Retries are a tenth of the requests, and a few saved up: when everybody fails there are soon none left. */
function allowance() {
  let tokens = SAVED
  return {
    left: () => tokens >= 1,
    earn() {
      tokens = Math.min(SAVED, tokens + 0.1)
    },
    spend() {
      if (tokens < 1) return false
      tokens--
      return true
    },
  }
}

/** In rotation is who did not miss the last two health checks. With nobody in it all are: a check may be wrong, too. */
function checked(ctx: Ctx) {
  const pool = BACKENDS.map((name) => ({ name, missed: 0 }))
  let turn = 0

  const inRotation = () => {
    const good = pool.filter((b) => b.missed < 2)
    return (good.length > 0 ? good : pool).map((b) => b.name)
  }
  const probe = async (b: { name: string; missed: number }) => {
    const ready = await ctx.rpc(b.name, 'health', {}, { timeout: PROBE_MS }).then(
      (answer: { ready: boolean }) => answer.ready,
      () => false,
    )
    b.missed = ready ? 0 : b.missed + 1
    ctx.view({ rotation: inRotation().join(' ') })
  }
  pool.forEach((b, i) => {
    ctx.after(i * 130, () => ctx.every(PROBE_EVERY_MS, () => void probe(b)))
  })

  return {
    /** In turn, and none twice as long as there are others. */
    pick(tried: readonly string[]): string {
      const all = inRotation()
      const fresh = all.filter((b) => !tried.includes(b))
      const among = fresh.length > 0 ? fresh : all
      return among[turn++ % among.length] as string
    },
  }
}
