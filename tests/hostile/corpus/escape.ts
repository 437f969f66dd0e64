/** Ways out of the realm. There is nothing to find, and no handle on the host. */
import { type Case, counter, passed, rejected, threw } from './case.ts'

const find = (expression: string) => `
{
  let found: unknown
  try { found = ${expression} } catch {}
  if (found !== undefined && found !== null) throw new Error('found ' + typeof found)
}
`

export const escapes: readonly Case[] = [
  {
    name: 'the Function constructor',
    code: counter({ top: find(`(() => {}).constructor('return process')()`) }),
    expect: passed,
  },
  {
    name: 'constructors of async, generator and async generator functions',
    code: counter({
      top: [
        `(async () => {}).constructor('return 1')`,
        `(function* () {}).constructor('yield 1')`,
        `(async function* () {}).constructor('yield 1')`,
        `Reflect.construct(Function, ['return this'])()`,
        `Function('return this')()`,
        `(0, eval)('this')`,
        `eval('1')`,
      ]
        .map(find)
        .join('\n'),
    }),
    expect: passed,
  },
  {
    name: 'setTimeout with a string',
    code: counter({ setup: `try { (setTimeout as any)('throw new Error("evaluated")', 1) } catch {}` }),
    expect: passed,
  },
  {
    name: 'process, require, module and friends',
    code: counter({
      top: [
        ...[
          'process',
          'global',
          'window',
          'self',
          'Buffer',
          'module',
          '__dirname',
          'fetch',
          'Deno',
          'ivm',
          '_ivm',
        ],
        ...['lockdown', 'Compartment', 'harden', 'WebAssembly', 'SharedArrayBuffer', 'Atomics', 'crypto'],
      ]
        .map((name) => `if (typeof ${name} !== 'undefined') throw new Error('${name} is there')`)
        .join('\n'),
    }),
    expect: passed,
  },
  {
    name: 'require of a Node module',
    code: counter({ top: find(`(require as any)('node:fs')`) }),
    expect: passed,
  },
  {
    name: 'require with an object that changes its mind',
    code: counter({
      top: find(`(require as any)({ n: 0, toString() { return this.n++ ? 'fs' : 'faultline' } })`),
    }),
    expect: passed,
  },
  {
    name: 'require that is not caught',
    code: counter({ top: `const fs = (require as any)('fs')` }),
    expect: threw(
      "n1 threw Error: Cannot import 'fs': an exercise can import 'faultline' only. Write the rest in this file.",
    ),
  },
  {
    name: 'import() of a Node module',
    code: counter({ top: `const fs = import('node:fs')` }),
    expect: rejected(2, 12),
  },
  {
    name: 'import() spelled with comments and lines',
    code: counter({ top: 'const f = import/* */\n(`x`)' }),
    expect: rejected(2, 11),
  },
  {
    name: 'text that looks like import() or eval() but is none',
    code: counter({
      top: `// import('fs') and eval('1') <!-- -->\nconst s = 'import("fs")' + /eval\\(/.source`,
    }),
    expect: passed,
  },
  { name: 'import.meta', code: counter({ top: 'const url = import.meta.url' }), expect: rejected(2) },
  {
    name: 'import of the file system',
    code: `import { readFileSync } from 'node:fs'\n${counter({})}`,
    expect: rejected(1, 30),
  },
  {
    name: 'import of a neighbour: the hidden suite',
    code: counter({ top: `import s from './suite.hidden.ts'` }),
    expect: rejected(2, 15),
  },
  {
    name: 'export from another module',
    code: `${counter({})}export * from '../counter/suite.hidden'`,
    expect: { outcome: 'rejected', reason: 'compile' },
  },
  {
    name: 'the real global object through `this` and sloppy functions',
    code: counter({
      top: `
if (this !== undefined) throw new Error('this is ' + typeof this)
function f(this: unknown) { return this }
if (f() !== undefined) throw new Error('sloppy')
if ((globalThis as any).Object !== undefined) throw new Error('the real global')
`,
    }),
    expect: passed,
  },
  {
    name: 'callers through arguments and stack frames',
    code: counter({
      top: `
function probe() { return [arguments.callee, (probe as any).caller, (probe as any).arguments] }
let found: unknown
try { found = probe() } catch {}
if (found) throw new Error('found the caller')
`,
    }),
    expect: passed,
  },
  {
    name: 'Error.prepareStackTrace sees no host frames',
    code: counter({
      top: `
let seen: any
try { (Error as any).prepareStackTrace = (_: unknown, frames: unknown[]) => { seen = frames; return '' } } catch {}
const stack = new Error('x').stack
if (seen) throw new Error('got frames')
if (/node:|node_modules|\\.cjs|isolated/.test(String(stack))) throw new Error('host paths: ' + stack)
`,
    }),
    expect: passed,
  },
  {
    name: 'captureStackTrace on an object with a hostile stack',
    code: counter({
      top: `
const o: any = {}
try { (Error as any).captureStackTrace(o) } catch {}
try { Object.defineProperty(o, 'stack', { get() { throw new Error('read') } }) } catch {}
`,
      handler: `try { throw o } catch {}`,
    }),
    expect: passed,
  },
  {
    name: 'a Proxy thrown with traps on everything',
    code: counter({
      handler: `
    const traps = new Proxy({}, { get: (_, trap) => () => { throw new Error('trap ' + String(trap)) } })
    throw new Proxy(function () {}, traps as any)
`,
    }),
    expect: threw('n1 threw Error: trap getPrototypeOf'),
  },
  {
    name: 'an error whose message, name and stack are getters that throw',
    code: counter({
      handler: `
    const e = new Error('x')
    for (const k of ['message', 'name', 'stack']) Object.defineProperty(e, k, { get() { throw e } })
    throw e
`,
    }),
    expect: threw('n1 threw something that is not an Error'),
  },
  {
    name: 'a floating rejection with a getter that returns an object',
    code: counter({
      handler: `
    const e: any = new Error('floating')
    Object.defineProperty(e, 'message', { get: () => ({ toString: () => 'from toString' }) })
    void Promise.reject(e)
`,
    }),
    expect: { outcome: 'failed', kind: 'threw', property: 'threw' },
  },
  {
    name: 'a floating rejection with no error at all',
    code: counter({ handler: 'void Promise.reject({ evil: true })' }),
    expect: threw('n1 threw something that is not an Error'),
  },
  {
    name: 'a thenable reply that calls back many times',
    code: counter({
      handler: `
    const sum = (ctx.disk.load() ?? 0) + body.n
    ctx.disk.save(sum)
    return { then(ok: any, no: any) { ok(sum); ok(-1); no(new Error('late')); ok(-2) } }
`,
    }),
    expect: passed,
  },
  {
    name: 'Symbol.species, Symbol.toPrimitive and iterators on what the kernel reads',
    code: counter({
      handler: `
    class Evil extends Array { static get [Symbol.species]() { throw new Error('species') } }
    ctx.trace({ [Symbol.toPrimitive]: () => 'label' } as any, Evil.from([1, 2]))
    ctx.send({ toString: () => 'n1' } as any, { toString: () => 'nobody' } as any, new Proxy({ a: 1 }, {}))
`,
    }),
    expect: passed,
  },
]
