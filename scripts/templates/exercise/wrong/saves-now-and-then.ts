// fails: durable
import { node } from 'faultline'

interface State {
  total: number
  answers: Record<string, number>
}

export default node((ctx) => {
  const state = ctx.disk.load<State>() ?? { total: 0, answers: {} }
  ctx.every(500, () => ctx.disk.save(state))
  ctx.on<{ id: string; n: number }, { total: number }>('add', ({ id, n }) => {
    if (state.answers[id] === undefined) {
      state.total += n
      state.answers[id] = state.total
    }
    return { total: state.answers[id] ?? state.total }
  })
})
