/** Files that are strange rather than hostile: each gets its own clear message, or simply works. */
import { type Case, counter, passed, rejected, threw } from './case.ts'

const noDefault = {
  outcome: 'rejected',
  reason: 'no-export',
  message: 'The exercise needs a default export that is a node(…); there is none.',
} as const
const wrongDefault = (got: string) => ({
  outcome: 'rejected' as const,
  reason: 'no-export' as const,
  message: `The exercise needs a default export that is a node(…); it is a ${got}.`,
})
const tooDeep = {
  outcome: 'rejected',
  reason: 'compile',
  message: 'The code is nested too deeply to compile. Split the expression into named parts.',
} as const
/** A correct file of exactly `bytes` bytes. */
const padded = (bytes: number) => {
  const code = `${counter({})}//`
  return code + 'x'.repeat(bytes - Buffer.byteLength(code))
}

export const oddInput: readonly Case[] = [
  { name: 'an empty file', code: '', expect: noDefault },
  { name: 'only comments', code: '// nothing\n/* here */\n', expect: noDefault },
  {
    name: 'no default export',
    code: counter({}).replace('export default', 'export const program ='),
    expect: noDefault,
  },
  {
    name: 'a default export that is a function',
    code: 'export default () => {}',
    expect: wrongDefault('function'),
  },
  { name: 'a default export that is null', code: 'export default null', expect: wrongDefault('object') },
  {
    name: 'node() given a number',
    code: `import { node } from 'faultline'\nexport default node(5 as any)`,
    expect: threw('n1 threw TypeError: node(setup) needs a function; got number'),
  },
  {
    name: 'a unit exercise without its export',
    slug: 'adder',
    code: 'export const adding = () => {}',
    expect: {
      ...noDefault,
      message: "The exercise needs an export named 'adder' that is a function; there is none.",
    },
  },
  {
    name: 'a unit exercise whose export is a number',
    slug: 'adder',
    code: 'export const adder = 1',
    expect: {
      ...noDefault,
      message: "The exercise needs an export named 'adder' that is a function; it is a number.",
    },
  },
  {
    name: '20,000 opening brackets',
    code: `${counter({})}\nexport const x = ${'['.repeat(20_000)}`,
    expect: tooDeep,
  },
  {
    name: '20,000 balanced brackets',
    code: `${counter({})}\nexport const x = ${'['.repeat(10_000)}${']'.repeat(10_000)}`,
    expect: tooDeep,
  },
  {
    name: '20,000 operators',
    code: `${counter({})}\nexport const x = ${'1+'.repeat(20_000)}1`,
    expect: { outcome: 'rejected' },
  },
  {
    name: 'a syntax error with its place',
    code: counter({ top: 'const a = 1\nconst b: number = ;' }),
    expect: rejected(3, 19),
  },
  {
    name: 'an error that only the engine sees',
    code: counter({ top: 'let twice = 1\nlet twice = 2' }),
    expect: rejected(3, 5),
  },
  {
    name: 'NUL bytes in a string',
    code: counter({ handler: `if ('\0'.length !== 1) return -1` }),
    expect: passed,
  },
  { name: 'a NUL byte in a name', code: counter({ top: 'const a\0b = 1' }), expect: rejected(2, 8) },
  {
    name: 'lone surrogates in strings and messages',
    code: counter({ handler: `ctx.trace('\ud800', { '\udfff': '\ud83d' }); console.log('\udc00')` }),
    expect: passed,
  },
  { name: 'a lone surrogate as a name', code: counter({ top: 'const \ud800 = 1' }), expect: rejected(2) },
  { name: 'a byte order mark', code: `\ufeff${counter({})}`, expect: passed },
  { name: 'CRLF line ends', code: counter({ top: 'const a = 1' }).replaceAll('\n', '\r\n'), expect: passed },
  {
    name: 'CRLF line ends and an error',
    code: counter({ top: 'let a = 1\nlet a = 2' }).replaceAll('\n', '\r\n'),
    expect: rejected(3, 5),
  },
  {
    name: 'Unicode line separators',
    code: counter({ top: 'const a = 1\u2028const b = 2\u2029' }),
    expect: passed,
  },
  { name: 'an HTML comment', code: counter({ top: 'let a = 1, b = 2\na <!--b' }), expect: rejected(3) },
  { name: 'an HTML comment that closes', code: counter({ top: 'let a = 1\n--> a' }), expect: rejected(3) },
  { name: 'exactly 100 KB', code: padded(100 * 1024), expect: passed },
  {
    name: '100 KB and one byte',
    code: padded(100 * 1024 + 1),
    expect: {
      outcome: 'rejected',
      reason: 'too-large',
      message:
        'The file has 102401 bytes; at most 102400 are allowed. Remove what the exercise does not need.',
    },
  },
  {
    name: 'source that closes the wrapper',
    code: `${counter({})}\n})();(function () {`,
    expect: { outcome: 'rejected', reason: 'compile', line: 13, column: 1 },
  },
  {
    name: 'source that closes the wrapper twice',
    code: `${counter({})}\n}});\n({ a() { return {`,
    expect: { outcome: 'rejected', reason: 'compile' },
  },
  { name: 'an open comment that would swallow the wrapper', code: `${counter({})}\n/*`, expect: rejected() },
  { name: 'an open template', code: `${counter({})}\nconst s = \``, expect: rejected() },
  { name: 'a line comment at the very end', code: `${counter({})}\n// the end`, expect: passed },
  { name: 'return at the top level', code: counter({ top: 'return' }), expect: rejected(2, 1) },
  {
    name: 'await at the top level',
    code: counter({ top: 'await Promise.resolve()' }),
    expect: rejected(2, 1),
  },
  { name: 'with', code: counter({ top: 'with (Math) {}' }), expect: rejected(2) },
  { name: 'an octal literal', code: counter({ top: 'const mode = 0644' }), expect: rejected(2) },
  { name: 'delete of a name', code: counter({ top: 'let a = 1; delete a' }), expect: rejected(2) },
  { name: 'a decorator', code: counter({ top: '@sealed class A {}' }), expect: rejected(2, 1) },
  { name: 'JSX', code: counter({ top: 'const a = <p>1</p>' }), expect: rejected() },
  {
    name: 'a namespace',
    code: counter({ top: 'namespace A { export const b = 1 }' }),
    expect: rejected(2, 1),
  },
  { name: 'export =', code: `export = 5`, expect: rejected(1, 1) },
  {
    name: 'merge conflict marks',
    code: counter({ top: '<<<<<<< HEAD\nconst a = 1\n=======' }),
    expect: rejected(),
  },
  { name: 'a shell script', code: '#!/bin/sh\nrm -rf /\n', expect: rejected() },
  {
    name: 'names that the wrapper uses',
    code: counter({
      top: 'const window = [1], self = 2, module = 3, process = 4, name = 5; class Worker {}; class Map2 extends Map {}',
    }),
    expect: passed,
  },
  { name: 'a name that the wrapper needs', code: counter({ top: 'const exports = 1' }), expect: rejected(2) },
  {
    name: 'enums, satisfies, parameter properties, abstract classes, overloads',
    code: counter({
      top: `
enum Level { Low, High = 'high' }
abstract class Shape { abstract area(): number; constructor(protected readonly side: number) {} }
class Square extends Shape { area() { return this.side ** 2 } }
function id(x: number): number
function id(x: string): string
function id(x: any) { return x }
const table = { a: 1 } as const satisfies Record<string, number>
`,
      handler: `if (new Square(3).area() !== 9 || Level.High !== 'high' || id(table.a) !== 1) return -1`,
    }),
    expect: passed,
  },
  {
    name: 'recent JavaScript',
    code: counter({
      top: `
const groups = Object.groupBy([1, 2, 3], (n: number) => (n % 2 ? 'odd' : 'even'))
const { promise, resolve } = Promise.withResolvers<number>()
resolve(new Set([1, 2]).union(new Set([3])).size)
class Private { #x = 1; static { new Private().#x } get x() { return this.#x } }
const sorted = [3, 1, 2].toSorted().at(-1) ?? 0
`,
      handler: `if (sorted !== 3 || groups.odd?.length !== 2 || new Private().x !== 1 || structuredClone({ a: [1] }).a[0] !== 1) return -1`,
    }),
    expect: passed,
  },
]
