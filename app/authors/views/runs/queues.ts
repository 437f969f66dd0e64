import type { PatternView } from '@/lib/spacetime/index.ts'
import { suite } from '@/lib/suite/index.ts'

const code = `
import { node } from 'faultline'
export default node((ctx) => {
  const { capacity, takesMs } = ctx.config
  const waiting = []
  let busy = null
  let refused = 0
  const show = () => ctx.view({ waiting: [...waiting], busy, refused })
  const next = () => {
    busy = waiting.shift() ?? null
    show()
    if (busy !== null) ctx.after(takesMs, next)
  }
  show()
  ctx.on('job', (name) => {
    if (waiting.length + (busy === null ? 0 : 1) >= capacity) {
      refused += 1
      show()
      return false
    }
    waiting.push(name)
    show()
    if (busy === null) next()
    return true
  })
})`

const demo = suite('queues', (s) => {
  s.scenario('one-slow', { seeds: 1, durationMs: 600 }, (sc) => {
    sc.nodes(['fast'], { config: { capacity: 4, takesMs: 20 } })
    sc.nodes(['slow'], { config: { capacity: 4, takesMs: 120 } })
    sc.client('source', async (c) => {
      for (let n = 1; n <= 14; n++) {
        await c.at(n * 25)
        void c.call(n % 2 ? 'fast' : 'slow', 'job', `job ${n}`)
      }
    })
  })
})

interface State {
  waiting: string[]
  busy: string | null
  refused: number
}

const capacity = 4

const view: PatternView = ({ views }) => ({
  kind: 'stacks',
  title: 'The queues, next to leave at the bottom; what is being handled is filled',
  stacks: ['fast', 'slow'].flatMap((name) => {
    const s = views.get(name) as unknown as State | undefined
    if (!s) return []
    const items = s.waiting.map((text) => ({ text, busy: false }))
    return [
      {
        name,
        capacity,
        items: s.busy === null ? items : [{ text: s.busy, busy: true }, ...items],
        refused: s.refused,
      },
    ]
  }),
})

export const queues = { name: 'Queue stacks', code, suite: demo, seed: 'one-slow#0', view }
