/** What hardening forbids: the message says what, why, and what to write instead. */
export interface Forbidden {
  readonly name: string
  /** Line 2 of the file. */
  readonly top?: string
  /** Line 3, in a handler. */
  readonly body?: string
  readonly says: string
}

const FROZEN =
  'Frozen are the built-in objects, ctx and the global object, so that nothing survives a crash in them. Use an object or a class of your ' +
  'own; a member that is named like an inherited one is defined in the class body or by Object.defineProperty.'
const ONLY = "an exercise can import from 'faultline' only; write the rest in this file."
const AWAIT =
  'This await stands outside an async function: a program starts at once and waits later. Move it into an async handler or function.'
const NO_CODE = 'Code in a string cannot run here: write a function.'

/** Refused before anything runs: nothing is graded, no attempt is counted. */
export const atCompileTime: readonly Forbidden[] = [
  { name: 'await', top: 'const a = await Promise.resolve(1)', says: `Line 2, column 11: ${AWAIT}` },
  { name: 'for await', top: 'for await (const x of []) {}', says: `Line 2, column 5: ${AWAIT}` },
  {
    name: 'a decorator',
    top: '@sealed class A {}',
    says: 'Line 2, column 1: Decorators are not supported: call the function yourself.',
  },
  {
    name: 'a decorator of a method',
    top: 'class A { @log m() {} }',
    says: 'Line 2, column 11: Decorators are not supported: call the function yourself.',
  },
  {
    name: 'a namespace',
    top: 'namespace A { export const b = 1 }',
    says: 'Line 2, column 1: Namespaces are not supported: declare the values at the top of the file.',
  },
  {
    name: 'an accessor field',
    top: 'class A { accessor x = 1 }',
    says: 'Line 2, column 20: `accessor` fields are not supported: write a getter and a setter.',
  },
  {
    name: '`using` at the top',
    top: 'using x = { [Symbol.dispose]() {} }',
    says: 'Line 2, column 7: `using` works inside functions only: nothing ends a module.',
  },
  {
    name: 'JSX',
    top: 'const a = <p>1</p>',
    says: 'Line 2, column 17: JSX is not supported: an exercise shows no pages.',
  },
  {
    name: '`with`',
    top: 'with (Math) {}',
    says: 'Line 2, column 11: `with` is not part of modules: name the object.',
  },
  {
    name: 'import.meta',
    top: 'const u = import.meta.url',
    says: 'Line 2, column 18: import.meta is not available: a program has no address.',
  },
  {
    name: 'import()',
    top: "const f = () => import('./x.ts')",
    says: `Line 2, column 17: Dynamic import() is not available: ${ONLY}`,
  },
  {
    name: 'another module',
    top: "import { readFileSync } from 'fs'",
    says: `Line 2, column 30: Cannot import 'fs': ${ONLY}`,
  },
  {
    name: 'a name of the module',
    top: 'const exports = 1',
    says: "Line 2, column 7: The name 'exports' is taken by the module itself: choose another.",
  },
]

/** Thrown where it happens, as any error of the learner's code. */
export const atRunTime: readonly Forbidden[] = [
  {
    name: 'a method added to a built-in prototype',
    body: '(Array.prototype as any).last = () => 1',
    says: `TypeError: Cannot add property last, object is not extensible. ${FROZEN}`,
  },
  {
    name: 'a built-in replaced',
    body: 'JSON.parse = null as any',
    says: `TypeError: Cannot assign to read only property 'parse' of object '[object JSON]'. ${FROZEN}`,
  },
  {
    name: 'a global variable',
    body: '(globalThis as any).count = 1',
    says: `TypeError: Cannot add property count, object is not extensible. ${FROZEN}`,
  },
  {
    name: 'a member of ctx',
    body: '(ctx as any).count = 1',
    says: `TypeError: Cannot add property count, object is not extensible. ${FROZEN}`,
  },
  {
    name: 'call assigned to a function',
    body: 'const f: any = () => 1; f.call = 1',
    says: `TypeError: Cannot assign to read only property 'call' of function '() => 1'. ${FROZEN}`,
  },
  {
    name: 'then assigned to a promise',
    body: 'const p: any = Promise.resolve(1); p.then = 1',
    says: `TypeError: Cannot assign to read only property 'then' of object '[object Promise]'. ${FROZEN}`,
  },
  {
    name: 'eval',
    body: "return eval('1')",
    says: 'TypeError: eval is not available: code in a string cannot run here, write a function',
  },
  {
    name: 'the Function constructor',
    body: "return Function('return 1')()",
    says: `TypeError: Function.prototype.constructor is not a valid constructor. ${NO_CODE}`,
  },
  {
    name: 'WeakRef',
    body: 'return new WeakRef({})',
    says: 'TypeError: WeakRef is not a constructor. When memory is collected differs from run to run: use Map or WeakMap.',
  },
  {
    name: 'Intl',
    body: "return new Intl.NumberFormat('de').format(1)",
    says: "TypeError: Cannot read properties of undefined (reading 'NumberFormat'). If this is Intl: it is not here. It differs from machine to machine: use toFixed, padStart and toISOString.",
  },
  {
    name: 'performance',
    body: 'return performance.now()',
    says: "TypeError: Cannot read properties of undefined (reading 'now'). If this is performance: it is not here. Use ctx.clock.mono().",
  },
  {
    name: 'process',
    body: 'return process.env',
    says: "TypeError: Cannot read properties of undefined (reading 'env'). If this is process: it is not here. Settings come in ctx.config.",
  },
  {
    name: 'crypto',
    body: 'return crypto.randomUUID()',
    says: "TypeError: Cannot read properties of undefined (reading 'randomUUID'). If this is crypto: it is not here. Use ctx.random or Math.random: both follow the seed.",
  },
  {
    name: 'fetch',
    body: "return fetch('https://example.org')",
    says: 'TypeError: fetch is not a function. There is no network but the simulated one: use ctx.send and ctx.rpc.',
  },
  {
    name: 'setImmediate',
    body: 'return setImmediate(() => 1)',
    says: 'TypeError: setImmediate is not a function. Use ctx.after, setTimeout or queueMicrotask.',
  },
  {
    name: 'SharedArrayBuffer',
    body: 'return new SharedArrayBuffer(8)',
    says: 'TypeError: SharedArrayBuffer is not a constructor. A node is one thread: keep shared state on the node that owns it.',
  },
  {
    name: 'require of a Node module',
    body: "return (require as any)('fs')",
    says: "Error: Cannot import 'fs': an exercise can import 'faultline' only. Write the rest in this file.",
  },
]
