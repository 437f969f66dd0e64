import { describe, expect, test } from 'vitest'
import {
  explore,
  type Failed,
  type Finding,
  type Scenario,
  suite,
  type World,
} from '../../lib/suite/index.ts'
import { portFor } from '../sim/play.ts'

/** The failing run of a scenario as it is shown, each event in short. */
async function shown(
  source: string,
  build: (sc: Scenario) => void,
  found: (w: World) => Finding | undefined,
) {
  const made = suite('slice', (s) => {
    const p = s.property('p', 'It holds.', { kind: 'safety' })
    s.scenario('run', { seeds: 1, durationMs: 1000 }, (sc) => {
      build(sc)
      sc.check(p, found)
    })
  })
  const v = (await explore(made, portFor(source), { clock: () => 0 })) as Failed
  return v.trace.map((e) =>
    [e.kind, e.node, e.type ?? e.label].filter((x) => x !== undefined && x !== 'p').join(' '),
  )
}

const finding = (witness: number[], context: number[] = []): Finding => ({
  because: 'so',
  expected: null,
  got: null,
  witness,
  context,
})

/** Remembers what it was told, and shows it. */
const memory = `export default node(ctx => {
  let told = 0
  ctx.on('tell', (n) => { told = n; ctx.trace('told', n); ctx.view({ told }) })
  ctx.on('ask', () => { ctx.trace('asked'); return told })
})`

const tellTwiceAndAsk = (sc: Scenario) => {
  sc.nodes(['n1'])
  sc.client('c1', async (c) => {
    await c.call('n1', 'tell', 1, { local: true })
    await c.call('n1', 'tell', 2, { local: true })
    await c.call('n1', 'ask', null, { local: true })
  })
}

const ids = (w: World, label: string) => w.trace.filter((e) => e.label === label).map((e) => e.id)

describe('the context of a finding', () => {
  test('is shown, without its own past', async () => {
    const plain = await shown(memory, tellTwiceAndAsk, (w) => finding(ids(w, 'asked')))
    expect(plain).not.toContain('note n1 told')
    const told = await shown(memory, tellTwiceAndAsk, (w) =>
      finding(ids(w, 'asked'), ids(w, 'told').slice(-1)),
    )
    const noViews = (seen: string[]) => seen.filter((text) => !text.startsWith('view'))
    expect(noViews(told)).toEqual(['note n1 told', ...noViews(plain)])
  })

  test('of a message it shows the sending, too', async () => {
    const deliveries = (w: World) =>
      w.trace.filter((e) => e.kind === 'deliver' && e.type === 'tell' && e.re === undefined).map((e) => e.id)
    const told = await shown(memory, tellTwiceAndAsk, (w) =>
      finding(ids(w, 'asked'), deliveries(w).slice(0, 1)),
    )
    expect(told.slice(0, 2)).toEqual(['send c1 tell', 'deliver n1 tell'])
  })
})

test('a view is shown without the message that led to it', async () => {
  const seen = await shown(memory, tellTwiceAndAsk, (w) => finding(ids(w, 'asked')))
  expect(seen).toContain('view n1')
  expect(seen).not.toContain('deliver n1 tell')
})

describe('what the accused asked for in vain', () => {
  /** Is told to begin, asks a peer that is silent so many times, and then says no. */
  const asking = (times: number) => `export default node(ctx => {
    ctx.on('begin', () => { for (let i = 0; i < ${times}; i++) ctx.send('peer', 'please'); return 1 })
    ctx.on('ask', () => { ctx.trace('asked'); return false })
  })`
  const world = (sc: Scenario) => {
    sc.nodes(['n1'])
    sc.supply('peer', (s) => s.on('please', () => undefined))
    sc.client('c1', async (c) => {
      await c.call('n1', 'begin', null, { local: true })
      await c.sleep(200)
      await c.call('n1', 'ask', null, { local: true })
    })
  }
  const both = (w: World) =>
    finding([
      ...w.trace.filter((e) => e.kind === 'invoke' && e.type === 'begin').map((e) => e.id),
      ...ids(w, 'asked'),
    ])

  test('is shown, so that it does not seem to have slept', async () => {
    const seen = await shown(asking(2), world, both)
    expect(seen.filter((text) => text.endsWith('please'))).toEqual([
      'send n1 please',
      'send n1 please',
      'deliver peer please',
      'deliver peer please',
    ])
  })

  test('is left out where there is much of it', async () => {
    const seen = await shown(asking(20), world, both)
    expect(seen.filter((text) => text.endsWith('please'))).toEqual([])
  })
})

test('a link that is cut for long loses many messages: the first and the last of each kind are shown', async () => {
  const beats = `export default node(ctx => {
    ctx.every(20, () => { ctx.send('n2', 'beat', null); ctx.send('n2', 'news', null) })
    ctx.on('beat', () => {})
    ctx.on('news', () => {})
  })`
  const lines = await shown(
    beats,
    (sc) => {
      sc.nodes(['n1', 'n2'])
      sc.nemesis(async (n) => {
        await n.at(5)
        n.cut('n1', 'n2', { forMs: 900 })
      })
    },
    (w) => {
      const lost = w.trace.filter((e) => e.kind === 'drop')
      return lost.length > 60 ? finding([w.trace.find((e) => e.kind === 'cut')?.id ?? 0]) : undefined
    },
  )
  expect(lines.filter((l) => l.startsWith('drop'))).toEqual([
    'drop n2 beat',
    'drop n2 news',
    'drop n2 beat',
    'drop n2 news',
  ])
})

test('a cost without a witness is shown by the end of the run, and no more of it than one can read', async () => {
  const chatty = `export default node(ctx => { ctx.every(5, () => ctx.trace('again')) })`
  const lines = await shown(
    chatty,
    (sc) => sc.nodes(['n1']),
    () => finding([]),
  )
  expect(lines.filter((l) => l === 'note n1 again').length).toBeGreaterThan(5)
  expect(lines.length).toBeLessThan(40)
})
