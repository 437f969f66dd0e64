/** The port in plain Node: for authors and tests. Same kernel, no cage: never for code that someone else wrote. */
import type { NodePort } from '../sim/index.ts'
import { FORBIDDEN_GLOBALS } from './endowments.ts'
import { createGuest, type Factory, type Guest, LEARNER_FILE } from './guest.ts'

/** `learner` and `fixture` are transpiled CommonJS bodies. Throws the engine's SyntaxError when one does not compile. */
export function openPlainPort(learner: string, fixture?: string): NodePort {
  const guest = createGuest({
    learner: evalFactory(learner, LEARNER_FILE),
    ...(fixture === undefined ? {} : { fixture: evalFactory(fixture, 'fixture.ts') }),
  })
  return portOf(guest, () => new Promise((resolve) => setImmediate(resolve)))
}

/** A port around a guest in this realm: `hop` returns after every microtask has run. */
export function portOf(guest: Guest, hop: () => Promise<void>): NodePort {
  return {
    async step(input) {
      guest.step(input)
      await hop()
      return guest.take()
    },
    drain: hop,
  }
}

/** Wraps a module body as a factory; the wrapper adds nothing before line 1 but its own head. */
export function moduleText(js: string): { head: string; tail: string; names: string[] } {
  const names = [...ENDOWED, ...FORBIDDEN_GLOBALS]
  return {
    names,
    head: `(function (require, exports, module, globalThis, ${names.join(', ')}) {${js.startsWith('"use strict"') ? '' : '"use strict";'}`,
    tail: '\n})',
  }
}

export const ENDOWED = [
  'Date',
  'Math',
  'setTimeout',
  'setInterval',
  'clearTimeout',
  'clearInterval',
  'queueMicrotask',
  'structuredClone',
  'AbortController',
  'AbortSignal',
  'TextEncoder',
  'TextDecoder',
  'console',
] as const

function evalFactory(js: string, file: string): Factory {
  const { head, tail } = moduleText(js)
  // Indirect eval keeps line 1 at line 1; `new Function` would shift it by two. Only the course's own files come here.
  // biome-ignore lint/security/noGlobalEval: see above.
  // biome-ignore lint/complexity/noCommaOperator: makes the eval indirect.
  const make = (0, eval)(`${head}${js}${tail}\n//# sourceURL=${file}`) as (...args: unknown[]) => void
  return callFactory(make)
}

/** Calls a compiled module function with the endowments in the order of `moduleText`. */
export function callFactory(make: (...args: unknown[]) => void): Factory {
  return (require, endowments) => {
    const module = { exports: {} as Record<string, unknown> }
    const given = endowments as unknown as Record<string, unknown>
    const names = [...ENDOWED, ...FORBIDDEN_GLOBALS] as string[]
    make.call(
      undefined,
      require,
      module.exports,
      module,
      Object.freeze({ ...given }),
      ...names.map((n) => given[n]),
    )
    return module.exports
  }
}
