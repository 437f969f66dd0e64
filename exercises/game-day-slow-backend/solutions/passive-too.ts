import { node, Refused } from 'faultline'

/**
 * Health is learnt from probes and from traffic alike: whoever does not answer a read, or is not ready, is out at once, and comes
 * back by a probe. Retries are counted over a sliding second: at most one for four requests, and never fewer than twelve.
 */
interface Backend {
  name: string
  out: boolean
  slow: number
}

export default node((ctx) => {
  const pool: Backend[] = ['b1', 'b2', 'b3'].map((name) => ({ name, out: false, slow: 0 }))
  const now = () => ctx.clock.mono()
  let recent: { at: number; retry: boolean }[] = []

  const show = () => ctx.view({ rotation: pool.flatMap((b) => (b.out ? [] : [b.name])).join(' ') })
  const mark = (b: Backend, out: boolean) => {
    if (b.out === out) return
    b.out = out
    show()
  }
  show()

  let probed = 0
  ctx.every(140, () => {
    const b = pool[probed++ % pool.length] as Backend
    ctx.rpc(b.name, 'health', {}, { timeout: 250 }).then(
      ({ ready }: { ready: boolean }) => {
        b.slow = 0
        mark(b, !ready)
      },
      () => {
        b.slow++
        if (b.slow > 1) mark(b, true)
      },
    )
  })

  const note = (retry: boolean) => {
    recent = recent.filter((r) => r.at > now() - 1500)
    recent.push({ at: now(), retry })
  }
  const mayRetry = () => {
    const since = recent.filter((r) => r.at > now() - 1500)
    const retries = since.filter((r) => r.retry).length
    return retries < Math.max(24, since.length / 4)
  }
  /** When retries run short, nothing is given up before its time. */
  const patient = () => recent.filter((r) => r.retry && r.at > now() - 1500).length > 8

  let turn = 0
  const next = (tried: Set<Backend>) => {
    const able = pool.filter((b) => !b.out && !tried.has(b))
    const among = able.length > 0 ? able : pool.filter((b) => !tried.has(b))
    return (among[turn++ % among.length] ?? pool[turn++ % pool.length]) as Backend
  }

  const serve = async (type: 'read' | 'order', id: string) => {
    const end = now() + 775
    const tried = new Set<Backend>()
    for (let n = 0; ; n++) {
      if (tried.size === pool.length) tried.clear()
      const b = next(tried)
      tried.add(b)
      note(n > 0)
      const left = end - now()
      const timeout = type === 'order' || patient() ? left : Math.min(left, 390)
      try {
        const value = await ctx.rpc(b.name, type, { id, leftMs: timeout }, { timeout })
        return { status: 'done', value }
      } catch (e) {
        if (!(e instanceof Refused) && type === 'order') return { status: 'unknown' }
        const pause = n === 0 ? 0 : 40 * n + ctx.random.int(0, 40)
        if (now() + pause + 60 > end || !mayRetry()) return { status: 'failed' }
        await ctx.sleep(pause)
      }
    }
  }
  ctx.on('read', ({ id }: { id: string }) => serve('read', id))
  ctx.on('order', ({ id }: { id: string }) => serve('order', id))
})
