import { expect, test } from 'vitest'
import { openPlainPort } from '../../lib/kernel/index.ts'
import { runOnce } from '../../lib/suite/index.ts'
import { transpile } from '../../lib/transpile/index.ts'
import { oneScenario } from '../sim/play.ts'

const source = `import { node, Refused } from 'faultline'
export default node((ctx) => {
  ctx.on('sync', () => 1)
  ctx.on('async', async () => {
    await ctx.sleep(5)
    return 2
  })
  ctx.on('refusing', () => {
    throw new Refused('no')
  })
  ctx.on('telling', () => {
    ctx.send('c1', 'told')
  })
})`

test('every send says which line asked for it, answers included: where the handler is given, or where it refuses', async () => {
  const code = transpile(source)
  if (!code.ok) throw new Error(code.message)
  const suite = oneScenario((sc) => {
    sc.nodes(['n1'])
    sc.client('c1', async (c) => {
      for (const type of ['sync', 'async', 'refusing', 'telling']) await c.call('n1', type)
    })
  })
  const run = await runOnce(suite, openPlainPort(code.js), { seed: 'run#0', lines: true })
  const lines = run.trace.flatMap((e) => (e.kind === 'send' && e.node === 'n1' ? [[e.type, e.line]] : []))
  expect(lines).toEqual([
    ['sync', 3],
    ['async', 4],
    ['refusing', 9],
    ['told', 12],
    ['telling', 11],
  ])
})
