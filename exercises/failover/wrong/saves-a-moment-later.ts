// fails: one-worker-per-epoch
// Saves to whom it offers an epoch a millisecond after it has offered it.
import { node } from 'faultline'

type Worker = 'w1' | 'w2'

/** Under which epoch `activate` was sent last, and to whom. */
interface Offer {
  epoch: number
  to: Worker
}

const WORKERS: Worker[] = ['w1', 'w2']
const PING_EVERY_MS = 200
const TIMEOUT_MS = 150
const MISSES = 3

export default node((ctx) => {
  // Epoch 0 was never sent: w1 is only the first to be tried.
  let offered: Offer = ctx.disk.load<Offer>() ?? { epoch: 0, to: 'w1' }
  /** The offer of which it is known that its worker is active under it. Any other than the last one counts for nothing. */
  let confirmed: Offer | undefined
  let moving = false
  // Misses in a row, of this life: what an earlier one saw may be over.
  const misses = Object.fromEntries(WORKERS.map((w) => [w, 0])) as Record<Worker, number>

  /** The incumbent, as long as it has not failed; then whoever has not. */
  function chosen(): Worker | undefined {
    return [offered.to, ...WORKERS].find((w) => misses[w] < MISSES)
  }

  const show = () => ctx.view({ ...offered, confirmed: confirmed === offered, moving, misses })

  ctx.on('who', () => ({ active: confirmed === offered ? offered.to : null, epoch: offered.epoch }))

  async function ping(worker: Worker) {
    const asked = offered
    try {
      const state = await ctx.rpc<{ active: boolean; epoch: number }>(
        worker,
        'ping',
        {},
        { timeout: TIMEOUT_MS },
      )
      misses[worker] = 0
      // What it said before the last offer is out of date. Active under an older epoch it is active for nobody.
      if (worker === offered.to && asked === offered)
        confirmed = state.active && state.epoch === offered.epoch ? offered : undefined
    } catch {
      misses[worker]++
    }
    if (confirmed !== offered || chosen() !== offered.to) void move()
    show()
  }

  /** Makes the chosen worker active under a new epoch. If something fails, the next ping leads here again. */
  async function move() {
    if (moving) return
    moving = true
    try {
      const epoch = offered.epoch + 1
      await ctx.rpc('ledger', 'fence', { epoch }, { timeout: TIMEOUT_MS })
      // The fence took its time, and pings went on: only now is it decided for whom it was.
      const to = chosen()
      if (to === undefined) return
      offered = { epoch, to }
      ctx.after(1, () => ctx.disk.save(offered))
      show()
      await ctx.rpc(to, 'activate', { epoch }, { timeout: TIMEOUT_MS })
      confirmed = offered
    } catch {
      // Timed out: it may have happened or not. Both steps can be done again.
    } finally {
      moving = false
      show()
    }
  }

  function round() {
    for (const w of WORKERS) void ping(w)
    ctx.after(PING_EVERY_MS, round)
  }
  round()
})
