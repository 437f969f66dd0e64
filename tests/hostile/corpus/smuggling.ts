/** State that should have died with a crash, and knowledge that should not have left the suite. */
import { type Case, counter, forgetful, lost, passed } from './case.ts'

export const smuggling: readonly Case[] = [
  {
    name: 'kept on globalThis',
    code: forgetful({
      store: '(globalThis as any).total = total',
      recall: 'return (globalThis as any).total',
    }),
    expect: lost,
  },
  {
    name: 'kept on Object.prototype',
    code: forgetful({ store: '(Object.prototype as any).total = total', recall: 'return ({} as any).total' }),
    expect: lost,
  },
  {
    name: 'kept as a property of an intrinsic function',
    code: forgetful({ store: '(parseInt as any).total = total', recall: 'return (parseInt as any).total' }),
    expect: lost,
  },
  {
    name: 'kept on the classes of the kernel',
    code: forgetful({
      store: '(Refused as any).total = (Timeout.prototype as any).total = (node as any).total = total',
      recall: 'return (Refused as any).total || (Timeout.prototype as any).total || (node as any).total',
    }),
    expect: lost,
  },
  {
    name: 'kept on AbortSignal and TextEncoder',
    code: forgetful({
      store: '(AbortSignal as any).total = (TextEncoder.prototype as any).total = total',
      recall: 'return (AbortSignal as any).total || (TextEncoder.prototype as any).total',
    }),
    expect: lost,
  },
  {
    name: 'kept in a name that is given or taken away',
    code: forgetful({
      top: 'declare let process: any, self: any, indexedDB: any',
      store: `for (const f of [() => { (process as any) = total }, () => { (self as any) = total }, () => { (globalThis as any) = total },
        () => { (Date as any) = total }, () => { (console as any) = total }, () => { (undefined as any) = total }]) attempt(f)`,
      recall:
        'return [process, self, globalThis, Date, console, undefined].map(Number).find((n) => n > 0 && n < 1e6)',
    }),
    expect: lost,
  },
  {
    name: 'kept in a variable of the module',
    code: forgetful({ top: 'let kept = 0', store: 'kept = total', recall: 'return kept' }),
    expect: lost,
  },
  {
    name: 'kept on a function of the module',
    code: forgetful({
      top: 'function keep() {}',
      store: '(keep as any).total = total',
      recall: 'return (keep as any).total',
    }),
    expect: lost,
  },
  {
    name: 'kept in a static field',
    code: forgetful({
      top: 'class Keep { static total = 0 }',
      store: 'Keep.total = total',
      recall: 'return Keep.total',
    }),
    expect: lost,
  },
  {
    name: 'kept on the strings of a template',
    code: forgetful({
      top: 'const site = () => ((s: any) => s)`ab`; const m = new WeakMap()',
      store: 'm.set(site(), total)',
      recall: 'return m.get(site())',
    }),
    expect: lost,
  },
  {
    name: 'kept in the legacy properties of RegExp',
    code: forgetful({ store: '/(\\d+)/.exec(String(total))', recall: 'return Number((RegExp as any).$1)' }),
    expect: lost,
  },
  {
    name: 'kept in Error.stackTraceLimit',
    code: forgetful({
      store: '(Error as any).stackTraceLimit = total',
      recall: 'return (Error as any).stackTraceLimit',
    }),
    expect: lost,
  },
  {
    name: 'kept in a registered symbol',
    code: forgetful({
      store: 'Symbol.for("total-" + total)',
      recall: 'return Object.getOwnPropertySymbols(Symbol).length && 0',
    }),
    expect: lost,
  },
  {
    name: 'kept in what require returns',
    code: forgetful({
      store: `(require as any)('faultline').total = total`,
      recall: `return (require as any)('faultline').total`,
    }),
    expect: lost,
  },
  {
    name: 'kept in a timer that outlives the crash',
    code: forgetful({
      top: 'let alive = 0',
      store: 'setTimeout(() => { alive = total }, 60)',
      recall: 'return alive',
    }),
    expect: lost,
  },
  {
    name: 'kept in a promise that outlives the crash',
    code: forgetful({
      top: 'let alive = 0',
      store: 'void ctx.sleep(60).then(() => { alive = total })',
      recall: 'return alive',
    }),
    expect: lost,
  },
  {
    name: 'kept on anything that can be reached',
    code: forgetful({
      top: `
const seen = new Set<unknown>()
const walk = (x: any, visit: (o: any) => void): void => {
  if (x === null || (typeof x !== 'object' && typeof x !== 'function') || seen.has(x)) return
  seen.add(x)
  const proto = Reflect.getPrototypeOf(x)
  visit(x)
  for (const k of Reflect.ownKeys(x)) {
    const d = Reflect.getOwnPropertyDescriptor(x, k)
    for (const v of [d?.value, d?.get, d?.set]) walk(v, visit)
  }
  walk(proto, visit)
}
const roots = () => [
  globalThis, node, Refused, Timeout, require, Object, Function.prototype, Array, Map, Set, WeakMap, Promise, Proxy, Reflect, JSON,
  Math, Date, RegExp, Error, Symbol, BigInt, Iterator, AbortController, AbortSignal, TextEncoder, TextDecoder, console, setTimeout,
  setInterval, queueMicrotask, structuredClone, eval, isNaN, DataView, Float64Array, (async function* () {})(), [][Symbol.iterator](),
  new Map().entries(), 'x'[Symbol.iterator](), /x/g[Symbol.matchAll]('x'), new Error('x'), Promise.resolve(), new AbortController(),
]
const visitAll = (visit: (o: any) => void) => { seen.clear(); for (const r of roots()) walk(r, visit) }
let walked = 0
visitAll(() => { walked++ })
if (walked < 500) throw new Error('walked only ' + walked)
`,
      store: `visitAll((o) => {
        try { o.smuggled = total } catch {}
        try { Object.defineProperty(o, 'smuggled', { value: total, configurable: true }) } catch {}
        try { if (o instanceof Map) Map.prototype.set.call(o, 'smuggled', total) } catch {}
        try { if (o instanceof Set) Set.prototype.add.call(o, 'smuggled-' + total) } catch {}
        try { Object.setPrototypeOf(o, { smuggled: total }) } catch {}
      })`,
      recall: `let best = 0; visitAll((o) => { try { best = Math.max(best, Number(o.smuggled) || 0) } catch {} try { if (o instanceof Map) best = Math.max(best, Number(o.get('smuggled')) || 0) } catch {} }); return best`,
    }),
    expect: lost,
  },
  {
    name: 'the disk is the way that works',
    code: forgetful({ store: 'ctx.disk.save(total)', recall: 'return ctx.disk.load()' }),
    expect: passed,
  },
  {
    name: 'the suite is not to be found in anything reachable',
    code: counter({
      top: `
const seen = new Set<unknown>()
const look = (x: any, path: string): void => {
  if (typeof x === 'string' && /canary|sum of everything|crash loses|counter-hidden/.test(x)) throw new Error('found at ' + path)
  if (x === null || (typeof x !== 'object' && typeof x !== 'function') || seen.has(x)) return
  seen.add(x)
  if (typeof x === 'function') look(Function.prototype.toString.call(x), path + '.toString()')
  for (const k of Reflect.ownKeys(x)) {
    let v: unknown
    try { v = x[k] } catch { continue }
    look(String(k).slice(0, 200) === k ? v : undefined, path + '.' + String(k))
  }
}
`,
      setup: `for (const [name, root] of Object.entries({ ctx, node, require, globalThis, console, Error, Promise, AbortSignal })) look(root, name)`,
      handler: `look(body, 'body'); look(new Error('x').stack, 'stack')`,
    }),
    expect: passed,
  },
]
