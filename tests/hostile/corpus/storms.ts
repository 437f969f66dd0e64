/** More of using things up: collections, numbers, comparators, patterns, and the ways around a limit. */
import { type Case, counter, exceeded, passed, threw } from './case.ts'

export const storms: readonly Case[] = [
  {
    name: 'a Set that grows',
    code: counter({ handler: 'const s = new Set(); for (let i = 0; ; i++) s.add([i, i, i, i, i, i, i, i])' }),
    expect: exceeded('memory'),
  },
  {
    name: 'a WeakMap whose keys are kept',
    code: counter({
      handler:
        'const w = new WeakMap(), k: object[] = []; for (;;) { const o = {}; k.push(o); w.set(o, [1, 2, 3]) }',
    }),
    expect: exceeded('memory'),
  },
  {
    name: 'an object that gets key after key',
    code: counter({ handler: 'const o: any = {}; for (let i = 0; ; i++) o["k" + i] = [i]' }),
    expect: exceeded('memory'),
  },
  {
    name: 'many small typed arrays',
    code: counter({ handler: 'const a: unknown[] = []; for (;;) a.push(new Uint8Array(1000))' }),
    expect: exceeded('memory'),
  },
  {
    name: 'a typed array as long as they get',
    code: counter({ handler: 'new Float64Array(2 ** 32)' }),
    expect: threw('n1 threw RangeError: Array buffer allocation failed'),
  },
  {
    name: 'WebAssembly memory',
    code: counter({ handler: 'new WebAssembly.Memory({ initial: 65536 })' }),
    expect: threw("n1 threw TypeError: Cannot read properties of undefined (reading 'Memory')"),
  },
  {
    name: 'SharedArrayBuffer and Atomics.wait',
    code: counter({ handler: 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)' }),
    expect: threw(
      "n1 threw TypeError: Cannot read properties of undefined (reading 'wait'). If this is Atomics: it is not here. A node is one thread: keep shared state on the node that owns it.",
    ),
  },
  {
    name: 'a BigInt that doubles',
    code: counter({ handler: 'let n = 3n; for (;;) n *= n' }),
    expect: exceeded('time'),
  },
  {
    name: 'a BigInt too big to be',
    code: counter({ handler: '1n << (1n << 62n)' }),
    expect: threw('n1 threw RangeError: Maximum BigInt size exceeded'),
  },
  {
    name: 'a BigInt read from a megabyte of digits',
    code: counter({ handler: 'for (;;) BigInt("9".repeat(1e6))' }),
    expect: exceeded('time'),
  },
  {
    name: 'powers modulo, without end',
    code: counter({ handler: 'let x = 2n; const m = 2n ** 4423n - 1n; for (;;) x = (x * x - 2n) % m' }),
    expect: exceeded('time'),
  },
  {
    name: 'BigInts that are kept',
    code: counter({ handler: 'const a: bigint[] = []; for (let i = 0n; ; i++) a.push(2n ** 100_000n + i)' }),
    expect: exceeded('memory'),
  },
  {
    name: 'a comparator that adds to what it sorts',
    code: counter({ handler: 'const a = [3, 2, 1]; a.sort(() => { a.push(1); return 1 })' }),
    expect: passed,
  },
  {
    name: 'a comparator that throws, answers nonsense, or sorts again',
    code: counter({
      handler:
        'for (const f of [() => NaN, () => "x", () => { throw 1 }, () => [2, 1].sort()[0]!, () => 1n] as any[]) try { [5, 4, 3, 2, 1].sort(f) } catch {}',
    }),
    expect: passed,
  },
  {
    name: 'a comparator inside a comparator, without end',
    code: counter({ handler: 'const f = (): number => { [2, 1].sort(f); return 1 }; [2, 1].sort(f)' }),
    expect: threw('n1 threw RangeError: Maximum call stack size exceeded'),
  },
  {
    name: 'catastrophic lookbehind',
    code: counter({ handler: `/(?<=^(?:x+x+)+y)z/.test('x'.repeat(40) + 'z')` }),
    expect: passed,
  },
  {
    name: 'catastrophic alternatives',
    code: counter({ handler: `/^(a|a)*$/.test('a'.repeat(40) + 'b')` }),
    expect: exceeded('time'),
  },
  {
    name: 'catastrophic split',
    code: counter({ handler: `('a'.repeat(40) + 'b').split(/(?:a+)+$/)` }),
    expect: exceeded('time'),
  },
  {
    name: 'catastrophic back reference',
    code: counter({ handler: `/^(.*)\\1*(.*)\\2*(.*)\\3*$x/.test('ab'.repeat(800))` }),
    expect: exceeded('time'),
  },
  {
    name: 'catastrophic matchAll',
    code: counter({ handler: `[...('a'.repeat(36) + 'b').matchAll(/(a*)*c/g)]` }),
    expect: exceeded('time'),
  },
  {
    name: 'a replacement that multiplies',
    code: counter({ handler: 'let s = "ab".repeat(1000); for (;;) s = s.replaceAll("a", "$&$&$`")' }),
    expect: threw('n1 threw RangeError: Invalid string length'),
  },
  {
    name: 'a pattern of twenty thousand alternatives',
    code: counter({
      handler: 'new RegExp(Array.from({ length: 2e4 }, (_, i) => "k" + i).join("|")).test("x")',
    }),
    expect: passed,
  },
  {
    name: 'queueMicrotask that queues itself',
    code: counter({ handler: 'const f = () => queueMicrotask(f); f()' }),
    expect: exceeded('time'),
  },
  {
    name: 'promises that breed: two for each',
    code: counter({
      handler:
        'const f = (): Promise<unknown> => Promise.resolve().then(() => Promise.all([f(), f()])); void f()',
    }),
    expect: exceeded('memory'),
  },
  {
    name: 'an async function that calls itself before it waits',
    code: counter({ handler: 'const f = async (): Promise<number> => (await f()) + 1; void f()' }),
    expect: threw('n1 threw RangeError: Maximum call stack size exceeded'),
  },
  {
    name: 'an async generator that delegates to itself',
    code: counter({ handler: 'async function* f(): AsyncGenerator<number> { yield* f() }; void f().next()' }),
    expect: { outcome: 'failed', kind: 'threw' },
  },
  {
    name: 'setTimeout 0 that sets itself',
    code: counter({ handler: 'const f = () => setTimeout(f, 0); f()' }),
    expect: exceeded('events'),
  },
  {
    name: 'setInterval of less than nothing: a millisecond',
    code: counter({ handler: 'setInterval(() => ctx.trace("t"), -1e9)' }),
    expect: passed,
  },
  {
    name: 'a hundred thousand timers in one step',
    code: counter({ handler: 'for (let i = 0; i < 1e5; i++) ctx.after(1e9, () => {})' }),
    expect: exceeded('output'),
  },
  {
    name: 'a hundred thousand timers, each cancelled',
    code: counter({ handler: 'for (let i = 0; i < 1e5; i++) ctx.after(1, () => {}).cancel()' }),
    expect: exceeded('output'),
  },
  {
    name: 'rpcs to itself that breed',
    code: counter({
      setup: `ctx.on('r', () => { void ctx.rpc('n1', 'r', null); void ctx.rpc('n1', 'r', null) }); void ctx.rpc('n1', 'r', null)`,
    }),
    expect: exceeded('events'),
  },
  {
    name: 'a string of half a gigabyte made flat',
    code: counter({ handler: 'const s = "x".repeat(2 ** 29 - 30); return s.charCodeAt(5) + [...s].length' }),
    expect: exceeded('memory'),
  },
  {
    name: 'join and padEnd of gigabytes',
    code: counter({ handler: 'return [Array(1e9).join("ab"), "x".padEnd(1e9)].length' }),
    expect: threw('n1 threw RangeError: Invalid string length'),
  },
  {
    name: 'a million arguments',
    code: counter({ handler: 'return Math.max(...Array(1e6))' }),
    expect: threw('n1 threw RangeError: Maximum call stack size exceeded'),
  },
  {
    name: 'Array.from a length of billions',
    code: counter({ handler: 'Array.from({ length: 2 ** 32 - 2 })' }),
    expect: exceeded('memory'),
  },
  {
    name: 'classes made without end',
    code: counter({ handler: 'const a: unknown[] = []; for (;;) a.push(class { a = 1; b() { return 1 } })' }),
    expect: exceeded('memory'),
  },
  {
    name: 'registered symbols without end',
    code: counter({ handler: 'for (let i = 0; ; i++) Symbol.for("s" + i)' }),
    expect: exceeded('memory'),
  },
  {
    name: 'structuredClone of what has just been cloned, twice',
    code: counter({ handler: 'let x: unknown = [1]; for (;;) x = [structuredClone(x), structuredClone(x)]' }),
    expect: { outcome: 'exceeded' },
  },
  {
    name: 'TextEncoder of long texts that are all kept',
    code: counter({
      handler:
        'const s = "x".repeat(4e6), keep: unknown[] = []; for (;;) keep.push(new TextEncoder().encode(s))',
    }),
    expect: { outcome: 'failed', kind: 'threw' },
  },
  {
    name: 'memory that is let go again and again',
    code: counter({ handler: 'for (let i = 0; i < 100; i++) new Array(1e5).fill(i)' }),
    expect: passed,
  },
  {
    name: 'a good part of the memory there is',
    code: counter({ top: 'let kept: unknown', handler: 'kept = new Array(2e6).fill(1.5)' }),
    expect: passed,
  },
]
