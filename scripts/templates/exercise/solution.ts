import { node } from 'faultline'

interface Add {
  id: string
  n: number
}

interface State {
  total: number
  /** The total after each addition, by its id. */
  answers: Record<string, number>
}

export default node((ctx) => {
  ctx.on<Add, { total: number }>('add', ({ id, n }) => {
    const state = ctx.disk.load<State>() ?? { total: 0, answers: {} }
    const known = state.answers[id]
    if (known !== undefined) return { total: known }
    const total = state.total + n
    ctx.disk.save({ total, answers: { ...state.answers, [id]: total } })
    ctx.view({ total })
    return { total }
  })
})
