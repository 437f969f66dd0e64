import { expect, test } from 'vitest'
import { explore, type Scenario, suite } from '../../lib/suite/index.ts'
import { portFor } from '../sim/play.ts'

/** The message of a run that passes a cap, in a story with a title. */
async function exceeded(source: string, build: (sc: Scenario) => void = (sc) => sc.nodes(['n1'])) {
  const made = suite('caps', (s) =>
    s.scenario('calm', { seeds: 2, durationMs: 2000, title: 'Nothing happens' }, build))
  const v = await explore(made, portFor(source), { clock: () => 0, maxEvents: 8000 })
  if (v.outcome !== 'exceeded') throw new Error(JSON.stringify(v))
  return v
}

test('a timer of 0 ms that sets itself again: the story, the node, the line, and what to do', async () => {
  const v = await exceeded(`export default node(ctx => {
    const turn = () => {
      ctx.after(0, turn)
    }
    ctx.after(12.5, turn)
  })`)
  expect(v).toEqual({
    outcome: 'exceeded',
    limit: 'events',
    seed: 'calm#0',
    ms: 0,
    message:
      '5000 events at one instant (12.5 ms): something repeats without time passing. The story: Nothing happens (calm#0). ' +
      'n1 sets a timer again and again, 2,500 times, in line 4, the last at 12.5 ms for 0 ms. ' +
      'A timer of 0 ms fires at the same instant: let some time pass.',
  })
})

test('messages that multiply: who sends what to whom', async () => {
  const v = await exceeded(
    `export default node(ctx => {
      ctx.on('ping', (_, from) => { ctx.send(from, 'ping'); ctx.send(from, 'ping') })
      if (ctx.id === 'n1') ctx.send('n2', 'ping')
    })`,
    (sc) => sc.nodes(['n1', 'n2']),
  )
  expect(v.message).toMatch(/n[12] sends 'ping' to n[12] again and again, [\d,]+ times, in line 3\.$/)
})

test('what is printed without end is shown', async () => {
  const v = await exceeded(`export default node(ctx => {
    for (let i = 0; i < 6000; i++) console.log('still here', i)
  })`)
  expect(v.message).toContain('n1 prints again and again, ')
  expect(v.message).toContain("at last 'still here ")
})

test('a cap of the host says what the node was at', async () => {
  const port = portFor(`export default node(ctx => { ctx.on('ask', () => 1) })`)
  const narrow = {
    drain: () => port.drain(),
    step(input: string) {
      if (input.includes('"ask"')) throw Object.assign(new Error('too much'), { limit: 'output' })
      return port.step(input)
    },
  }
  const made = suite('caps', (s) =>
    s.scenario('calm', { seeds: 1, durationMs: 100, title: 'Somebody asks' }, (sc) => {
      sc.nodes(['n1'])
      sc.client('c1', async (c) => {
        await c.at(20)
        await c.call('n1', 'ask', {}, { local: true })
      })
    }))
  await expect(explore(made, narrow, { clock: () => 0 })).rejects.toMatchObject({
    message: 'too much',
    place: {
      seed: 'calm#0',
      story: 'Somebody asks',
      doing: "It was reached when n1 handles 'ask' from c1 at 20 ms.",
    },
  })
})

test('each schedule is announced before it is played', async () => {
  const made = suite('caps', (s) => {
    s.scenario('calm', { seeds: 2, durationMs: 10, title: 'Nothing happens' }, (sc) => sc.nodes(['n1']))
    s.scenario('plain', { seeds: 1, durationMs: 10 }, (sc) => sc.nodes(['n1']))
  })
  const heard: unknown[] = []
  const port = portFor('export default node(() => {})')
  await explore(made, port, { clock: () => 0, onPlaying: (place) => heard.push(place) })
  expect(heard).toEqual([
    { seed: 'calm#0', story: 'Nothing happens' },
    { seed: 'calm#1', story: 'Nothing happens' },
    { seed: 'plain#0' },
  ])
})
