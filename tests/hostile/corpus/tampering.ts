/** Changing the world under the kernel's feet: globals, prototypes, the kernel's own objects. None has an effect. */
import { type Case, counter, passed, threw } from './case.ts'

/** Assignments to frozen things throw in strict code; a caught one must leave nothing behind. */
const quietly = (...statements: string[]) => statements.map((s) => `try { ${s} } catch {}`).join('\n')

const FROZEN =
  'Frozen are the built-in objects, ctx and the global object, so that nothing survives a crash in them. Use an object or a class of your ' +
  'own; a member that is named like an inherited one is defined in the class body or by Object.defineProperty.'

export const tampering: readonly Case[] = [
  {
    name: 'JSON replaced, so that every message is a lie',
    code: counter({
      top: quietly(
        'JSON.stringify = () => "[]"',
        'JSON.parse = () => ({ i: 1 })',
        'globalThis.JSON = { stringify: () => "[]", parse: () => ({}) } as any',
        'Object.defineProperty(JSON, "parse", { value: () => null })',
      ),
    }),
    expect: passed,
  },
  {
    name: 'Map and Array methods replaced, so that the kernel loses its handlers',
    code: counter({
      top: quietly(
        'Map.prototype.get = () => undefined',
        'Map.prototype.set = function () { return this }',
        'Array.prototype.push = () => 0',
        'Array.prototype.splice = () => []',
        'Object.defineProperty(Array.prototype, Symbol.iterator, { value: function* () {} })',
      ),
    }),
    expect: passed,
  },
  {
    name: 'Object.prototype polluted: toJSON, setters, __proto__',
    code: counter({
      top: quietly(
        'Object.prototype.toJSON = () => 42',
        'Object.defineProperty(Object.prototype, "o", { set() { throw 1 }, configurable: true })',
        '({} as any).__proto__.ok = true',
        'Object.setPrototypeOf(Object.prototype, { k: "kill" })',
        'Array.prototype[0] = "x" as any',
      ),
    }),
    expect: passed,
  },
  {
    name: 'Promise.prototype.then replaced, so that replies can be rewritten',
    code: counter({
      top: quietly(
        'Promise.prototype.then = function () { return this }',
        'Object.defineProperty(Promise, Symbol.species, { value: class {} })',
        'globalThis.Promise = class {} as any',
      ),
    }),
    expect: passed,
  },
  {
    name: 'Function.prototype.call and apply replaced',
    code: counter({
      top: quietly(
        'Function.prototype.call = () => { throw 1 }',
        'Function.prototype.apply = () => ({})',
        'Reflect.apply = () => 0',
      ),
    }),
    expect: passed,
  },
  {
    name: 'an uncaught assignment to an intrinsic is an error of the learner',
    code: counter({ top: 'Array.prototype.map = function () { return [] }' }),
    expect: threw(
      `n1 threw TypeError: Cannot assign to read only property 'map' of object '[object Array]'. ${FROZEN}`,
    ),
  },
  {
    name: 'the kernel objects changed: ctx, disk, console, the module',
    code: counter({
      setup: quietly(
        'ctx.disk.load = () => 1e6',
        'ctx.on = () => {}',
        'Object.defineProperty(ctx, "id", { value: "n2" })',
        'console.log = () => { throw 1 }',
        'ctx.config.x = 1',
        'ctx.peers.push("n9")',
      ),
    }),
    expect: passed,
  },
  {
    name: 'Math and Date changed',
    code: counter({
      top: quietly(
        'Math.random = () => 0.5',
        'Math.floor = () => 7',
        'Date.now = () => 0',
        'Date.prototype.getTime = () => 0',
        'globalThis.Date = null as any',
      ),
      handler: 'if (Math.floor(3.5) !== 3 || new Date(5).getTime() !== 5) return -1',
    }),
    expect: passed,
  },
  {
    name: 'no real time, no real randomness',
    code: counter({
      top: `
const seen = new Set<number>()
const RealDate = new Date(0).constructor as any
const Older = Object.getPrototypeOf(Object.getPrototypeOf(Date.prototype)).constructor as any
for (let i = 0; i < 1000; i++) seen.add(Date.now())
`,
      handler: `
    if (seen.size !== 1) return -1
    let real = 0
    const now = Date.now()
    if (RealDate.now() !== now || new RealDate().getTime() !== now || Date.parse(RealDate()) !== Math.floor(now / 1000) * 1000) return -2
    try { real = Older.now() } catch {}
    try { real = real || new Older().getTime() } catch {}
    if (real || Older !== Object) return -3
`,
    }),
    expect: passed,
  },
  {
    name: 'locale, time zone and weak references cannot tell runs apart',
    code: counter({
      handler: `
    const g = globalThis as any
    if (g.Intl || g.WeakRef || g.FinalizationRegistry || g.Temporal || g.performance) return -1
    if (new Date(0).getTimezoneOffset() !== 0) return -2
    if ((1234.5).toLocaleString() !== '1234.5') return -3
`,
    }),
    expect: passed,
  },
  {
    name: 'a subclass overrides what a frozen prototype has',
    code: counter({
      top: `
class Broken extends Error { constructor(m: string) { super(m); this.name = 'Broken'; this.message = m + '!' } }
const o: any = {}
o.toString = () => 'mine'
o.constructor = 1
`,
      handler: `if (String(o) !== 'mine' || new Broken('x').message !== 'x!' || String(new Broken('y')) !== 'Broken: y!') return -1`,
    }),
    expect: passed,
  },
  {
    name: 'handlers registered for the names of Object.prototype',
    code: counter({
      setup: `for (const t of ['__proto__', 'constructor', 'toString', 'then', '']) ctx.on(t, () => 1)`,
    }),
    expect: passed,
  },
]
