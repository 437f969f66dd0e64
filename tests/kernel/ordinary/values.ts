/** Values and the library: numbers, text, dates, collections, JSON, regular expressions. */
import type { Ordinary } from './cases.ts'

export const values: readonly Ordinary[] = [
  {
    name: 'BigInt',
    body: `const big = 2n ** 64n; return [String(big), (big + 1n).toString(16), BigInt('123') * -2n === -246n, typeof big, Number(BigInt.asUintN(8, 257n)), 5n / 2n === 2n, 1n < 2, 0n ? 1 : 0, BigInt(Number.MAX_SAFE_INTEGER).toLocaleString()]`,
    gives: [
      '18446744073709551616',
      '10000000000000001',
      true,
      'bigint',
      1,
      true,
      true,
      0,
      '9007199254740991',
    ],
  },
  {
    name: 'numbers: formatting, parsing, limits, bits, separators',
    body: `return [(1234.567).toFixed(2), (0.1 + 0.2).toPrecision(3), (255).toString(2), (1e21).toString(), Number('0x1f'), parseInt('12px', 10), parseFloat('3.5e2x'), 1_000, 5 % -3, -7 >> 1, -7 >>> 28, ~~3.9, Math.trunc(-3.5), Math.sign(-2), Math.hypot(3, 4), Math.clz32(1), Math.imul(65537, 65537), Number.isInteger(5.0), (1234567.891).toLocaleString(), (12).toLocaleString('de-DE', { minimumFractionDigits: 2 }), Number.EPSILON > 0, (25).toString(36), Math.round(-0.5) === 0, 0.1 * 3]`,
    gives: [
      '1234.57',
      '0.300',
      '11111111',
      '1e+21',
      31,
      12,
      350,
      1000,
      2,
      -4,
      15,
      3,
      -3,
      -1,
      5,
      31,
      131073,
      true,
      '1234567.891',
      '12',
      true,
      'p',
      true,
      0.30000000000000004,
    ],
  },
  {
    name: 'text: padding, normalising, code points, comparing, templates',
    top: `const tag = (s: TemplateStringsArray, ...v: unknown[]) => s.raw.join('|') + v.join()`,
    body: `const upper = 'straße ΣΑΣ'.toUpperCase(), list = ['b', 'a', 'C', 'ä', '10', '9']
  return ['7'.padStart(3, '0'), 'e\\u0301'.normalize('NFC').length, [...'a\\u{1f600}'].length, 'a\\u{1f600}'.codePointAt(1), 'a-b-c'.replaceAll('-', '+'), 'abc'.at(-1), upper, list.toSorted(), tag\`x\${1}\\n\${2}\`, 'a,b'.split(','), ' x '.trim(), 'ab'.localeCompare('b') < 0, 'a'.localeCompare('a'), String.raw\`\\n\`, 'I'.toLocaleLowerCase(), 'abc'.includes('b'), encodeURIComponent('ä &'), decodeURIComponent('%C3%A4'), 'x'.isWellFormed(), '\\ud800'.toWellFormed().charCodeAt(0), 'aXbX'.lastIndexOf('X'), 'abc'.slice(-2), 'tEST'[0]!.toUpperCase()]`,
    gives: [
      '007',
      1,
      2,
      128512,
      'a+b+c',
      'c',
      'STRASSE ΣΑΣ',
      ['10', '9', 'C', 'a', 'b', 'ä'],
      'x|\\n|1,2',
      ['a', 'b'],
      'x',
      true,
      0,
      '\\n',
      'i',
      true,
      '%C3%A4%20%26',
      'ä',
      true,
      65533,
      3,
      'bc',
      'T',
    ],
  },
  {
    name: 'dates: parsing and formatting in UTC, arithmetic, months, invalid ones',
    body: `const d = new Date('2026-02-28T23:30:00Z'); d.setUTCDate(d.getUTCDate() + 1)
  const local = new Date(2026, 0, 31, 12); local.setMonth(1)
  return [d.toISOString(), d.getTime(), d.getDay() === d.getUTCDay(), d.getTimezoneOffset(), new Date('2026-03-01').getHours(), Date.UTC(2026, 0, 1), Date.parse('2026-01-01T00:00:00+02:00'), local.toISOString(), JSON.stringify({ d }), String(new Date(NaN)), isNaN(+new Date('x')), String(d), d.toUTCString(), d.toDateString(), d.toTimeString(), Date.parse('1 Jan 2026'), new Date(2026, 5).toISOString(), new Date(d) < new Date(d.getTime() + 1), d instanceof Date, Object.prototype.toString.call(d), typeof Date(), d.toLocaleDateString('en-US', { weekday: 'long' })]`,
    gives: [
      '2026-03-01T23:30:00.000Z',
      1772407800000,
      true,
      0,
      0,
      1767225600000,
      1767218400000,
      '2026-03-03T12:00:00.000Z',
      '{"d":"2026-03-01T23:30:00.000Z"}',
      'Invalid Date',
      true,
      'Sun Mar 01 2026 23:30:00 GMT+0000 (Coordinated Universal Time)',
      'Sun, 01 Mar 2026 23:30:00 GMT',
      'Sun Mar 01 2026',
      '23:30:00 GMT+0000 (Coordinated Universal Time)',
      1767225600000,
      '2026-06-01T00:00:00.000Z',
      true,
      true,
      '[object Date]',
      'string',
      'Sun Mar 01 2026',
    ],
  },
  {
    name: 'dates: texts without a zone are in UTC, subclasses and their constructor are virtual, too',
    top: `class Deadline extends Date { passed(now: number) { return this.getTime() < now } }`,
    body: `const d = new Deadline(1000)
  return [['2026-03-29T02:30:00', '2026-03-29', '2026-03', '2026-03-29 02:30', 'March 7, 2026', 'March 7, 2026 10:00 GMT+0200', '2026-07-01T00:00:00+05:30', 'Tue, 03 Mar 2026 01:02:03 EST', 'nonsense', ''].map((s) => Date.parse(s)), d.passed(1500), d instanceof Deadline, d instanceof Date, new (d.constructor as any)().getTime(), new Date(new Date(7)).getTime(), new Date(99, 0).getFullYear(), new Date(-1).getFullYear(), new Date('x').getTimezoneOffset(), new Date(0).getYear?.(), Date.name, Date.now(), new Date(8.64e15 + 1).toString()]`,
    gives: [
      [
        1774751400000,
        1774742400000,
        1772323200000,
        1774751400000,
        1772841600000,
        1772870400000,
        1782844200000,
        1772517723000,
        null,
        null,
      ],
      true,
      true,
      true,
      1234,
      7,
      1999,
      1969,
      null,
      70,
      'Date',
      1234,
      'Invalid Date',
    ],
  },
  {
    name: 'arrays: toSorted, toSpliced, with, findLast, flat, groupBy, stable sort, copyWithin, holes',
    body: `const a = [3, 1, 2]
  const people = [{ n: 'a', g: 1 }, { n: 'b', g: 0 }, { n: 'c', g: 1 }]
  return [a.toSorted(), a.toReversed(), a.toSpliced(1, 1), a.with(0, 9), a.findLast((x) => x > 1), a.findLastIndex((x) => x > 5), [[1, [2]], 3].flat(Infinity), Object.groupBy(people, (p) => p.g), [...Map.groupBy(people, (p) => p.g).keys()], people.toSorted((x, y) => x.g - y.g).map((p) => p.n), [1, 2, 3].copyWithin(0, 1), [, 1].length, 0 in [, 1], [1, 2, 3].includes(NaN), [NaN].includes(NaN), Array.of(7).concat([8], 9), [10, 9, 1].sort(), a.reduceRight((x, y) => x * 10 + y), [..."ab"].entries().toArray(), a.at(-1), [1, 2, 3, 4].flatMap((x) => (x % 2 ? [x, x] : []))]`,
    gives: [
      [1, 2, 3],
      [2, 1, 3],
      [3, 2],
      [9, 1, 2],
      2,
      -1,
      [1, 2, 3],
      {
        0: [{ n: 'b', g: 0 }],
        1: [
          { n: 'a', g: 1 },
          { n: 'c', g: 1 },
        ],
      },
      [1, 0],
      ['b', 'a', 'c'],
      [2, 3, 3],
      2,
      false,
      false,
      true,
      [7, 8, 9],
      [1, 10, 9],
      213,
      [
        [0, 'a'],
        [1, 'b'],
      ],
      2,
      [1, 1, 3, 3],
    ],
  },
  {
    name: 'Map, Set and their new methods, WeakMap, WeakSet, symbols, keys of every kind',
    body: `const w = new WeakMap<object, number>(), k = {}, s = Symbol('own'); w.set(k, 1)
  const o: any = { [s]: 1, b: 2 }
  const m = new Map<unknown, number>([[NaN, 1], [k, 2], ['k', 3]])
  return [w.get(k), new WeakSet([k]).has(k), m.get(NaN), m.get(k), [...new Set([1, 2, 3]).intersection(new Set([2, 3, 4]))], new Set([1]).isSubsetOf(new Set([1, 2])), [...new Set([3, 1, 3])], Symbol.for('x') === Symbol.for('x'), s.description, Object.getOwnPropertySymbols(o).length, JSON.stringify(o), m.delete(NaN), m.size, Object.entries({ a: 1 }), new Map([['a', 1]]).get('a')]`,
    gives: [1, true, 1, 2, [2, 3], true, [3, 1], true, 'own', 1, '{"b":2}', true, 2, [['a', 1]], 1],
  },
  {
    name: 'JSON: replacer, reviver, indentation, toJSON, Map, Date, undefined, cycles, __proto__, big numbers',
    body: `let cycle = ''
  const c: any = {}; c.c = c
  try { JSON.stringify(c) } catch (e) { cycle = (e as Error).name }
  let bad = ''
  try { JSON.parse('{"a":}') } catch (e) { bad = (e as Error).name }
  const parsed = JSON.parse('{"__proto__":{"x":1},"constructor":2}')
  return [JSON.stringify(new Map([[1, 2]])), JSON.stringify([...new Map([[1, 2]])]), JSON.stringify({ d: new Date(0), u: undefined, f() {}, n: NaN, s: Symbol() }), JSON.stringify([undefined, () => 1]), JSON.stringify({ a: [1, { b: 2 }] }, null, 1), JSON.stringify({ a: 1, b: 2 }, ['b']), JSON.parse('[1,{"a":2}]', (k, v) => (typeof v === 'number' ? v * 2 : v)), JSON.stringify({ toJSON: (k: string) => 'k' + k }), cycle, bad, Object.keys(parsed), parsed.x === undefined, JSON.stringify('\\u2028\\ud800'), JSON.parse('1e1000') === Infinity, JSON.stringify(JSON.parse('{"2":1,"a":1,"1":1}'))]`,
    gives: [
      '{}',
      '[[1,2]]',
      '{"d":"1970-01-01T00:00:00.000Z","n":null}',
      '[null,null]',
      '{\n "a": [\n  1,\n  {\n   "b": 2\n  }\n ]\n}',
      '{"b":2}',
      [2, { a: 4 }],
      '"k"',
      'TypeError',
      'SyntaxError',
      ['__proto__', 'constructor'],
      true,
      '"\u2028\\ud800"',
      true,
      '{"1":1,"2":1,"a":1}',
    ],
  },
  {
    name: 'regular expressions: named groups, lookbehind, sticky, unicode sets, matchAll, replace with a function, hasIndices',
    body: `const m = /(?<year>\\d{4})-(?<month>\\d\\d)/.exec('on 2026-11-21')!
  const sticky = /a/y; sticky.lastIndex = 1
  return [m.groups, m.index, '$5 €7'.match(/(?<=€)\\d/)?.[0], '5px 6em'.replace(/(\\d)(?=em)/, '<$1>'), sticky.test('ba'), [...'a1b2'.matchAll(/[a-z](\\d)/g)].map((x) => x[1]), 'a-b'.replace(/-(.)/, (_, c) => c.toUpperCase()), /^\\p{Lu}/u.test('Ä'), /[\\p{L}--[a-z]]/v.test('b'), /a(?<x>b)/d.exec('cab')!.indices!.groups!.x, 'A1'.replace(/(?<l>[A-Z])(?<d>\\d)/, '$<d>$<l>'), /a.c/s.test('a\\nc'), 'x'.search(/y/), 'a1b'.split(/\\d/), /(?:ab)+?/i.source, new RegExp('a+', 'gi').flags]`,
    gives: [
      { year: '2026', month: '11' },
      3,
      '7',
      '5px <6>em',
      true,
      ['1', '2'],
      'aB',
      true,
      false,
      [2, 3],
      '1A',
      true,
      -1,
      ['a', 'b'],
      '(?:ab)+?',
      'gi',
    ],
  },
  {
    name: 'typed arrays, DataView, TextEncoder, ArrayBuffer',
    body: `const b = new ArrayBuffer(8), v = new DataView(b); v.setUint32(0, 0xdeadbeef); v.setFloat32(4, 1.5)
  const u = Uint8Array.from([3, 1, 2])
  return [[...new Uint8Array(b)], v.getInt16(0), [...u.toSorted()], [...u.subarray(1)], [...new TextEncoder().encode('ä\\u{1f600}')], new TextDecoder().decode(new Uint8Array([0xc3, 0xa4])), new Float64Array(2).length, u.buffer.byteLength, [...new BigUint64Array([1n])].map(String), u.at(-1), [...new Uint8ClampedArray([300, -5])], b.slice(0, 2).byteLength, u instanceof Uint8Array, Object.prototype.toString.call(u)]`,
    gives: [
      [222, 173, 190, 239, 63, 192, 0, 0],
      -8531,
      [1, 2, 3],
      [1, 2],
      [195, 164, 240, 159, 152, 128],
      'ä',
      2,
      3,
      ['1'],
      2,
      [255, 0],
      2,
      true,
      '[object Uint8Array]',
    ],
  },
  {
    name: 'structuredClone copies deeply, as JSON does',
    body: `const o = { a: [1, { b: 2 }] }; const c = structuredClone(o); c.a.push(3)
  return [o.a.length, c.a.length, structuredClone(undefined) === undefined, structuredClone({ d: new Date(0) } as any).d]`,
    gives: [2, 3, true, '1970-01-01T00:00:00.000Z'],
  },
  {
    name: 'optional chaining, nullish and logical assignment, exponent, spread, destructuring with defaults',
    body: `const o: any = { a: { b: null } }
  o.a.b ??= 5; o.a.c ||= 6; o.a.b &&= 7
  const { a: { b, z = 1, ...rest }, ['q']: q = 'def' } = o
  const [x, , y = 3, ...tail] = [1, 2, undefined, 4, 5]
  const f = ({ n = 1 }: { n?: number } = {}, ...more: number[]) => n + more.length
  return [o?.x?.y.z, o.a?.['b'], o.f?.(), b, z, rest, q, x, y, tail, f(), f({ n: 2 }, 1, 1), 2 ** 3 ** 2, { ...o.a, b: 0 }, [...[1], ...'ab'], void 0 ?? 'u', typeof undeclared]`,
    gives: [
      null,
      7,
      null,
      7,
      1,
      { c: 6 },
      'def',
      1,
      3,
      [4, 5],
      1,
      4,
      512,
      { b: 0, c: 6 },
      [1, 'a', 'b'],
      'u',
      'undefined',
    ],
  },
  {
    name: 'enums, const enums, generics, overloads, guards, satisfies, non-null, abstract and parameter properties',
    top: `
enum State { Closed, Open = 'open', Half = 1 << 2 }
const enum Size { Small = 1, Large = Small * 2 }
interface Entry<T> { readonly key: string; value?: T }
type Result<T> = { ok: true; value: T } | { ok: false; error: string }
declare const ambient: number
declare module 'x' { export const y: number }
function isEntry(x: unknown): x is Entry<number> { return typeof x === 'object' && x !== null && 'key' in x }
function assertOk<T>(r: Result<T>): asserts r is { ok: true; value: T } { if (!r.ok) throw new Error(r.error) }
function pick(x: string): string
function pick(x: number): number
function pick(x: any) { return x }
class Box<T> { constructor(private readonly items: T[] = [], public label?: string) {} get first() { return this.items[0]! } declare extra: string; [key: string]: unknown }
export type { Entry }
export const version = 1 as const`,
    body: `const r: Result<number> = { ok: true, value: 3 }; assertOk(r)
  const t = { a: 1 } satisfies Record<string, number>
  return [State.Closed, State[0], State.Open, State.Half, Size.Large, isEntry({ key: 'k' }), r.value, pick(5), new Box([7]).first, t.a, (<number>5), (5 as unknown as string), Object.keys(new Box())]`,
    gives: [0, 'Closed', 'open', 4, 2, true, 3, 5, 7, 1, 5, 5, ['items', 'label']],
  },
  {
    name: 'Proxy and Reflect of one’s own, getters, setters, freezing, descriptors',
    body: `const log: string[] = []
  const p: any = new Proxy({ a: 1 } as any, { get: (t, k, r) => (log.push(String(k)), Reflect.get(t, k, r)), set: (t, k, v) => Reflect.set(t, k, v + 1), has: () => true, deleteProperty: () => true })
  p.b = 1; const frozen = Object.freeze({ x: 1 }) as any
  let refused = ''
  try { frozen.x = 2 } catch (e) { refused = (e as Error).name }
  const o = { _n: 1, get n() { return this._n }, set n(v) { this._n = v * 2 } }; o.n = 4
  return [p.a, p.b, 'q' in p, log, refused, o.n, Object.getOwnPropertyDescriptor(o, 'n')?.enumerable, Reflect.ownKeys(o), Reflect.has(o, 'n'), Object.isFrozen(frozen)]`,
    gives: [1, 2, true, ['a', 'b'], 'TypeError', 8, true, ['_n', 'n'], true, true],
  },
  {
    name: 'console prints maps, sets, errors, big numbers and cycles in every host alike',
    body: `const c: any = { a: 1 }; c.c = c
  console.log(new Map([[1, { a: 2 }]]), new Set([1]), new TypeError('x'), 5n, undefined, null, () => 1, Symbol('s'), [1, undefined], c, -0, new Date(0))
  console.warn('%s', 'text', class A {})
  return 1`,
    gives: 1,
  },
  {
    name: 'closures, hoisting, recursion, currying, default exports beside others, IIFE, getter on this, var',
    body: `const memo = new Map<number, number>()
  const fib = (n: number): number => n < 2 ? n : memo.get(n) ?? (memo.set(n, fib(n - 1) + fib(n - 2)), memo.get(n)!)
  var hoisted = typeof later; function later() {}
  const fs: (() => number)[] = []; for (let i = 0; i < 3; i++) fs.push(() => i)
  const depth = (n: number): number => (n === 0 ? 0 : 1 + depth(n - 1))
  return [fib(50), hoisted, fs.map((f) => f()), depth(2000), ((a: number) => (b: number) => a + b)(1)(2), (function (this: any) { return this === undefined })(), (function () { return arguments.length })(...([1, 2] as [])), (() => { try { return 1 } finally { memo.clear() } })(), memo.size]`,
    gives: [12586269025, 'function', [0, 1, 2], 2000, 3, true, 2, 1, 0],
  },
]
