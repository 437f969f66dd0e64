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
    const total = state.total + Math.max(0, n)
    ctx.disk.save({ total, answers: { ...state.answers, [id]: total } })
    return { total }
  })
})
