/** Seeds chosen by what their runs reach, on a small suite whose rare state is known. */
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Trace, TraceEvent } from '../../lib/sim/index.ts'
import { suite } from '../../lib/suite/index.ts'
import { root } from '../../scripts/launcher/root.ts'
import {
  choose,
  pairsOf,
  reachOf,
  readExercise,
  type Scouted,
  scout,
  shapeOf,
} from '../../scripts/seeds/index.ts'
import { portFor } from '../sim/play.ts'

/** A drawn number reaches the node: above 97 it is in a state that hardly any seed sees. */
const dice = suite('dice', (s) => {
  const p = s.property('doubled', 'The answer is twice the number.', { kind: 'safety' })
  s.scenario('throw', { seeds: 1, durationMs: 100 }, (sc) => {
    sc.client('c', async (c) => {
      const thrown = c.random.int(1, 100)
      const r = await c.call('n1', 'throw', thrown)
      if (!r.ok || r.value !== 2 * thrown)
        c.fail(p, {
          because: 'It is not.',
          expected: 2 * thrown,
          got: r.ok ? r.value : null,
          witness: [r.endId],
        })
    })
    sc.nodes(['n1'])
  })
})
const answering = (answer: string) =>
  portFor(`export default node(ctx => ctx.on('throw', n => {
    ctx.view({ luck: n > 97 ? 'rare' : n > 50 ? 'high' : 'low' })
    return ${answer}
  }))`)
const programs = () => ({
  reference: answering('2 * n'),
  wrong: [
    { name: 'always', port: answering('n') },
    { name: 'rarely', port: answering('n === 13 ? n : 2 * n') },
  ],
})
const thrown = { suite: dice, name: 'throw' }

const reached = (seed: number, pairs: string[], exposes: string[] = [], events = 10): Scouted => ({
  seed,
  events,
  pairs: new Set(pairs),
  exposes: new Set(exposes),
})

test('seeds: a state that one run in fifty reaches is among a few picks, and so is the mistake that one number shows', async () => {
  const scouted = await scout(thrown, programs(), 300)
  const rare = scouted.filter((s) => [...s.pairs].some((pair) => pair.includes('rare')))
  expect(rare.length).toBeGreaterThan(0)
  expect(rare.length).toBeLessThan(20)
  const picked = choose(scouted, 4).map((p) => p.seed)
  const few = reachOf(scouted.filter((s) => picked.includes(s.seed)))
  const all = reachOf(scouted)
  expect(few).toMatchObject({ pairs: all.pairs, exposed: 2 })
  expect(all.exposed).toBe(2)
  expect(reachOf(scouted.slice(0, 4)).pairs).toBeLessThan(few.pairs)
})

test('seeds: the same scenario gives the same picks twice', async () => {
  const once = choose(await scout(thrown, programs(), 60), 5)
  expect(choose(await scout(thrown, programs(), 60), 5)).toEqual(once)
})

test('seeds: a reference that fails is told, with the seed', async () => {
  const wrong = scout(thrown, { reference: answering('n'), wrong: [] }, 5)
  await expect(wrong).rejects.toThrow('the reference fails at throw#0: doubled: It is not. Mend that first.')
})

test('choose: exposed wrong solutions come first, then new pairs, then fewer events, then the smaller seed', () => {
  const few = [
    reached(0, ['a', 'b', 'c']),
    reached(1, ['a'], ['w']),
    reached(2, ['b', 'c'], [], 9),
    reached(3, ['b', 'c'], [], 9),
  ]
  expect(choose(few, 2).map((p) => [p.seed, p.newPairs, p.newlyExposed])).toEqual([
    [1, 1, ['w']],
    [2, 2, []],
  ])
})

test('choose: when nothing is new, everything is reached once more, by other seeds', () => {
  const few = [reached(0, ['a', 'b']), reached(1, ['a']), reached(2, ['b'])]
  expect(choose(few, 3).map((p) => [p.seed, p.round])).toEqual([
    [0, 1],
    [1, 2],
    [2, 2],
  ])
  expect(choose([reached(0, [])], 3)).toEqual([])
})

test('pairs: an event counts anew in another state of its node, up or down, and a change of state is one of its own', () => {
  const trace = (...events: Partial<TraceEvent>[]) =>
    events.map((e, id) => ({ id, at: id, node: 'n1', inc: 0, kind: 'note', ...e })) as Trace
  const pairs = pairsOf(
    trace(
      { kind: 'deliver', type: 'ask' },
      { kind: 'view', data: { role: 'leader', term: 5 } },
      { kind: 'deliver', type: 'ask' },
      { kind: 'view', data: { role: 'leader', term: 6 } },
      { kind: 'deliver', type: 'ask', node: 'n2' },
      { kind: 'crash' },
      { kind: 'drop', type: 'ask', label: 'down' },
    ),
  )
  expect([...pairs]).toEqual([
    'deliver ask | n# running ',
    'view {role:"leader",term:4..7} | n# running ',
    'deliver ask | n# running {role:"leader",term:4..7}',
    'view {role:"leader",term:4..7} | n# running {role:"leader",term:4..7}',
    'crash | n# running {role:"leader",term:4..7}',
    'drop ask down | n# down ',
  ])
})

test('shapes: numbers by powers of two, texts without their digits, lists by length and kinds of entries', () => {
  expect([0, 1, 3, 4.9, 7, 8, -5].map((n) => shapeOf(n))).toEqual([
    '0',
    '1',
    '2..3',
    '4..7',
    '4..7',
    '8..15',
    '-4..7',
  ])
  expect(shapeOf({ votes: ['n1', 'n3'], log: [{ term: 1 }, { term: 1 }, { term: 9 }], leader: null })).toBe(
    '{leader:null,log:[2..3: {term:1},{term:8..15}],votes:[2..3: "n#"]}',
  )
  expect(shapeOf('a'.repeat(40))).toBe('"…"')
})

test('seeds: an exercise without such a scenario says which it has; staged ones are searched stage by stage', async () => {
  const exercises = join(root, 'exercises')
  await expect(readExercise(exercises, 'circuit-breaker', 'strom')).rejects.toThrow(
    /no scenario 'strom' .* It has: .*storm/,
  )
  await expect(readExercise(exercises, 'break-the-lease', 'round')).rejects.toThrow(/nemeses/)
  const { suite: found } = await readExercise(exercises, 'merkle-trees', 'changed-past')
  expect(found.scenarios.map((s) => s.name)).toContain('changed-past')
})
