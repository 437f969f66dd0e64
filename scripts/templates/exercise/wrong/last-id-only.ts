// fails: once
import { node } from 'faultline'

interface State {
  total: number
  lastId: string
}

export default node((ctx) => {
  ctx.on<{ id: string; n: number }, { total: number }>('add', ({ id, n }) => {
    const state = ctx.disk.load<State>() ?? { total: 0, lastId: '' }
    if (state.lastId === id) return { total: state.total }
    const total = state.total + n
    ctx.disk.save({ total, lastId: id })
    return { total }
  })
})
