import type { PatternView } from '@/lib/spacetime/index.ts'
import { suite } from '@/lib/suite/index.ts'

const SIZE = 360

const code = `
import { node } from 'faultline'
export default node((ctx) => {
  const size = ctx.config.size
  const place = (text) => {
    let h = 2166136261
    for (const c of text) h = Math.imul(h ^ c.charCodeAt(0), 16777619) >>> 0
    h = Math.imul(h ^ (h >>> 15), 2246822519) >>> 0
    return ((h ^ (h >>> 13)) >>> 0) % size
  }
  const owners = {}
  const keys = {}
  const ownerOf = (at) => {
    const all = Object.entries(owners).flatMap(([name, tokens]) => tokens.map((t) => ({ name, t }))).sort((a, b) => a.t - b.t)
    return (all.find((x) => x.t >= at) ?? all[0])?.name
  }
  const change = (f) => {
    const before = Object.fromEntries(Object.entries(keys).map(([k, v]) => [k, v.owner]))
    f()
    for (const [k, v] of Object.entries(keys)) {
      v.owner = ownerOf(v.at)
      v.from = before[k] === v.owner ? null : before[k] ?? null
    }
    ctx.view({ owners, keys })
  }
  ctx.on('join', (name) => { change(() => { owners[name] = [0, 1, 2].map((i) => place(name + '/' + i)) }) ; return true })
  ctx.on('leave', (name) => { change(() => { delete owners[name] }) ; return true })
  ctx.on('put', (k) => { change(() => { keys[k] = { at: place(k), owner: null, from: null } }) ; return keys[k].owner })
})`

const demo = suite('ring', (s) => {
  s.scenario('join-and-leave', { seeds: 1, durationMs: 200 }, (sc) => {
    sc.nodes(['router'], { config: { size: SIZE } })
    sc.client('admin', async (c) => {
      for (const name of ['A', 'B', 'C']) await c.call('router', 'join', name)
      for (const key of ['pear', 'fig', 'plum', 'kiwi', 'lime', 'date', 'mango', 'peach', 'melon'])
        await c.call('router', 'put', key)
      await c.call('router', 'join', 'D')
      await c.call('router', 'leave', 'B')
    })
  })
})

interface State {
  owners: Record<string, number[]>
  keys: Record<string, { at: number; owner: string; from: string | null }>
}

const names = ['A', 'B', 'C', 'D']

const view: PatternView = ({ views }) => {
  const s = views.get('router') as unknown as State | undefined
  if (!s) return undefined
  return {
    kind: 'ring',
    title: 'Who owns which keys; a hollow dot has just moved',
    size: SIZE,
    owners: Object.entries(s.owners).map(([name, tokens]) => ({ name, lane: names.indexOf(name), tokens })),
    keys: Object.entries(s.keys).map(([name, k]) => ({
      name,
      at: k.at,
      owner: k.owner,
      ...(k.from === null ? {} : { movedFrom: k.from }),
    })),
  }
}

export const ring = { name: 'Hash ring', code, suite: demo, seed: 'join-and-leave#0', view }
