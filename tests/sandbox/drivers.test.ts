import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPool, type Pool } from '../../lib/sandbox/index.ts'
import { DRIVERS_MAX } from '../../lib/sandbox/protocol.ts'

/** Counts its runs, and tells whether all of them heard the same. `goesAstray`: asks for more from the second run on. */
const code = `
let runs = 0
let first
let alike = true
exports.run = async (port, input, progress, playing) => {
  runs++
  playing({ seed: 'a seed' })
  progress({ done: 1, of: 1 })
  const step = (ev) => port.step(JSON.stringify({ i: 1, mono: 0, wall: 0, ev }))
  const boot = { k: 'boot', id: 'n1', peers: [], role: 'default', config: null, seed: 1, lines: false }
  const heard = [await step(boot), await step({ k: 'msg', from: 'c', type: 'x', body: null, call: 1 })]
  await port.drain()
  if (input.goesAstray && runs > 1) heard.push(await step({ k: 'msg', from: 'c', type: 'x', body: null, call: 2 }))
  first ??= heard.join()
  alike &&= first === heard.join()
  return { runs, alike, heard: heard[1] }
}`
const program = (answer: string) =>
  `import { node } from 'faultline'\nexport default node((ctx) => { ctx.on('x', () => '${answer}') })`

let pool: Pool
beforeAll(async () => {
  pool = await openPool({ size: 1, spares: 0 })
})
afterAll(() => pool.close())

async function runOf(hash: string, input: object = {}, answer = 'a') {
  const outcome = await pool.run({ source: program(answer), driver: { hash, code }, input: input as never })
  if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome))
  return outcome.value as { runs: number; alike: boolean; heard: string }
}

test('while nobody waits, a driver hears the last submission again', async () => {
  let before = (await runOf('rehearsed')).runs
  let between = 0
  // A submission that comes at once ends it, so each next one comes later.
  for (let n = 0; n < 22 && between === 0; n++) {
    for (let turn = 0; turn < 2 ** n; turn++) await new Promise(setImmediate)
    const { runs, alike } = await runOf('rehearsed')
    expect(alike).toBe(true)
    between = runs - before - 1
    before = runs
  }
  expect(between).toBeGreaterThan(0)
})

test('what is judged is the submission itself, not what was kept of the last', async () => {
  for (const answer of ['a', 'b', 'a', 'c', 'd'])
    expect((await runOf('each its own', {}, answer)).heard).toContain(`"body":"${answer}"`)
})

test('a driver that goes another way with the same answers is left alone, and its process serves on', async () => {
  const { started } = pool.status()
  for (let n = 0; n < 5; n++)
    expect((await runOf('astray', { goesAstray: true })).heard).toContain('"body":"a"')
  expect(pool.status()).toMatchObject({ started, kills: { crashed: 0 } })
})

test('a process keeps the drivers that it used last', async () => {
  const says = async (hash: string, value: number) => {
    const driver = { hash, code: `exports.run = async () => ${value}` }
    return await pool.run({ source: program('a'), driver, input: {} })
  }
  const others = async (from: number, to: number) => {
    for (let n = from; n < to; n++) await says(`other ${n}`, n)
  }
  await says('kept', 1)
  await others(0, DRIVERS_MAX - 1)
  // Under a name that it has no code is sent: it is the first that runs.
  expect(await says('kept', 2)).toEqual({ kind: 'done', value: 1 })
  await others(0, DRIVERS_MAX)
  expect(await says('kept', 3)).toEqual({ kind: 'done', value: 3 })
})
