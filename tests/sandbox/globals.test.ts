import { expect, test } from 'vitest'
import { openPlainPort } from '../../lib/kernel/index.ts'
import { openPool } from '../../lib/sandbox/index.ts'
import type { NodePort } from '../../lib/sim/index.ts'
import { transpile } from '../../lib/transpile/index.ts'

/** What a browser's Worker has, too; Node's own list comes on top. */
const OF_BROWSERS = [
  'window',
  'self',
  'document',
  'XMLHttpRequest',
  'Worker',
  'importScripts',
  'indexedDB',
  'caches',
  'localStorage',
  'location',
]

/** Statics that remember the last match, and what SES does not know yet. */
const TAKEN_BY_SES =
  /^RegExp\.(input|last|left|right|\$|escape$)|^RegExp\.prototype\.compile$|^Error\.isError$/

const names = [...new Set([...Object.getOwnPropertyNames(globalThis), ...OF_BROWSERS])]
  .filter((name) => /^[A-Za-z_$][\w$]*$/.test(name) && !/^__|vitest/i.test(name))
  .sort()

const members = [
  'Object',
  'Array',
  'String',
  'Number',
  'Map',
  'Set',
  'Promise',
  'Math',
  'JSON',
  'Date',
  'RegExp',
  'Error',
  'Symbol',
  'BigInt',
  'Iterator',
  'Function',
  'ArrayBuffer',
  'Uint8Array',
  'Float64Array',
  'Reflect',
  'Proxy',
  'WeakMap',
  'Int8Array',
  'DataView',
]
  .flatMap((name) => {
    const value = (globalThis as never as Record<string, { prototype?: object }>)[name]
    const of = (o: object | undefined, path: string) =>
      Object.getOwnPropertyNames(o ?? {}).map((k) => [path, k])
    return [...of(value, name), ...of(value?.prototype, `${name}.prototype`)]
  })
  .filter(([, k]) => !['caller', 'callee', 'arguments', 'prototype', 'length', 'name'].includes(k as string))

const source = `import { node } from 'faultline'
const seen = {
${names.map((name) => `  ${name}: typeof ${name},`).join('\n')}
${members.map(([path, k]) => `  ${JSON.stringify(`${path}.${k}`)}: Object.hasOwn(${path}, ${JSON.stringify(k)}),`).join('\n')}
}
export default node((ctx) => ctx.view(seen))`

const driver = `
exports.run = async (port) => {
  const ev = { k: 'boot', id: 'n1', peers: [], role: 'default', config: null, seed: 1, lines: false }
  return JSON.parse(await port.step(JSON.stringify({ i: 1, mono: 0, wall: 0, ev })))
}`

test('a name is there in the sandbox if and only if it is there in plain Node', async () => {
  const pool = await openPool({ size: 1, spares: 0 })
  const caged = await pool.run({ source, driver: { hash: 'globals', code: driver }, input: null })
  await pool.close()
  const code = transpile(source)
  if (!code.ok) throw new Error(code.message)
  const exports: { run?: (port: NodePort) => Promise<unknown> } = {}
  new Function('exports', driver)(exports)
  const plain = (await exports.run?.(openPlainPort(code.js))) as [{ state: Record<string, string> }]
  const inCage = caged.kind === 'done' ? (caged.value as unknown as typeof plain)[0].state : {}
  const differ = Object.keys(inCage).filter(
    (name) => inCage[name] !== plain[0].state[name] && !TAKEN_BY_SES.test(name),
  )
  expect(differ.map((name) => `${name}: ${inCage[name]} caged, ${plain[0].state[name]} plain`)).toEqual([])
  expect(Object.values(inCage).filter((type) => type !== 'undefined').length).toBeGreaterThan(50)
})
