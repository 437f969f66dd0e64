/** Using up time, memory, events and output. Each ends at its own cap, and only the submission's process pays. */
import { expect } from 'vitest'
import { type Case, counter, exceeded, threw } from './case.ts'

export const exhaustion: readonly Case[] = [
  {
    name: 'while (true) at the top level',
    code: counter({ top: 'while (true) {}' }),
    expect: exceeded('time'),
  },
  { name: 'while (true) in a handler', code: counter({ handler: 'for (;;);' }), expect: exceeded('time') },
  {
    name: 'while (true) that swallows every error',
    code: counter({
      handler: 'for (;;) { try { for (;;) { JSON.parse("{") } } catch {} finally { continue } }',
    }),
    expect: exceeded('time'),
  },
  {
    name: 'a microtask loop',
    code: counter({
      handler: 'const again = () => void Promise.resolve().then(again); again()',
    }),
    expect: exceeded('time'),
  },
  {
    name: 'an await loop',
    code: counter({ handler: 'void (async () => { for (;;) await null })()' }),
    expect: exceeded('time'),
  },
  {
    name: 'a catastrophic regular expression',
    code: counter({ handler: `/^(a+)+$/.test('a'.repeat(40) + 'b')` }),
    expect: exceeded('time'),
  },
  {
    name: 'a comparator that never settles',
    code: counter({
      handler:
        'Array.from({ length: 3e6 }, (_, i) => i).sort(() => (Math.random() < 0.5 ? -1 : 1)); for (;;) [3, 2, 1].sort(() => 1)',
    }),
    expect: exceeded('time'),
  },
  {
    name: 'printing an enormous BigInt, which V8 cannot interrupt',
    code: counter({ handler: 'String(3n ** 20_000_000n)' }),
    expect: exceeded('time'),
  },
  {
    name: 'a rejected promise whose error loops in its stack getter',
    code: counter({
      handler: `
    const e = new Error('x')
    Object.defineProperty(e, 'stack', { get() { for (;;); } })
    void Promise.reject(e)
`,
    }),
    expect: exceeded('time'),
  },
  {
    name: 'a thrown error whose message getter loops',
    code: counter({
      handler: `const e = new Error('x'); Object.defineProperty(e, 'message', { get() { for (;;); } }); throw e`,
    }),
    expect: exceeded('time'),
  },
  {
    name: 'a reply whose toJSON loops',
    code: counter({ handler: 'return { toJSON() { for (;;); } }' }),
    expect: exceeded('time'),
  },
  {
    name: 'a thrown value whose toString loops: nobody asks for its text',
    code: counter({ handler: 'throw { toString() { for (;;); } }' }),
    expect: { outcome: 'failed', kind: 'threw' },
  },
  {
    name: 'a thrown error whose message loops',
    code: counter({
      handler: "throw Object.defineProperty(new Error(), 'message', { get() { for (;;); } })",
    }),
    expect: exceeded('time'),
  },
  {
    name: 'an iterator without end given to Promise.all',
    code: counter({ handler: 'void Promise.all((function* () { for (;;) yield 1 })())' }),
    expect: exceeded('memory'),
  },
  {
    name: 'timers that breed: two for each that fires',
    code: counter({ setup: 'const breed = () => { ctx.after(0, breed); ctx.after(0, breed) }; breed()' }),
    expect: exceeded('events'),
  },
  {
    name: 'a timer every microsecond',
    code: counter({ setup: 'ctx.every(0.000001, () => ctx.trace("tick"))' }),
    expect: exceeded('events'),
  },
  {
    name: 'setInterval 0 and a message to itself for each message',
    code: counter({
      setup: `ctx.on('echo', () => ctx.send(ctx.id, 'echo', null)); ctx.send(ctx.id, 'echo', null)`,
    }),
    expect: exceeded('events'),
  },
  {
    name: 'a Map that grows',
    whole: true,
    code: counter({ handler: 'const m = new Map(); for (let i = 0; ; i++) m.set(i, [i, i, i])' }),
    expect: exceeded('memory'),
  },
  {
    name: 'an array of arrays',
    code: counter({ handler: 'const a: unknown[] = []; for (;;) a.push(new Array(1000).fill(a.length))' }),
    expect: exceeded('memory'),
  },
  {
    name: 'strings that are different and all kept',
    code: counter({
      handler: `const a: string[] = []; for (let i = 0; ; i++) a.push(('x' + i).repeat(1000).toUpperCase())`,
    }),
    expect: exceeded('memory'),
  },
  {
    name: 'a string longer than strings can be',
    code: counter({ handler: `let s = 'x'; for (;;) s += s` }),
    expect: threw('n1 threw RangeError: Invalid string length'),
  },
  {
    name: 'closures that keep one another',
    code: counter({ handler: 'let f: any = () => 0; for (;;) { const g = f; f = () => g }' }),
    expect: exceeded('memory'),
  },
  {
    name: 'typed arrays outside the heap',
    code: counter({ handler: 'const a: Uint8Array[] = []; for (;;) a.push(new Uint8Array(16e6).fill(1))' }),
    expect: { outcome: 'failed', kind: 'threw', property: 'threw' },
  },
  {
    name: 'resizable ArrayBuffers, which isolated-vm does not count',
    whole: true,
    code: counter({
      handler: `
    const all: ArrayBuffer[] = []
    for (;;) {
      try {
        const b = new (ArrayBuffer as any)(0, { maxByteLength: 32e6 })
        b.resize(32e6)
        new Uint8Array(b).fill(1)
        all.push(b)
      } catch {}
    }
`,
    }),
    expect: exceeded('memory'),
  },
  {
    name: 'recursion without end',
    code: counter({ handler: 'const f = (): number => f() + 1; return f()' }),
    expect: threw('n1 threw RangeError: Maximum call stack size exceeded'),
  },
  {
    // How deep it gets differs from play to play, and no host can tell a caught overflow from a call that was never made.
    name: 'recursion until the stack is full, caught and counted',
    code: counter({
      top: 'let n = 0; const deep = (f: () => void): void => { try { deep(f) } catch { f() } }',
      handler: 'deep(() => { ctx.trace("deep", n++) }); return n',
    }),
    expect: {
      outcome: 'our-fault',
      kind: 'nondeterministic',
      message: expect.stringContaining('recurses until the stack is full') as never,
    },
  },
  {
    name: 'deeply nested JSON as a reply',
    code: counter({ handler: 'let x: unknown = 1; for (let i = 0; i < 1e5; i++) x = [x]; return x' }),
    expect: exceeded('output'),
  },
  {
    name: 'a reply that gets one level deeper each time',
    code: counter({
      setup: 'let x: unknown = 1',
      handler: 'for (let i = 0; i < 200; i++) x = { x }; ctx.trace("x", x)',
    }),
    expect: exceeded('output'),
  },
  {
    name: 'one step that prints too much',
    code: counter({ handler: `for (let i = 0; i < 2000; i++) console.log('x'.repeat(4096))` }),
    expect: exceeded('output'),
  },
  {
    name: 'one message of several megabytes',
    code: counter({ handler: `return 'x'.repeat(5e6)` }),
    expect: exceeded('output'),
  },
  {
    name: 'a failing run whose counterexample is far too big',
    code: counter({
      handler: `ctx.view('v'.repeat(900_000)); ctx.trace('t', 't'.repeat(90_000)); return -1`,
    }),
    expect: { outcome: 'failed', property: 'sum', got: -1 },
  },
  {
    name: 'a wrong answer of almost a megabyte',
    code: counter({ handler: `return 'x'.repeat(900_000)` }),
    expect: { outcome: 'failed', property: 'sum' },
  },
  {
    name: 'a failing run that printed for pages',
    code: counter({ handler: `for (let i = 0; i < 100; i++) console.log(i, 'x'.repeat(4000)); return -1` }),
    expect: { outcome: 'failed', property: 'sum', got: -1 },
  },
  {
    name: 'marks without end in the trace',
    whole: true,
    code: counter({ handler: `for (let i = 0; ; i++) ctx.trace('mark', i + 'x'.repeat(1e5))` }),
    expect: exceeded('memory'),
  },
]
