/** Ordinary TypeScript, and what it evaluates to in every host. */
export interface Ordinary {
  readonly name: string
  /** At the top of the module. */
  readonly top?: string
  /** The body of an async function of `ctx`. */
  readonly body: string
  /** What it returns, as JSON. */
  readonly gives: unknown
}

export const classes: readonly Ordinary[] = [
  {
    name: 'private fields, methods, accessors, statics and static blocks',
    top: `
class Account {
  static #made = 0
  static limit: number
  static { Account.limit = 3 }
  #balance = 0
  readonly id = ++Account.#made
  #check(n: number) { if (n < 0) throw new RangeError('negative') }
  get balance() { return this.#balance }
  set balance(n: number) { this.#check(n); this.#balance = n }
  static isAccount(x: object): boolean { return #balance in x }
}`,
    body: `const a = new Account(); a.balance = 5
  let refused = ''
  try { a.balance = -1 } catch (e) { refused = (e as Error).message }
  return [a.balance, a.id, new Account().id, Account.limit, Account.isAccount(a), Account.isAccount({}), refused, Object.keys(a)]`,
    gives: [5, 1, 2, 3, true, false, 'negative', ['id']],
  },
  {
    name: 'inheritance, super, abstract classes, accessors, new.target, instanceof',
    top: `
abstract class Shape { abstract area(): number; toString() { return \`\${new.target ?? ''}\${this.constructor.name} \${this.area()}\` } }
class Square extends Shape { constructor(protected side: number) { super() } area() { return this.side ** 2 } override toString() { return super.toString() + '!' } }`,
    body: `const s = new Square(3); return [String(s), s instanceof Shape, Object.getPrototypeOf(Square) === Shape, \`\${s}\`]`,
    gives: ['Square 9!', true, true, 'Square 9!'],
  },
  {
    name: 'errors of one’s own: name, cause, instanceof, fields, AggregateError, Object.assign',
    top: `
class Conflict extends Error {
  override name = 'Conflict'
  constructor(readonly version: number, options?: ErrorOptions) { super('version ' + version, options) }
}
class Older extends Error { constructor(m: string) { super(m); this.name = 'Older'; Object.setPrototypeOf(this, new.target.prototype) } }`,
    body: `const cause = new TypeError('first')
  const e = new Conflict(3, { cause })
  const assigned = Object.assign(new Error('disk'), { code: 'EIO', name: 'DiskError', message: 'disk full' })
  const many = new AggregateError([e, cause], 'both')
  let caught = ''
  try { throw e } catch (x) { if (x instanceof Conflict) caught = \`\${x.name}: \${x.message} (\${(x.cause as Error).message})\` }
  return [caught, String(e), String(assigned), assigned.code, many.errors.length, String(many), e instanceof Error, new Older('o') instanceof Older, String(new Older('o')), typeof e.stack, Object.keys(e)]`,
    gives: [
      'Conflict: version 3 (first)',
      'Conflict: version 3',
      'DiskError: disk full',
      'EIO',
      2,
      'AggregateError: both',
      true,
      true,
      'Older: o',
      'string',
      ['name', 'version'],
    ],
  },
  {
    name: 'subclasses of Map, Set, Array and Promise',
    top: `
class DefaultMap<K, V> extends Map<K, V> { constructor(private make: () => V) { super() } override get(k: K): V { if (!this.has(k)) this.set(k, this.make()); return super.get(k)! } }
class Stack<T> extends Array<T> { get top() { return this.at(-1) } }
class Tags extends Set<string> { override add(t: string) { return super.add(t.toLowerCase()) } }
class Later<T> extends Promise<T> { label = 'later' }`,
    body: `const m = new DefaultMap<string, number[]>(() => []); m.get('a').push(1)
  const s = Stack.from([1, 2, 3]) as Stack<number>; s.push(4)
  const t = new Tags(); t.add('A'); t.add('a')
  const l = new Later<number>((r) => r(7))
  return [[...m], s.top, s.map((x) => x * 2) instanceof Stack, s.length, [...t], await l, l.label, l.then(() => 1) instanceof Later]`,
    gives: [[['a', [1]]], 4, true, 4, ['a'], 7, 'later', true],
  },
  {
    name: 'assigning toString, constructor, name, valueOf, hasOwnProperty and then on objects of one’s own',
    body: `const o: any = {}
  for (const k of ['toString', 'constructor', 'name', 'valueOf', 'hasOwnProperty', 'toJSON', 'message', 'stack', 'length', 'toLocaleString', '__defineGetter__', 'isPrototypeOf', 'propertyIsEnumerable']) o[k] = k
  const literal = { toString: () => 'mine', constructor: 1, valueOf() { return 2 } }
  const headers: Record<string, number> = {}
  for (const word of 'constructor to string valueOf constructor'.split(' ')) headers[word] = (Object.hasOwn(headers, word) ? headers[word]! : 0) + 1
  const f: any = () => 1
  f.toString = () => 'f'; f.bind = 3; f.extra = 4
  const a: any = []
  a.push = 'p'; a.toString = () => 'list'
  const d: any = new Date(0); d.toJSON = () => 'd'; d.getTime = () => 9
  const p: any = Promise.resolve(1); p.cancel = 5
  const m: any = new Map(); m.get = () => 'got'; m.size2 = 1
  return [Object.keys(o).length, String(literal), +literal, headers, String(f), f.bind, String(a), a.push, JSON.stringify([d]), d.getTime(), p.cancel, m.get()]`,
    gives: [
      13,
      'mine',
      2,
      { constructor: 2, to: 1, string: 1, valueOf: 1 },
      'f',
      3,
      'list',
      'p',
      '["d"]',
      9,
      5,
      'got',
    ],
  },
  {
    name: 'assigning to prototypes and statics of one’s own classes, the old way',
    top: `
function Queue(this: any) { this.items = [] }
Queue.prototype.push = function (x: unknown) { this.items.push(x); return this }
Queue.prototype.toString = function () { return 'Queue ' + this.items.join() }
Queue.prototype.constructor = Queue
Queue.prototype.valueOf = function () { return this.items.length }
class Token { static name2 = 'x' }
;(Token as any).prototype.toString = () => 'token'
;(Token as any).prototype.toJSON = () => 'json'
;(Token as any).from = () => new Token()
;(Token as any).toString = () => 'the class'
class Failure extends Error {}
Failure.prototype.name = 'Failure'
Failure.prototype.message = 'failed'
;(Failure.prototype as any).toString = function () { return '!' + this.name }
function OldError(this: any, m: string) { this.message = m }
OldError.prototype = Object.create(Error.prototype)
OldError.prototype.name = 'OldError'
OldError.prototype.constructor = OldError
class Ring extends Array {}
;(Ring.prototype as any).push = function () { return 'pushed' }
class Bag extends Map {}
;(Bag.prototype as any).get = () => 'got'
;(Bag.prototype as any).has = () => 'had'`,
    body: `const q = new (Queue as any)().push(1).push(2)
  const proto = Object.create({ toString() { return 'parent' } }); proto.toString = () => 'child'
  return [String(q), +q, String(new Token()), JSON.stringify([(Token as any).from()]), String(Token), String(new Failure()), new Failure().message, String(new (OldError as any)('old')), new (OldError as any)('x') instanceof Error, (new Ring() as any).push(1), new Bag().get(1), new Bag().has(1), String(proto)]`,
    gives: [
      'Queue 1,2',
      2,
      'token',
      '["json"]',
      'the class',
      '!Failure',
      'failed',
      'OldError: old',
      true,
      'pushed',
      'got',
      'had',
      'child',
    ],
  },
  {
    name: 'static members named as those of functions',
    top: `
class Named { static name = 'own'; static length = 7; static toString() { return 'named' } static call() { return 'call' } static apply = 5; static bind() { return 1 } }
const table = { name() { return 1 }, get length() { return 2 }, async *[Symbol.asyncIterator]() { yield 1 } }`,
    body: `return [Named.name, Named.length, String(Named), (Named as any).call(), Named.apply, table.name(), table.length]`,
    gives: ['own', 7, 'named', 'call', 5, 1, 2],
  },
  {
    name: 'mixins, Symbol.hasInstance, toStringTag, toPrimitive, class expressions, computed names',
    top: `
type Made = new (...args: any[]) => object
const Timed = <B extends Made>(Base: B) => class extends Base { at = 5 }
const key = 'computed'
class Plain { [key + 1]() { return 'c' } static [Symbol.hasInstance](x: unknown) { return x === 1 } get [Symbol.toStringTag]() { return 'Plain' } [Symbol.toPrimitive](hint: string) { return hint === 'number' ? 42 : 'text' } }`,
    body: `const t = new (Timed(class A { b = 1 }))() as any
  const p = new Plain() as any
  return [t.at, t.b, p.computed1(), (1 as any) instanceof Plain, Object.prototype.toString.call(p), +p, \`\${p}\`]`,
    gives: [5, 1, 'c', true, '[object Plain]', 42, 'text'],
  },
]

export const iteration: readonly Ordinary[] = [
  {
    name: 'generators: return, throw, delegation, destructuring',
    top: `
function* count(to: number) { try { for (let i = 0; i < to; i++) { const got: string = yield i; if (got) log.push(got) } return 'end' } finally { log.push('closed') } }
function* all(): Generator<number | string> { const r = yield* count(2); yield r }
const log: string[] = []`,
    body: `const g = count(9); g.next(); g.next('a'); g.return('end')
  const [first, ...rest] = all()
  const h = count(3); h.next(); let thrown = ''
  try { h.throw(new Error('in')) } catch (e) { thrown = (e as Error).message }
  for (const x of count(5)) if (x === 1) break
  return [log, first, rest, thrown, Math.max(...count(4))]`,
    gives: [['a', 'closed', 'closed', 'closed', 'closed', 'closed'], 0, [1, 'end'], 'in', 3],
  },
  {
    name: 'async generators, for await, Symbol.asyncIterator, Array.fromAsync',
    top: `
class Ticks { constructor(private n: number) {} async *[Symbol.asyncIterator]() { for (let i = 0; i < this.n; i++) { await null; yield i } } }
async function* pages() { try { yield* new Ticks(3) } finally { seen.push(-1) } }
const seen: number[] = []`,
    body: `for await (const t of pages()) { seen.push(t); if (t === 1) break }
  for await (const t of [Promise.resolve(7), 8]) seen.push(t)
  const collected: number[] = []
  for await (const t of new Ticks(2)) collected.push(t)
  return [seen, collected, await Array.fromAsync(new Ticks(2))]`,
    gives: [
      [0, 1, -1, 7, 8],
      [0, 1],
      [0, 1],
    ],
  },
  {
    name: 'iterators of one’s own, iterator helpers, entries, spread',
    top: `class Range { constructor(private a: number, private b: number) {} *[Symbol.iterator]() { for (let i = this.a; i < this.b; i++) yield i } }`,
    body: `const byHand = { from: 1, [Symbol.iterator]() { let i = this.from; return { next: () => ({ done: i > 3, value: i++ }), return: () => ({ done: true, value: 0 }) } } }
  return [[...new Range(0, 3)], [...byHand], new Set([1, 2]).values().map((x) => x * 2).toArray(), new Map([[1, 'a']]).entries().toArray(), [...new Range(0, 9)[Symbol.iterator]().filter((x: number) => x % 2).take(2)], Object.fromEntries(new Map([['k', 1]])), Array.from({ length: 2 }, (_, i) => i)]`,
    gives: [[0, 1, 2], [1, 2, 3], [2, 4], [[1, 'a']], [1, 3], { k: 1 }, [0, 1]],
  },
  {
    name: 'labelled loops, switch, comma, do-while, for-in order',
    body: `const found: number[] = []
  outer: for (let i = 0; i < 4; i++) { for (let j = 0; j < 4; j++) { if (j === 2) continue outer; if (i === 2) break outer; found.push(i * 10 + j) } }
  block: { if (found.length) break block; found.push(-1) }
  let n = 0; do { n++ } while (n < 3)
  const keys: string[] = []; for (const k in { b: 1, a: 2, 1: 3 }) keys.push(k)
  switch (n) { case 3: n += 10; case 4: n += 1; break; default: n = 0 }
  return [found, n, keys]`,
    gives: [[0, 1, 10, 11], 14, ['1', 'b', 'a']],
  },
]

export const promises: readonly Ordinary[] = [
  {
    name: 'Promise.all, allSettled, any, race, withResolvers, finally, try',
    body: `const { promise, resolve } = Promise.withResolvers<number>(); queueMicrotask(() => resolve(1))
  const settled = await Promise.allSettled([promise, Promise.reject(new Error('no'))])
  const any = await Promise.any([Promise.reject(1), Promise.resolve(2)])
  let none = ''
  try { await Promise.any([Promise.reject(new Error('a'))]) } catch (e) { none = (e as AggregateError).errors[0].message }
  const order: string[] = []
  await Promise.resolve().then(() => order.push('then')).finally(() => order.push('finally'))
  return [settled.map((s) => s.status), any, none, order, await Promise.race([new Promise(() => {}), 3]), await Promise.all([1, promise])]`,
    gives: [['fulfilled', 'rejected'], 2, 'a', ['then', 'finally'], 3, [1, 1]],
  },
  {
    name: 'order of microtasks, thenables, async stacks, await of plain values',
    body: `const order: string[] = []
  const a = (async () => { order.push('a1'); await null; order.push('a2'); await null; order.push('a3') })()
  void Promise.resolve().then(() => order.push('p1')).then(() => order.push('p2'))
  queueMicrotask(() => order.push('q'))
  order.push('sync')
  await a; await { then(ok: (x: number) => void) { order.push('thenable'); ok(1) } }
  return order`,
    gives: ['a1', 'sync', 'a2', 'p1', 'q', 'a3', 'p2', 'thenable'],
  },
  {
    name: 'AbortController, timers, sleep: all virtual',
    body: `const c = new AbortController(); const heard: string[] = []
  c.signal.addEventListener('abort', () => heard.push('abort'))
  c.abort(new Error('why'))
  const t = setTimeout(() => heard.push('never'), 5); clearTimeout(t)
  try { c.signal.throwIfAborted() } catch (e) { heard.push((e as Error).message) }
  return [heard, c.signal.aborted, typeof t, Date.now(), new Date().toISOString()]`,
    gives: [['abort', 'why'], true, 'number', 1234, '1970-01-01T00:00:01.234Z'],
  },
]
