/** Attacks on whatever reads the source: the transpiler, the parser, the compiler. */
import { type Case, counter, exceeded, passed, rejected, threw } from './case.ts'

const tooDeep = {
  outcome: 'rejected',
  reason: 'compile',
  message: 'The code is nested too deeply to compile. Split the expression into named parts.',
} as const

/** A correct counter with `top` in it that is big, and still below 100 KB. */
const big = (top: string) => counter({ top })

export const compileTime: readonly Case[] = [
  {
    name: '10,000 nested parentheses',
    code: big(`const x = ${'('.repeat(10_000)}1${')'.repeat(10_000)}`),
    expect: tooDeep,
  },
  { name: '5,000 nested blocks', code: big(`${'{'.repeat(5_000)}${'}'.repeat(5_000)}`), expect: tooDeep },
  {
    name: '5,000 nested arrow functions',
    code: big(`const f = ${'() => '.repeat(5_000)}1`),
    expect: tooDeep,
  },
  {
    name: '3,000 nested templates',
    code: big(`const s = ${'`${'.repeat(3_000)}1${'}`'.repeat(3_000)}`),
    expect: tooDeep,
  },
  {
    name: '4,000 nested conditionals',
    code: big(`const x = ${'a ? '.repeat(4_000)}1${' : 0'.repeat(4_000)}`),
    expect: tooDeep,
  },
  {
    name: '5,000 nested type arguments',
    code: big(`type A = ${'Array<'.repeat(5_000)}1${'>'.repeat(5_000)}`),
    expect: tooDeep,
  },
  { name: '8,000 prefix operators', code: big(`const x = ${'!'.repeat(8_000)}1`), expect: passed },
  { name: '5,000 powers of powers', code: big(`const x = ${'2**'.repeat(5_000)}1`), expect: passed },
  {
    name: 'arrow functions that look like parentheses until the end',
    code: big(`const f = ${'(a = '.repeat(24)}1${') => 1'.repeat(24)}`),
    expect: exceeded('time'),
  },
  {
    name: 'conditionals that look like arrow functions until the end',
    code: big(`const a = 1, b = 1, c = 1, d = 1; const x = ${'a ? (b) : '.repeat(28)}d`),
    expect: passed,
  },
  {
    name: 'type arguments that look like comparisons until the end',
    code: big(`const f = 1, x = ${'f<'.repeat(26)}1`),
    expect: passed,
  },
  {
    name: 'generic calls that are comparisons after all',
    code: big(`const f: any = 1, x = ${'f < (f > ('.repeat(20)}1${'))'.repeat(20)}`),
    expect: passed,
  },
  {
    name: '20,000 names',
    code: big(`var ${Array.from({ length: 12_000 }, (_, i) => `v${i}`).join()}`),
    expect: passed,
  },
  {
    name: '3,000 functions',
    code: big(Array.from({ length: 3_000 }, (_, i) => `function f${i}(){}`).join('')),
    expect: passed,
  },
  {
    name: 'a class of 6,000 private fields',
    code: big(`class A {${Array.from({ length: 6_000 }, (_, i) => `#p${i}`).join(';')}}`),
    expect: passed,
  },
  {
    name: 'a switch of 4,000 cases',
    code: big(
      `const f = (x: number) => { switch (x) {${Array.from({ length: 4_000 }, (_, i) => `case ${i}:`).join('')}} }`,
    ),
    expect: passed,
  },
  { name: 'an array of 40,000 numbers', code: big(`const a = [${'1,'.repeat(40_000)}]`), expect: passed },
  {
    name: 'a template of 10,000 parts',
    code: big(`const s = \`${'$'.concat('{1}').repeat(10_000)}\``),
    expect: passed,
  },
  { name: 'a number of 90,000 digits', code: big(`const n = ${'9'.repeat(90_000)}`), expect: passed },
  { name: 'a BigInt of 90,000 digits', code: big(`const n = ${'9'.repeat(90_000)}n`), expect: passed },
  {
    name: 'a string of 15,000 escapes',
    code: big(`const s = '${'\\u0061'.repeat(15_000)}'`),
    expect: passed,
  },
  { name: 'one line of 90,000 characters', code: big(`const s = '${'x'.repeat(90_000)}'`), expect: passed },
  { name: '60,000 empty lines', code: big('\n'.repeat(60_000)), expect: passed },
  { name: '40,000 semicolons', code: big(';'.repeat(40_000)), expect: passed },
  { name: '20,000 comments', code: big('/**/'.repeat(20_000)), expect: passed },
  {
    name: '3,000 labels',
    code: big(`${Array.from({ length: 3_000 }, (_, i) => `l${i}:`).join('')};`),
    expect: passed,
  },
  { name: 'a sum of 20,000 names', code: big(`const a = 1, x = a${'+a'.repeat(20_000)}`), expect: tooDeep },
  {
    name: 'a regular expression whose states multiply',
    code: big('const r = /((((a{1,100}){1,100}){1,100}){1,100})/.test("a")'),
    expect: passed,
  },
  {
    name: 'a regular expression of 10,000 groups',
    code: big(`const r = /${'()'.repeat(10_000)}/`),
    expect: passed,
  },
  {
    name: 'a regular expression nested 10,000 deep',
    code: big(`const r = /${'('.repeat(10_000)}${')'.repeat(10_000)}/`),
    expect: passed,
  },
  {
    name: 'a type that never ends to be computed: types are dropped',
    code: big(
      'type Loop<T extends unknown[]> = Loop<[...T, ...T]>; type Boom = Loop<[1]>; declare const b: Boom',
    ),
    expect: passed,
  },
  {
    name: 'asm.js',
    code: big('function asm(){"use asm"; function f(){ return 1 } return f }'),
    expect: passed,
  },
  {
    name: 'code that compiles to more code than it is',
    code: counter({
      handler: `const f = (n: number): number => n ? [0, 1].map(() => f(n - 1)).length : 1; for (;;) f(18)`,
    }),
    expect: exceeded('time'),
  },
  {
    name: 'a source map, a source URL and a debugger',
    code: `${counter({ handler: 'debugger' })}\n//# sourceMappingURL=file:///etc/passwd\n//# sourceURL=file:///kernel.js`,
    expect: passed,
  },
  {
    name: 'a source URL that hides the line of an error',
    code: `${counter({ handler: 'throw new Error("here")' })}\n//# sourceURL=suite.hidden.ts`,
    expect: threw('n1 threw Error: here'),
  },
  {
    name: 'a hashbang in front of ordinary code',
    code: `#!/usr/bin/env node\n${counter({})}`,
    expect: rejected(1, 1),
  },
  {
    name: 'a byte order mark in the middle',
    code: counter({ top: 'const a = 1\ufeff + 2' }),
    expect: passed,
  },
  {
    name: 'names written with escapes',
    code: counter({ top: 'const \\u0061b = 1, \\u{1d465} = ab', handler: 'if (𝑥 !== 1) return -1' }),
    expect: passed,
  },
  { name: 'a keyword written with escapes', code: counter({ top: '\\u0076ar x = 1' }), expect: rejected(2) },
  {
    name: 'letters that look alike, and text that runs backwards',
    code: counter({ top: 'const а = 1, a = 2 /* \u202e } \u2066*/', handler: 'if (а === a) return -1' }),
    expect: passed,
  },
  { name: 'invisible names', code: counter({ top: 'const ㅤ = 1, \u200c$ = 2' }), expect: rejected(2) },
  {
    name: 'labels, jumps and completion values',
    code: counter({
      handler: `a: { b: for (;;) { switch (1) { default: try { continue b } finally { break a } } } }`,
    }),
    expect: passed,
  },
]
