// fails: durable
import { node } from 'faultline'

export default node((ctx) => {
  const answers = new Map<string, number>()
  let total = 0
  ctx.on<{ id: string; n: number }, { total: number }>('add', ({ id, n }) => {
    if (!answers.has(id)) {
      total += n
      answers.set(id, total)
    }
    return { total: answers.get(id) ?? total }
  })
})
