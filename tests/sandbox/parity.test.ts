import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPlainPort } from '../../lib/kernel/index.ts'
import { openPool, type Pool } from '../../lib/sandbox/index.ts'
import type { NodePort } from '../../lib/sim/index.ts'
import { transpile } from '../../lib/transpile/index.ts'

/** Boots a node and sends it three messages, each with a call; the same text drives both hosts. */
const driver = `
exports.run = async (port) => {
  const step = (ev) => port.step(JSON.stringify({ i: 1, mono: 0, wall: 0, ev }))
  const out = [await step({ k: 'boot', id: 'n1', peers: ['n2'], role: 'default', config: null, seed: 1, lines: false })]
  for (let call = 0; call < 3; call++) {
    out.push(await step({ k: 'msg', from: 'c', type: 'x', body: call, call }))
    out.push(await step({ k: 'timer', timer: call + 1 }))
  }
  out.push(await step({ k: 'reply', rpc: 1, ok: false, error: 'Timeout', reason: 'no answer' }))
  return out.map((text) => JSON.parse(text))
}`

let pool: Pool
beforeAll(async () => {
  pool = await openPool({ size: 1 })
})
afterAll(() => pool.close())

async function plain(source: string): Promise<unknown> {
  const code = transpile(source)
  if (!code.ok) throw new Error(code.message)
  const exports: { run?: (port: NodePort) => Promise<unknown> } = {}
  new Function('exports', driver)(exports)
  return exports.run?.(openPlainPort(code.js))
}

test.each([
  ['a handler throws', `ctx.on('x', () => { throw new Error('a') })`],
  ['a handler rejects', `ctx.on('x', async () => { await null; throw new TypeError('a') })`],
  ['a refusal', `ctx.on('x', async () => { throw new Refused('no') })`],
  ['a timer throws', `for (let i = 0; i < 3; i++) ctx.after(1, () => { throw new Error('t' + i) })`],
  [
    'an async timer rejects',
    `for (let i = 0; i < 3; i++) ctx.after(1, async () => { throw new Error('t' + i) })`,
  ],
  ['a timer of setTimeout rejects', `setTimeout(async () => { throw new Error('t') })`],
  ['an async setup rejects', `return Promise.reject(new Error('setup'))`],
  ['the setup throws', `throw new Error('setup')`],
  ['a promise nobody awaits', `ctx.on('x', () => { void Promise.reject(new Error('floating')); return 1 })`],
  [
    'two promises nobody awaits',
    `ctx.on('x', () => { void Promise.reject(new Error('a')); void Promise.reject(new Error('b')); return 1 })`,
  ],
  [
    'a promise nobody awaits, later',
    `ctx.on('x', () => { void (async () => { await null; await null; throw new RangeError('late') })(); return 1 })`,
  ],
  [
    'a rejection that is awaited a little later',
    `ctx.on('x', async () => { const p = Promise.reject(new Error('handled')); await null; await null; try { await p } catch (e) { return e.message } })`,
  ],
  [
    'a rejection with something that is not an error',
    `ctx.on('x', () => { void Promise.reject({ code: 1 }); void Promise.reject(7); return 1 })`,
  ],
  [
    'an rpc nobody awaits',
    `ctx.on('x', () => { void ctx.rpc('n2', 'y').then(() => { throw new Error('then') }); return 1 })`,
  ],
  ['an rpc that times out, and nobody awaits it', `void ctx.rpc('n2', 'y')`],
  [
    'an error of a class of its own that nobody awaits',
    `class Odd extends Error { constructor() { super('odd'); this.name = 'Odd' } }; ctx.on('x', () => { void Promise.reject(new Odd()); return 1 })`,
  ],
  [
    'order of microtasks',
    `ctx.on('x', async (n) => { ctx.trace('a'); void Promise.resolve().then(() => ctx.trace('b')); await null; ctx.trace('c'); return n })`,
  ],
  [
    'console and random',
    `ctx.on('x', () => { console.log('hi', { a: 1 }); return [Math.random(), ctx.random.int(1, 6), Date.now()] })`,
  ],
])('the sandbox and plain Node say the same: %s', async (_, body) => {
  const source = `import { node, Refused } from 'faultline'\nexport default node((ctx) => { ${body} })`
  const caged = await pool.run({ source, driver: { hash: 'parity', code: driver }, input: {} })
  expect(caged).toEqual({ kind: 'done', value: await plain(source) })
})
