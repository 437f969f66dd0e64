import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LimitError, type NodePort, type PortOp, parseOutput } from '../../lib/sim/index.ts'
import { explore } from '../../lib/suite/index.ts'
import { oneScenario, play, portFor } from './play.ts'

const legal: readonly PortOp[] = [
  { o: 'send', to: 'n2', type: 't', body: null },
  { o: 'rpc', rpc: 1, to: 'n2', type: 't', body: { a: 1 }, timeoutMs: null },
  { o: 'rpc', rpc: 1, to: 'n2', type: 't', body: 0, timeoutMs: 0.5, line: 3 },
  { o: 'reply', call: 1, ok: true, body: [] },
  { o: 'reply', call: 1, ok: false, reason: 'no' },
  { o: 'set', timer: 1, delayMs: 0.25 },
  { o: 'cancel', timer: 1 },
  { o: 'save', value: null },
  { o: 'disk', io: 1, op: { f: 'read', file: 'f', at: -1 } },
  { o: 'disk', io: 1, op: { f: 'append', file: 'f', bytes: 'YQ==' } },
  { o: 'disk', io: 1, op: { f: 'write', file: 'f', at: 1e15, bytes: '' } },
  { o: 'disk', io: 1, op: { f: 'rename', file: 'f', to: 'g' } },
  { o: 'disk', io: 1, op: { f: 'truncate', file: 'f', len: 0.5 } },
  { o: 'disk', io: 1, op: { f: 'fsync', file: 'f' } },
  { o: 'disk', io: 1, op: { f: 'list', prefix: '' } },
  { o: 'disk', io: 1, op: { f: 'remove', file: 'f' } },
  { o: 'trace', label: 'l', data: null },
  { o: 'view', state: 1 },
  { o: 'log', level: 'log', text: 'x' },
  { o: 'missing', name: 'default', want: 'function', got: 'undefined' },
  { o: 'threw', message: 'm' },
]

describe('the output of a port', () => {
  test('is every operation of the kernel', () => {
    expect(parseOutput(JSON.stringify(legal))).toEqual(legal)
  })

  test('is refused when any one field is missing or of another type', () => {
    const optional = new Set(['line', 'at'])
    for (const op of legal) {
      const paths: string[][] = []
      for (const [k, v] of Object.entries(op)) {
        if (k !== 'body' && k !== 'value' && k !== 'data' && k !== 'state') paths.push([k])
        if (k === 'op') for (const inner of Object.keys(v as object)) paths.push([k, inner])
      }
      for (const path of paths) {
        for (const bad of [undefined, {}, [1], true]) {
          const broken = structuredClone(op) as unknown as Record<string, Record<string, unknown>>
          const at = path.length === 1 ? broken : (broken[path[0] as string] as never)
          const key = path.at(-1) as string
          if (bad === undefined && optional.has(key) && path.length > 1) continue
          if (bad === undefined && key === 'line') continue
          if (bad === true && key === 'ok') continue
          at[key] = bad as never
          const text = JSON.stringify([broken])
          expect(() => parseOutput(text), text).toThrow(LimitError)
        }
      }
    }
  })

  test('whatever a host hands over, it is parsed or refused, never something else', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.json().map((j) => `[${j}]`),
        ),
        (text) => {
          try {
            expect(Array.isArray(parseOutput(text))).toBe(true)
          } catch (e) {
            expect(e).toBeInstanceOf(LimitError)
          }
        },
      ),
      { seed: 5, numRuns: 3000 },
    )
  })

  test.each([
    ['{', 'no JSON'],
    ['{"o":"send"}', 'no list'],
    ['[null]', 'no operation'],
    ['[{"o":"set","timer":1,"delayMs":null}]', 'no delay'],
    ['[{"o":"set","timer":1,"delayMs":-5}]', 'a delay into the past'],
    ['[{"o":"fault","op":"crash"}]', 'an operation that is no node’s'],
  ])('%s (%s) makes the verdict exceeded, and the runner goes on', async (out) => {
    const honest = portFor('export default node(() => {})')
    const port: NodePort = { step: (i) => (i.includes('"boot"') ? out : honest.step(i)), drain: honest.drain }
    const calm = oneScenario((sc) => sc.nodes(['n1']))
    expect(await explore(calm, port, { clock: () => 0 })).toMatchObject({
      outcome: 'exceeded',
      limit: 'output',
    })
    expect(await explore(calm, honest, { clock: () => 0 })).toMatchObject({ outcome: 'passed' })
  })
})

test('wrong arguments to the disk are the learner’s errors, to be caught there', async () => {
  const run = await play(
    `export default node(async ctx => {
      const said = async (f) => { try { await f() } catch (e) { ctx.trace(e.code ?? e.name) } }
      await said(() => ctx.disk.read('f', NaN))
      await said(() => ctx.disk.write('f', 'x', new Uint8Array(1)))
      await said(() => ctx.disk.append('f', 'text'))
      await said(() => ctx.disk.truncate('f'))
      await ctx.disk.append(7, new Uint8Array(2))
      ctx.trace('files', await ctx.disk.list())
    })`,
    (sc) => sc.nodes(['n1']),
  )
  expect(run.trace.filter((e) => e.kind === 'note').map((e) => e.data ?? e.label)).toEqual([
    'EINVAL',
    'EINVAL',
    'TypeError',
    'EINVAL',
    ['7'],
  ])
})
