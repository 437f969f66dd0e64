import { expect, test } from 'vitest'
import { explore, suite } from '../../lib/suite/index.ts'
import { portFor } from '../sim/play.ts'

const SAYS = (send: string) => `
  export default node(ctx => {
    ctx.after(1, async () => ctx.trace('heard', await ${send}.then(() => 'yes', (e) => e.name + ': ' + e.message)))
  })`

/** One node of the learner's beside a supplied one that knows only 'known'. */
const verdictOf = (source: string) =>
  explore(
    suite('unknown', (s) => {
      const p = s.property('heard', 'The node is answered.', { kind: 'safety' })
      s.scenario('run', { seeds: 1, durationMs: 100 }, (sc) => {
        sc.nodes(['n1'])
        sc.supply('desk', (d) => d.on('known', () => 'here'))
        sc.always(p, (e) =>
          e.label === 'heard'
            ? { because: String(e.data), expected: null, got: null, witness: [e.id] }
            : undefined,
        )
      })
    }),
    portFor(source),
    { clock: () => 0 },
  )

test('supplied: a request that it does not know is refused, as a node of the learner refuses it', async () => {
  expect(await verdictOf(SAYS(`ctx.rpc('desk', '', {})`))).toMatchObject({
    outcome: 'failed',
    because: expect.stringContaining(`no handler for ''`),
  })
})

test('supplied: a message that it does not know is ignored', async () => {
  const sends = `export default node(ctx => { ctx.after(1, () => ctx.send('desk', 'nonsense', null)) })`
  expect(await verdictOf(sends)).toMatchObject({ outcome: 'passed' })
})
