// fails: once
import { node } from 'faultline'

export default node((ctx) => {
  ctx.on<{ id: string; n: number }, { total: number }>('add', ({ n }) => {
    const total = (ctx.disk.load<number>() ?? 0) + n
    ctx.disk.save(total)
    return { total }
  })
})
