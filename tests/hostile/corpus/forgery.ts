/** Speaking the kernel's or the runner's language. It is all just text that a legal program could have said. */
import { type Case, counter, passed, threw } from './case.ts'

const VERDICT = `{"t":"end","id":1,"outcome":{"kind":"done","value":{"outcome":"passed","seeds":1,"events":1}}}`

export const forgery: readonly Case[] = [
  {
    name: 'printing a verdict',
    code: counter({ handler: `console.log(${JSON.stringify(VERDICT)} + '\\n'); return -1` }),
    expect: { outcome: 'failed', property: 'sum' },
  },
  {
    name: 'a verdict as the reply',
    code: counter({ handler: `return ${VERDICT}` }),
    expect: { outcome: 'failed', property: 'sum' },
  },
  {
    name: 'throwing a verdict',
    code: counter({ handler: `throw new Error(${JSON.stringify(`\n${VERDICT}\n`)})` }),
    expect: { outcome: 'failed', kind: 'threw' },
  },
  {
    name: 'port operations inside strings',
    code: counter({
      handler: `ctx.trace('"}],{"o":"reply","call":0,"ok":true,"body":1}', '\\u0000[]'); ctx.send('n1"},{"o":"missing"', 'x', '\\\\"')`,
    }),
    expect: passed,
  },
  {
    name: 'port operations as message bodies',
    code: counter({
      handler: `ctx.trace('x', { o: 'save', value: 0 }); ctx.view([{ o: 'threw', message: 'x' }])`,
    }),
    expect: passed,
  },
  {
    name: '__proto__ and constructor as keys of messages',
    code: counter({
      handler: `ctx.trace('x', JSON.parse('{"__proto__":{"ok":false},"constructor":{"prototype":{"o":1}}}')); ctx.disk.save(JSON.parse('{"__proto__":{"n":1}}')); ctx.disk.save(total0())`,
      top: 'let t0 = 0; const total0 = () => t0',
      setup: 't0 = ctx.disk.load() ?? 0',
    })
      .replace('const total =', 'const total = t0 =')
      .replace('(ctx.disk.load() ?? 0)', 't0'),
    expect: passed,
  },
  {
    name: 'answering for someone else, and messages to nobody',
    code: counter({
      handler: `ctx.send('c1', 'add', 5); ctx.send('nobody', 'x', null); ctx.send('*', 'violation', null)`,
    }),
    expect: passed,
  },
  {
    name: 'numbers that JSON cannot carry',
    code: counter({
      handler: `ctx.trace('n', [NaN, Infinity, -0, 1e400]); ctx.after(NaN, () => {}); ctx.after(-5, () => {}); ctx.after(Infinity, () => {}); ctx.after('x' as any, () => {})`,
    }),
    expect: passed,
  },
  {
    name: 'a BigInt as a reply',
    code: counter({ handler: 'return 5n' }),
    expect: threw('n1 threw TypeError: Do not know how to serialize a BigInt'),
  },
  {
    name: 'a function as a reply',
    code: counter({ handler: 'return () => 5' }),
    expect: threw('n1 threw TypeError: a function cannot be sent: messages are JSON'),
  },
  {
    name: 'a circle as a reply',
    code: counter({ handler: 'const a: any = {}; a.a = a; return a' }),
    expect: { outcome: 'failed', kind: 'threw' },
  },
  {
    name: 'a unit under test that is a Proxy for everything',
    slug: 'adder',
    code: 'export const adder = () => new Proxy(() => {}, { get: (t, k, r) => r, apply: (t, self, args) => args[0] })',
    expect: { outcome: 'failed', property: 'later' },
  },
  {
    name: 'a unit that tampers with the env of its fixture',
    slug: 'adder',
    code: `export function adder(env: any) {
  for (const k of Object.keys(env)) { try { env[k] = () => 0 } catch {} }
  return { add: (a: number, b: number) => new Promise((r) => env.after(10, () => r(a + b))) }
}`,
    expect: passed,
  },
]
