// fails: answers
import { node } from 'faultline'

interface State {
  total: number
  ids: string[]
}

export default node((ctx) => {
  ctx.on<{ id: string; n: number }, { total: number }>('add', ({ id, n }) => {
    const state = ctx.disk.load<State>() ?? { total: 0, ids: [] }
    if (state.ids.includes(id)) return new Promise(() => {})
    const total = state.total + n
    ctx.disk.save({ total, ids: [...state.ids, id] })
    return { total }
  })
})
