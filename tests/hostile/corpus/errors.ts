/** Errors on their way out of the realm: whoever asks one for its name or stack runs the submission's code. */
import { type Case, counter, exceeded, forgetful, lost, passed, threw } from './case.ts'

const NOT_AN_ERROR = threw('n1 threw something that is not an Error')

export const errors: readonly Case[] = [
  {
    name: 'nothing at all thrown',
    code: counter({ handler: 'throw undefined' }),
    expect: threw('n1 threw undefined undefined'),
  },
  { name: 'null thrown', code: counter({ handler: 'throw null' }), expect: threw('n1 threw object null') },
  {
    name: 'a symbol thrown',
    code: counter({ handler: 'throw Symbol("s")' }),
    expect: threw('n1 threw symbol Symbol(s)'),
  },
  {
    name: 'a BigInt thrown',
    code: counter({ handler: 'throw 10n ** 30n' }),
    expect: threw(`n1 threw bigint 1${'0'.repeat(30)}`),
  },
  {
    name: 'an enormous BigInt thrown',
    code: counter({ handler: 'throw 3n ** 20_000_000n' }),
    expect: exceeded('time'),
  },
  {
    name: 'a function thrown',
    code: counter({ handler: 'throw () => { for (;;); }' }),
    expect: NOT_AN_ERROR,
  },
  {
    name: 'a revoked Proxy thrown',
    code: counter({ handler: 'const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); throw proxy' }),
    expect: threw("n1 threw TypeError: Cannot perform 'getPrototypeOf' on a proxy that has been revoked"),
  },
  {
    name: 'a revoked Proxy rejected, by nobody awaited',
    code: counter({
      handler: 'const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); void Promise.reject(proxy)',
    }),
    expect: NOT_AN_ERROR,
  },
  {
    name: 'a Proxy of an error that answers with a loop',
    code: counter({ handler: 'throw new Proxy(new Error("x"), { get() { for (;;); } })' }),
    expect: exceeded('time'),
  },
  {
    name: 'a Proxy of an error that answers with Proxies',
    code: counter({
      handler: `const p: any = new Proxy(new Error('x'), { get: (_, k) => (k === Symbol.toPrimitive ? () => 'p' : p) }); throw p`,
    }),
    expect: threw('n1 threw p: p'),
  },
  {
    name: 'a Proxy whose prototype is a loop of Proxies',
    code: counter({ handler: 'const p: any = new Proxy({}, { getPrototypeOf: () => p }); throw p' }),
    expect: { outcome: 'failed', kind: 'threw' },
  },
  {
    name: 'an error without a prototype',
    code: counter({ handler: 'throw Object.setPrototypeOf(new Error("bare"), null)' }),
    expect: NOT_AN_ERROR,
  },
  {
    name: 'an object that passes for an error',
    code: counter({
      handler:
        'throw Object.create(Error.prototype, { message: { value: "fake" }, stack: { value: "solution.ts:99:1" } })',
    }),
    expect: threw('n1 threw Error: fake'),
  },
  {
    name: 'a message of ten megabytes',
    code: counter({ handler: 'throw new Error("x".repeat(1e7))' }),
    expect: threw(`n1 threw Error: ${'x'.repeat(119)}…`),
  },
  {
    name: 'a name of ten megabytes',
    code: counter({ handler: 'const e = new Error("m"); e.name = "n".repeat(1e7); throw e' }),
    expect: threw(`n1 threw ${'n'.repeat(119)}…`),
  },
  {
    name: 'a message of control characters, lone surrogates and text that runs backwards',
    code: counter({ handler: `throw new Error('\\u0000\\u001b[31m\\ud800\\u202e')` }),
    expect: { outcome: 'failed', kind: 'threw', property: 'threw' },
  },
  {
    name: 'a message that is HTML',
    code: counter({ handler: `throw new Error('<img src=x onerror=alert(1)>')` }),
    expect: threw('n1 threw Error: <img src=x onerror=alert(1)>'),
  },
  {
    name: 'a message that turns into text as an object',
    code: counter({
      handler: `const e: any = new Error('x'); Object.defineProperty(e, 'message', { value: { toString: () => 'from an object' } }); throw e`,
    }),
    expect: threw('n1 threw Error: from an object'),
  },
  {
    name: 'a name that cannot turn into text',
    code: counter({
      handler: `const e: any = new Error('x'); Object.defineProperty(e, 'name', { value: Symbol() }); throw e`,
    }),
    expect: NOT_AN_ERROR,
  },
  {
    name: 'a stack that lies about the line',
    code: counter({ handler: `const e = new Error('x'); e.stack = 'at (solution.ts:999999999:1)'; throw e` }),
    expect: threw('n1 threw Error: x'),
  },
  {
    name: 'a stack of megabytes that looks almost like a place',
    code: counter({ handler: `const e = new Error('x'); e.stack = 'solution.ts:1'.repeat(3e5); throw e` }),
    expect: threw('n1 threw Error: x'),
  },
  {
    name: 'a cause that causes itself',
    code: counter({ handler: `const e: any = new Error('a'); e.cause = e; throw e` }),
    expect: threw('n1 threw Error: a'),
  },
  {
    name: 'a million errors in one',
    code: counter({ handler: `throw new AggregateError(Array(1e6).fill(new Error('x')), 'many')` }),
    expect: threw('n1 threw AggregateError: many'),
  },
  {
    name: 'a refusal whose reason is an object with a loop in it',
    code: counter({
      top: `import { Refused } from 'faultline'`,
      handler: 'throw new Refused({ toString() { for (;;); }, toJSON: () => ({}) } as any)',
    }),
    expect: exceeded('time'),
  },
  {
    name: 'a refusal that lies about its reason',
    code: counter({
      top: `import { Refused } from 'faultline'`,
      handler: `const r = new Refused('x'); Object.defineProperty(r, 'reason', { get() { throw new Error('read') } }); throw r`,
    }),
    expect: threw('n1 threw Error: read'),
  },
  {
    name: 'a refusal with a reason of megabytes',
    code: counter({
      top: `import { Refused } from 'faultline'`,
      handler: `throw new Refused('r'.repeat(3e6))`,
    }),
    expect: exceeded('output'),
  },
  {
    name: 'Error.prepareStackTrace that never returns',
    code: counter({
      top: 'try { (Error as any).prepareStackTrace = () => { for (;;); } } catch {}',
      handler: 'throw new Error("x")',
    }),
    expect: threw('n1 threw Error: x'),
  },
  {
    name: 'Error.stackTraceLimit without limit, at the bottom of a deep recursion',
    code: counter({
      top: 'try { (Error as any).stackTraceLimit = Infinity } catch {}',
      handler:
        'const f = (n: number): never => { if (n === 0) throw new Error("deep"); return f(n - 1) }; f(5000)',
    }),
    expect: threw('n1 threw Error: deep'),
  },
  {
    name: 'call sites asked for functions and receivers',
    code: counter({
      handler: `let sites: any; try { Object.defineProperty(Error, 'prepareStackTrace', { value: (_: unknown, s: unknown) => { sites = s; return '' }, configurable: true }) } catch {}; void new Error('x').stack; if (sites) return -1`,
    }),
    expect: passed,
  },
  {
    name: 'captureStackTrace on frozen things, Proxies and itself',
    code: counter({
      handler: `for (const o of [Object.freeze({}), new Proxy({}, {}), Error, globalThis, ctx]) try { (Error as any).captureStackTrace(o) } catch {}`,
    }),
    expect: passed,
  },
  {
    name: 'an overflow of the stack inside a getter of the error',
    code: counter({
      handler: `const f = (): number => f() + 1; const e = new Error('x'); Object.defineProperty(e, 'message', { get: () => f() }); throw e`,
    }),
    expect: NOT_AN_ERROR,
  },
  {
    name: 'an overflow of the stack that is caught, over and over',
    code: counter({ handler: 'const f = (): void => { try { f() } finally { f() } }; f()' }),
    expect: exceeded('time'),
  },
  {
    name: 'a throw in the setup of every boot',
    code: counter({ setup: 'throw new TypeError("no")' }),
    expect: threw('n1 threw TypeError: no'),
  },
  {
    name: 'a throw at the top of the module',
    code: `throw new RangeError('top')\n${counter({})}`,
    expect: threw('n1 threw RangeError: top'),
  },
  {
    name: 'a default export whose setup is a getter that throws',
    code: 'export default { get setup() { throw new Error("got") } }',
    expect: threw('n1 threw Error: got'),
  },
  {
    name: 'exports that are getters with a loop',
    code: 'Object.defineProperty(exports, "default", { get() { for (;;); } })',
    expect: exceeded('time'),
  },
  {
    name: 'exports replaced by a Proxy',
    code: '(exports as any).__proto__ = new Proxy({}, { get: () => ({ setup: 1 }) })',
    expect: { outcome: 'rejected', reason: 'no-export' },
  },
  {
    name: 'kept in the stack of an error that the kernel made',
    code: forgetful({
      top: `let held: any`,
      store: 'try { ctx.on("x", 5) } catch (e: any) { e.total = total; held = e }',
      recall: 'return held && held.total',
    }),
    expect: lost,
  },
  {
    name: 'an unhandled rejection for each of ten thousand',
    code: counter({ handler: 'for (let i = 0; i < 1e4; i++) void Promise.reject(i)' }),
    expect: threw('n1 threw number 0'),
  },
  {
    name: 'a rejection that is handled too late',
    code: counter({
      handler: 'const p = Promise.reject(new Error("late")); ctx.after(1, () => { p.catch(() => {}) })',
    }),
    expect: threw('n1 threw Error: late'),
  },
]
