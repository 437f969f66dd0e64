// fails: once
import { node } from 'faultline'

export default node((ctx) => {
  const answers = new Map<string, number>()
  ctx.on<{ id: string; n: number }, { total: number }>('add', ({ id, n }) => {
    const known = answers.get(id)
    if (known !== undefined) return { total: known }
    const total = (ctx.disk.load<number>() ?? 0) + n
    ctx.disk.save(total)
    answers.set(id, total)
    return { total }
  })
})
