import type { PatternView } from '@/lib/spacetime/index.ts'
import { suite } from '@/lib/suite/index.ts'

const code = `
import { node } from 'faultline'
export default node((ctx) => {
  let memory = []
  const levels = [[], [], []]
  let made = 0
  const table = (keys) => ({ name: 't' + ++made, keys: [...new Set(keys)].sort() })
  const show = () => ctx.view({ memory, levels })
  const compact = () => {
    for (const [i, most] of [[0, 2], [1, 2]]) {
      if (levels[i].length <= most) continue
      const low = levels[i][0].keys[0]
      const merged = [...levels[i], ...levels[i + 1].filter((t) => t.keys.at(-1) >= low)]
      levels[i + 1] = levels[i + 1].filter((t) => !merged.includes(t))
      levels[i] = []
      const keys = [...new Set(merged.flatMap((t) => t.keys))].sort()
      for (let k = 0; k < keys.length; k += 4) levels[i + 1].push(table(keys.slice(k, k + 4)))
      ctx.trace('compacts level ' + i)
      show()
    }
  }
  show()
  ctx.on('put', (key) => {
    memory = [...new Set([...memory, key])].sort()
    if (memory.length >= 3) {
      levels[0].push(table(memory))
      memory = []
      ctx.trace('flushes the memtable')
      show()
      compact()
    }
    show()
    return true
  })
})`

const KEYS = [
  'fig',
  'plum',
  'apple',
  'pear',
  'kiwi',
  'date',
  'lime',
  'nut',
  'beet',
  'corn',
  'oat',
  'rye',
  'leek',
]

const demo = suite('lsm', (s) => {
  s.scenario('filling', { seeds: 1, durationMs: 400 }, (sc) => {
    sc.nodes(['store'])
    sc.client('writer', async (c) => {
      for (const key of KEYS) await c.call('store', 'put', key)
    })
  })
})

interface State {
  memory: string[]
  levels: { name: string; keys: string[] }[][]
}

const abouts = ['at most 2 tables, which may overlap', 'at most 2 tables, which do not', 'the rest']

const view: PatternView = ({ views }) => {
  const s = views.get('store') as unknown as State | undefined
  if (!s) return undefined
  const table = (name: string, keys: readonly string[]) => ({
    name,
    from: keys[0] ?? '',
    to: keys.at(-1) ?? '',
    entries: keys.length,
  })
  return {
    kind: 'levels',
    title: 'The levels of the tree, each table over its range of keys',
    levels: [
      { name: 'Memory', about: 'written to the disk at 3 entries', tables: [table('memtable', s.memory)] },
      ...s.levels.map((tables, i) => ({
        name: `Level ${i}`,
        about: abouts[i] ?? '',
        tables: tables.map((t) => table(t.name, t.keys)),
      })),
    ],
  }
}

export const lsm = { name: 'LSM levels', code, suite: demo, seed: 'filling#0', view }
