// fails: patience
// Two pings that are not answered are enough.
import { node } from 'faultline'

type Worker = 'w1' | 'w2'

interface Saved {
  epoch: number
  /** To whom it was offered; null before the first offer. */
  incumbent: Worker | null
}

const WORKERS: Worker[] = ['w1', 'w2']
const LEDGER = 'ledger'
const PING_EVERY_MS = 200
const TIMEOUT_MS = 150
const MISSES = 2

export default node((ctx) => {
  let { epoch, incumbent } = ctx.disk.load<Saved>() ?? { epoch: 0, incumbent: null }
  // Misses in a row, of this life: what an earlier one saw may be over.
  const misses = { w1: 0, w2: 0 }
  /** Whether the incumbent is known to be active under `epoch`. */
  let confirmed = false
  let moving = false

  const hasFailed = (worker: Worker) => misses[worker] >= MISSES

  /** The incumbent, as long as it has not failed; then whoever has not. */
  function chosen(): Worker | undefined {
    return [incumbent ?? 'w1', ...WORKERS].find((w) => !hasFailed(w))
  }

  const show = () => ctx.view({ epoch, incumbent, confirmed, moving, misses })

  ctx.on('who', () => ({ active: confirmed ? incumbent : null, epoch }))

  async function ping(worker: Worker) {
    const asked = epoch
    try {
      const state = await ctx.rpc<{ active: boolean; epoch: number }>(
        worker,
        'ping',
        {},
        { timeout: TIMEOUT_MS },
      )
      misses[worker] = 0
      // Active under an older epoch it is active for nobody: the ledger refuses it.
      if (worker === incumbent && asked === epoch && !moving)
        confirmed = state.active && state.epoch === epoch
    } catch {
      misses[worker]++
    }
    if (!confirmed || chosen() !== incumbent) void move()
    show()
  }

  /** Makes the chosen worker active under a new epoch. If something fails, the next ping leads here again. */
  async function move() {
    if (moving) return
    moving = true
    try {
      const next = epoch + 1
      await ctx.rpc(LEDGER, 'fence', { epoch: next }, { timeout: TIMEOUT_MS })
      // The fence took its time, and pings went on: only now is it decided for whom it was.
      const worker = chosen()
      if (worker === undefined) return
      confirmed = false
      epoch = next
      incumbent = worker
      ctx.disk.save({ epoch, incumbent })
      show()
      await ctx.rpc(worker, 'activate', { epoch }, { timeout: TIMEOUT_MS })
      confirmed = true
    } catch {
      // Timed out: it may have happened or not. Both steps can be done again.
    } finally {
      moving = false
      show()
    }
  }

  function round() {
    for (const w of WORKERS) void ping(w)
  }
  ctx.every(PING_EVERY_MS, round)
  round()
})
