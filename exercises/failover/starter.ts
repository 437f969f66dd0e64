import { node } from 'faultline'

const WORKERS = ['w1', 'w2']

export default node((ctx) => {
  let active: string | null = null
  let epoch = 0

  ctx.on('who', () => ({ active, epoch }))

  // Looks at the active worker now and then, and moves the job as soon as an answer is missing.
  async function look() {
    try {
      if (active === null) throw new Error('nobody yet')
      await ctx.rpc(active, 'ping', {}, { timeout: 150 })
    } catch {
      active = WORKERS.find((w) => w !== active) ?? null
      epoch += 1
      if (active !== null) ctx.rpc(active, 'activate', { epoch })
    }
  }

  ctx.every(200, look)
})
