import type { PatternView } from '@/lib/spacetime/index.ts'
import { suite } from '@/lib/suite/index.ts'

/** Leaders are appointed here; who is elected is another pattern's business. */
const code = `
import { node } from 'faultline'
export default node((ctx) => {
  let term = 0
  let role = 'follower'
  let commit = 0
  const log = []
  const show = () => ctx.view({ role, term, log: log.map((e) => ({ ...e })), commit })
  ctx.on('lead', (t) => {
    term = t
    role = 'leader'
    show()
  })
  ctx.on('put', async (value) => {
    if (role !== 'leader') return false
    log.push({ term, value })
    show()
    const body = { term, log: log.slice(), commit }
    const index = log.length
    let copies = 1
    await Promise.all(ctx.peers.filter((p) => p !== 'client').map((p) =>
      ctx.rpc(p, 'append', body, { timeout: 60 }).then((ok) => { if (ok) copies++ }, () => {})))
    if (copies >= 2 && role === 'leader') commit = Math.max(commit, index)
    show()
    return copies >= 2
  })
  ctx.on('append', (m) => {
    if (m.term < term) return false
    term = m.term
    role = 'follower'
    log.splice(0, log.length, ...m.log)
    commit = m.commit
    show()
    return true
  })
  show()
})`

const demo = suite('log', (s) => {
  s.scenario('two-terms', { seeds: 1, durationMs: 700 }, (sc) => {
    sc.nodes(['n1', 'n2', 'n3'])
    sc.client('client', async (c) => {
      await c.call('n1', 'lead', 1)
      for (const value of ['a', 'b', 'c']) await c.call('n1', 'put', value)
      await c.at(210)
      await c.call('n1', 'put', 'x')
      await c.call('n2', 'lead', 2)
      for (const value of ['d', 'e']) await c.call('n2', 'put', value)
      await c.at(520)
      await c.call('n2', 'put', 'f')
    })
    sc.nemesis(async (n) => {
      await n.at(200)
      n.partition([['n1'], ['n2', 'n3']], { forMs: 300 })
    })
  })
})

interface State {
  role: string
  term: number
  log: { term: number; value: string }[]
  commit: number
}

const view: PatternView = ({ nodes, views, up }) => {
  const rows = nodes.flatMap((name) => {
    const s = views.get(name) as unknown as State | undefined
    if (!s) return []
    return [
      {
        name,
        about: up(name) ? `${s.role}, term ${s.term}` : 'down',
        cells: s.log.map((e) => ({ text: e.value, group: e.term })),
        settled: s.commit,
      },
    ]
  })
  const longest = Math.max(0, ...rows.map((r) => r.cells.length))
  return {
    kind: 'grid',
    title: 'The replicated log: term and value of each entry; the line is under what is committed',
    group: 'term',
    columns: Array.from({ length: longest }, (_, i) => String(i + 1)),
    rows,
  }
}

export const log = { name: 'Log grid', code, suite: demo, seed: 'two-terms#0', view }
