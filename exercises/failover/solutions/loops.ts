// Three loops that know little of each other: one looks at each worker, one keeps somebody active.
import { type Ctx, node } from 'faultline'

class Observed {
  readonly name: string
  /** Results of the last three pings of this life, the latest last. */
  results: boolean[] = []
  activeUnder = 0

  constructor(name: string) {
    this.name = name
  }

  get dead() {
    return this.results.length === 3 && !this.results.includes(true)
  }
}

export default node((ctx) => {
  const workers = [new Observed('w1'), new Observed('w2')]
  const record: { epoch: number; at: string } = ctx.disk.load() ?? { epoch: 0, at: '' }
  const incumbent = () => workers.find((w) => w.name === record.at)

  ctx.on('who', () => {
    const w = incumbent()
    const serves = w !== undefined && w.activeUnder === record.epoch
    return { active: serves ? w.name : null, epoch: record.epoch }
  })

  for (const w of workers) void observe(ctx, w)
  void keepOneActive()

  async function keepOneActive() {
    let wanted = record.epoch + 1
    for (;;) {
      const now = incumbent()
      const fine = now !== undefined && !now.dead && now.activeUnder === record.epoch
      const other = workers.find((w) => w !== now)
      const nobody = now?.dead && other?.dead
      if (fine || nobody || (now ?? other)?.results.length === 0) {
        await ctx.sleep(20)
        continue
      }
      try {
        await ctx.rpc('ledger', 'fence', { epoch: wanted }, { timeout: 200 })
      } catch {
        continue
      }
      const next = choose()
      if (!next) continue
      record.epoch = wanted
      record.at = next.name
      ctx.disk.save(record)
      wanted++
      try {
        await ctx.rpc(next.name, 'activate', { epoch: record.epoch }, { timeout: 200 })
        next.activeUnder = record.epoch
      } catch {
        await ctx.sleep(50)
      }
    }
  }

  function choose(): Observed | undefined {
    const now = incumbent()
    if (now && !now.dead) return now
    return workers.find((w) => w !== now && !w.dead)
  }
})

async function observe(ctx: Ctx, w: Observed) {
  for (;;) {
    const began = ctx.clock.mono()
    let answered = false
    try {
      const s = await ctx.rpc<{ active: boolean; epoch: number }>(w.name, 'ping', {}, { timeout: 150 })
      answered = true
      w.activeUnder = s.active ? s.epoch : 0
    } catch {
      // A miss.
    }
    w.results = [...w.results, answered].slice(-3)
    await ctx.sleep(Math.max(0, began + 200 - ctx.clock.mono()))
  }
}
