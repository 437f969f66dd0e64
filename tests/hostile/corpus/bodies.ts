/** What is sent, stored, shown and named: values that fight back when they are turned into JSON. */
import { type Case, counter, exceeded, passed, threw } from './case.ts'

const failedSum = (got: unknown) => ({ outcome: 'failed', property: 'sum', got }) as never

export const bodies: readonly Case[] = [
  {
    name: 'an iterator without end as a reply',
    code: counter({ handler: 'return (function* () { for (;;) yield 1 })()' }),
    expect: failedSum({}),
  },
  {
    name: 'an async iterator without end as a reply',
    code: counter({ handler: 'return (async function* () { for (;;) yield 1 })()' }),
    expect: failedSum({}),
  },
  {
    name: 'an async iterator without end that is awaited',
    code: counter({
      handler:
        'void (async () => { for await (const _ of (async function* () { for (;;) yield 1 })()) ; })()',
    }),
    expect: exceeded('time'),
  },
  {
    name: 'a reply that never comes',
    code: counter({ handler: 'return new Promise(() => {})' }),
    expect: { outcome: 'our-fault', kind: 'vacuous' },
  },
  {
    name: 'a thenable that resolves with itself',
    code: counter({ handler: 'const t: any = { then(ok: any) { ok(t) } }; return t' }),
    expect: exceeded('time'),
  },
  {
    name: 'a promise that resolves with itself',
    code: counter({ handler: 'let ok: any; const p = new Promise((r) => { ok = r }); ok(p); return p' }),
    expect: threw('n1 threw TypeError: Chaining cycle detected for promise [object Promise]'),
  },
  {
    name: 'a thenable whose then is a getter that throws',
    code: counter({ handler: 'return { get then() { throw new Error("then") } }' }),
    expect: threw('n1 threw Error: then'),
  },
  {
    name: 'a thenable whose then changes when it is read again',
    code: counter({
      handler:
        'let n = 0; const sum = (ctx.disk.load() ?? 0) + body.n; ctx.disk.save(sum); return { get then() { return n++ < 2 ? (ok: any) => ok(sum) : undefined } }',
    }),
    expect: passed,
  },
  {
    name: 'a getter that throws inside a body',
    code: counter({ handler: 'return { get a() { throw new Error("a") } }' }),
    expect: threw('n1 threw Error: a'),
  },
  {
    name: 'a getter that sends inside a body',
    code: counter({ handler: 'ctx.trace("x", { get a() { ctx.trace("y"); return 1 } })' }),
    expect: passed,
  },
  {
    name: 'a getter that never returns inside a body',
    code: counter({ handler: 'ctx.send("n1", "x", { get a() { for (;;); } })' }),
    expect: exceeded('time'),
  },
  {
    name: 'toJSON that gives something else each time',
    code: counter({
      handler: 'let n = 0; const o = { toJSON: () => n++ }; ctx.view([o, o]); ctx.trace("t", [o])',
    }),
    expect: passed,
  },
  {
    name: 'toJSON that nests without end',
    code: counter({ handler: 'const o: any = { toJSON: () => ({ o }) }; return o' }),
    expect: threw('n1 threw RangeError: Maximum call stack size exceeded'),
  },
  {
    name: 'a Proxy with keys without end',
    code: counter({
      handler:
        'return new Proxy({}, { ownKeys: () => Array.from({ length: 1e5 }, (_, i) => "k" + i), getOwnPropertyDescriptor: () => ({ value: 1, enumerable: true, configurable: true }), get: () => 1 })',
    }),
    expect: exceeded('output'),
  },
  {
    name: 'a Proxy of an array that says it is longer',
    code: counter({ handler: 'return new Proxy([], { get: (t, k) => (k === "length" ? 1e9 : undefined) })' }),
    expect: threw('n1 threw RangeError: Invalid string length'),
  },
  {
    name: 'a Proxy around a Proxy, a hundred thousand times',
    code: counter({
      handler: 'let p: any = {}; for (let i = 0; i < 1e5; i++) p = new Proxy(p, {}); return p',
    }),
    expect: threw('n1 threw RangeError: Maximum call stack size exceeded'),
  },
  {
    name: 'a revoked Proxy as a body',
    code: counter({
      handler: 'const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return { proxy }',
    }),
    expect: { outcome: 'failed', kind: 'threw' },
  },
  {
    name: 'an array with holes as long as arrays get',
    code: counter({ handler: 'return new Array(2 ** 32 - 1)' }),
    expect: { outcome: 'failed', kind: 'threw' },
  },
  {
    name: 'a boxed number, string and boolean as bodies',
    code: counter({
      handler:
        'ctx.trace("b", [Object(1), Object("s"), Object(true)] as any); return Object((ctx.disk.save(((ctx.disk.load() ?? 0) + body.n) as any), ctx.disk.load()))',
    }),
    expect: passed,
  },
  {
    name: 'a typed array and a Map as bodies',
    code: counter({
      handler: 'ctx.trace("b", [new Uint8Array(3), new Map([[1, 2]]), new Date(NaN), /x/] as any)',
    }),
    expect: passed,
  },
  {
    name: 'a key of a megabyte',
    code: counter({ handler: 'ctx.trace("k", { ["k".repeat(2e6)]: 1 })' }),
    expect: exceeded('output'),
  },
  {
    name: '__proto__ as key, sent, stored and answered',
    code: counter({
      handler:
        'const evil = JSON.parse(\'{"__proto__":{"polluted":1},"n":1}\'); ctx.trace("x", evil); ctx.view(evil); ctx.send("n1", "__proto__", evil); if (({} as any).polluted) return -1',
    }),
    expect: passed,
  },
  {
    name: 'the body that came in, changed',
    code: counter({ handler: 'body.n = body.n + 0; body.__proto__ = null; Object.freeze(body)' }),
    expect: passed,
  },
  {
    name: 'a message of a type named like members of objects',
    code: counter({
      setup:
        'for (const t of ["__proto__", "constructor", "hasOwnProperty", "toString", ""]) { ctx.on(t, () => { throw new Error(t) }); }',
      handler: 'for (const t of ["valueOf", "prototype", "__defineGetter__"]) ctx.send("n1", t, null)',
    }),
    expect: passed,
  },
  {
    name: 'messages to nodes named like members of objects',
    code: counter({
      handler:
        'for (const to of ["__proto__", "constructor", "toString", "hasOwnProperty", "", "n1\\u0000"]) { ctx.send(to, "x", null); void ctx.rpc(to, "x", null, { timeout: 1 }).catch(() => {}) }',
    }),
    expect: passed,
  },
  {
    name: 'files named like members of objects, paths and novels',
    code: counter({
      handler:
        'for (const f of ["__proto__", "constructor", "toString", "../../etc/passwd", "/dev/zero", "", "x\\u0000y", "n".repeat(5000)]) { void ctx.disk.append(f, new Uint8Array([1])); void ctx.disk.fsync(f); void ctx.disk.rename(f, "__proto__").catch(() => {}); void ctx.disk.read(f).catch(() => {}) }',
    }),
    expect: passed,
  },
  {
    name: 'files written a terabyte away',
    code: counter({
      handler:
        'for (const at of [2 ** 40, 2 ** 53, 1e300, -1, NaN, Infinity, 0.5]) void ctx.disk.write("f", at, new Uint8Array([1])).catch(() => {}); void ctx.disk.read("f", 2 ** 40, 2 ** 50).catch(() => {}); void ctx.disk.read("f", -1, -1).catch(() => {})',
    }),
    expect: passed,
  },
  {
    name: 'a disk that fills up',
    code: counter({
      handler:
        'for (let i = 0; i < 20; i++) ctx.after(i, () => { void ctx.disk.append("f", new Uint8Array(1e5)).catch(() => {}) })',
    }),
    expect: passed,
  },
  {
    name: 'what is written is no bytes',
    code: counter({
      handler:
        'for (const b of [null, "text", { length: 1e9 }, [256, -1, NaN], new Proxy([], { get: () => 1e9 })]) try { void ctx.disk.append("f", b as any).catch(() => {}) } catch {}',
    }),
    expect: passed,
  },
  {
    name: 'options of rpc that are getters, Proxies and nonsense',
    code: counter({
      handler:
        'for (const o of [{ timeout: NaN }, { timeout: -1 }, { timeout: "5" }, { timeout: 1n }, { timeout: {} }, { signal: {} }, { signal: null }, null, 5, new Proxy({}, { get: () => 1 })]) try { void ctx.rpc("n1", "nothing", null, o as any).catch(() => {}) } catch {}',
    }),
    expect: passed,
  },
  {
    name: 'handlers, timers and labels of the wrong kind',
    code: counter({
      setup:
        'for (const bad of [null, 5, "f", {}, Symbol(), new Proxy(class {}, {})]) { for (const f of [() => ctx.on("z", bad), () => ctx.after(1, bad), () => ctx.trace(bad as any), () => ctx.send(bad, bad, null)]) try { f() } catch {} }',
    }),
    expect: { outcome: 'failed', kind: 'threw' },
  },
  {
    name: 'what a handler is bound to',
    code: counter({
      handler: 'if (this !== undefined) return -1',
      setup:
        'ctx.on("late", function (this: unknown) { if (this !== undefined) throw new Error("bound") }); ctx.send("n1", "late", null)',
    }).replace('(body: any) =>', 'function (this: unknown, body: any)'),
    expect: passed,
  },
  {
    name: 'a reply after the handler was replaced',
    code: counter({
      handler:
        'ctx.on("add", () => -1); ctx.on("add", ((b: any) => { const t = (ctx.disk.load() ?? 0) + b.n; ctx.disk.save(t); return t }) as any)',
    }),
    expect: passed,
  },
  {
    name: 'twenty thousand handlers',
    code: counter({ setup: 'for (let i = 0; i < 2e4; i++) ctx.on("t" + i, () => 1)' }),
    expect: passed,
  },
  {
    name: 'a log of objects that answer with loops',
    code: counter({ handler: 'console.log({ toJSON() { for (;;); } })' }),
    expect: exceeded('time'),
  },
  {
    name: 'a log of things that throw when they are shown',
    code: counter({ handler: 'console.log({ toJSON() { throw 1 }, toString() { throw 2 } })' }),
    expect: { outcome: 'failed', kind: 'threw' },
  },
  {
    name: 'a label of megabytes',
    code: counter({ handler: 'ctx.trace("l".repeat(3e6))' }),
    expect: exceeded('output'),
  },
  {
    name: 'a hundred thousand messages to a peer in one step',
    code: counter({ handler: 'for (let i = 0; i < 1e5; i++) ctx.send("n1", "x", i)' }),
    expect: exceeded('output'),
  },
  {
    name: 'state of a megabyte saved at every step',
    code: counter({
      setup:
        'ctx.every(1, () => ctx.trace("s")); ctx.every(1, () => { const t = ctx.disk.load(); ctx.disk.save(t ?? 0) })',
    }),
    expect: passed,
  },
]
