// fails: sum
import { node } from 'faultline'

interface State {
  total: number
  answers: Record<string, number>
}

export default node((ctx) => {
  ctx.on<{ id: string; n: number }, { total: number }>('add', ({ id, n }) => {
    const state = ctx.disk.load<State>() ?? { total: 0, answers: {} }
    const known = state.answers[id]
    if (known !== undefined) return { total: known }
    ctx.disk.save({ total: state.total + n, answers: { ...state.answers, [id]: state.total } })
    return { total: state.total }
  })
})
