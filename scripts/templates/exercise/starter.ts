import { node } from 'faultline'

interface Add {
  id: string
  n: number
}

export default node((ctx) => {
  ctx.on<Add, { total: number }>('add', ({ n }) => {
    // For now every addition is the first one.
    return { total: n }
  })
})
