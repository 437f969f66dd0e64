/**
 * Ordinary TypeScript means the same in the caged sandbox, in a browser's Worker and in plain Node, whatever the machine's
 * time zone and language; and where the sandbox must say no, it says what to write instead.
 */
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tameLocales } from '../../lib/kernel/hosts/locale.ts'
import { openPlainPort } from '../../lib/kernel/index.ts'
import { openPool, type Pool } from '../../lib/sandbox/index.ts'
import type { NodePort } from '../../lib/sim/index.ts'
import { transpile } from '../../lib/transpile/index.ts'
import { launchBrowser } from '../setup/browser.ts'
import { classes, iteration, promises } from './ordinary/cases.ts'
import { atCompileTime, atRunTime } from './ordinary/refusals.ts'
import { values } from './ordinary/values.ts'

// New York is where local time differs, and daylight saving moves it.
process.env.TZ = 'America/New_York'
// This process stands for a realm of its own, as a Worker is.
tameLocales()

const all = [...classes, ...iteration, ...promises, ...values]

/** Boots the program and asks it once; what it asks for, in order. The same text drives every host. */
const driver = `
exports.run = async (port) => {
  const step = (ev) => port.step(JSON.stringify({ i: 1, mono: 5, wall: 1234, ev }))
  const booted = await step({ k: 'boot', id: 'n1', peers: ['n2'], role: 'default', config: null, seed: 1, lines: false })
  const asked = await step({ k: 'msg', from: 'c', type: 'x', body: null, call: 1 })
  return [booted, asked].flatMap((text) => JSON.parse(text))
}`

interface Op {
  o: string
  body?: unknown
  message?: string
}

const program = ({ top = '', body = '' }: { top?: string; body?: string }) =>
  `import { node } from 'faultline'\n${top}\nexport default node((ctx) => { ctx.on('x', async () => { ${body} }) })`

let pool: Pool
let inWorker: Map<string, Op[]>
beforeAll(async () => {
  ;[pool, inWorker] = await Promise.all([openPool({ size: 1, spares: 0 }), runInWorker()])
})
afterAll(() => pool?.close())

async function inSandbox(source: string): Promise<Op[]> {
  const end = await pool.run({ source, driver: { hash: 'ordinary', code: driver }, input: null })
  if (end.kind !== 'done') throw new Error(JSON.stringify(end))
  return end.value as unknown as Op[]
}

async function inNode(source: string): Promise<Op[]> {
  const exports: { run?: (port: NodePort) => Promise<Op[]> } = {}
  new Function('exports', driver)(exports)
  return (await exports.run?.(openPlainPort(js(source)))) ?? []
}

function js(source: string): string {
  const out = transpile(source)
  if (!out.ok) throw new Error(out.message)
  return out.js
}

/** All programs in one Worker of a browser that is German and in New York. */
async function runInWorker(): Promise<Map<string, Op[]>> {
  const entry = `
    import { openWorkerPort } from './lib/kernel/index.ts'
    const exports = {}
    ${driver}
    onmessage = async ({ data }) => {
      const out = []
      for (const { name, code } of data) out.push([name, await exports.run(await openWorkerPort(code))])
      postMessage(out)
    }`
  const bundle = await build({
    stdin: { contents: entry, resolveDir: join(import.meta.dirname, '../..'), loader: 'ts' },
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2024',
  })
  const browser = await launchBrowser()
  try {
    const page = await browser.newPage({ timezoneId: 'America/New_York', locale: 'de-DE' })
    // A page needs an address for its Workers; nothing is asked of any network.
    await page.route('http://course.test/**', (route) => {
      const isScript = route.request().url().endsWith('.js')
      return route.fulfill({
        contentType: isScript ? 'text/javascript' : 'text/html',
        body: isScript ? bundle.outputFiles[0]?.text : '<!doctype html>',
      })
    })
    await page.goto('http://course.test/')
    const told = await page.evaluate(
      (programs) =>
        new Promise<[string, Op[]][]>((resolve, reject) => {
          const worker = new Worker('/worker.js', { type: 'module' })
          worker.onerror = (e) => reject(new Error(e.message || 'the Worker did not load'))
          worker.onmessage = ({ data }) => resolve(data)
          worker.postMessage(programs)
        }),
      all.map((c) => ({ name: c.name, code: js(program(c)) })),
    )
    return new Map(told)
  } finally {
    await browser.close()
  }
}

const hash = (ops: unknown) => createHash('sha256').update(JSON.stringify(ops)).digest('hex')

describe('the same in every host', () => {
  test.each(all)('$name', async (c) => {
    const source = program(c)
    const [caged, plain, worker] = [await inSandbox(source), await inNode(source), inWorker.get(c.name)]
    expect(caged.find((op) => op.o === 'reply' || op.o === 'threw')).toMatchObject({
      o: 'reply',
      body: c.gives,
    })
    expect(plain).toEqual(caged)
    expect(worker).toEqual(caged)
    expect([hash(plain), hash(worker)]).toEqual([hash(caged), hash(caged)])
  })
})

describe('refused before it runs, with what to write instead', () => {
  test.each(atCompileTime)('$name', async ({ top, says }) => {
    const end = await pool.run({
      source: program(top === undefined ? {} : { top }),
      driver: { hash: 'ordinary', code: driver },
      input: null,
    })
    expect(end).toMatchObject({ kind: 'rejected', reason: 'compile', message: says, line: 2 })
  })
})

describe('refused where it happens, with what to write instead', () => {
  test.each(atRunTime)('$name', async ({ body, says }) => {
    const ops = await inSandbox(program(body === undefined ? {} : { body }))
    expect(ops.find((op) => op.o === 'threw')?.message).toBe(says)
  })

  test('a rejection that nobody awaits is explained, too', async () => {
    const ops = await inSandbox(
      program({ body: 'void (async () => { await null; setImmediate(() => 1) })()' }),
    )
    expect(ops.find((op) => op.o === 'threw')?.message).toMatch(/is not a function\. Use ctx\.after/)
  })
})
