/** What hosts that share a realm with learner code have in common: the module wrapper, and a port around a guest. */
import type { NodePort } from '../../sim/index.ts'
import { FORBIDDEN_GLOBALS } from '../endowments.ts'
import type { Factory, Guest } from '../guest.ts'

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

/**
 * Wraps a module body as a factory; the wrapper adds nothing before line 1 but its own head. The names are parameters
 * of an outer function, so that the body may declare its own: `const window = []` is ordinary code.
 */
export function moduleText(js: string): string {
  const names = [...ENDOWED, ...FORBIDDEN_GLOBALS].join(', ')
  return `(function (globalThis, ${names}) {"use strict";return function (require, exports) {${js}\n}})`
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

/** Calls a compiled module function with the endowments in the order of `moduleText`. */
export function callFactory(make: (...args: unknown[]) => unknown): Factory {
  return (require, endowments) => {
    const exports: Record<string, unknown> = {}
    const given = endowments as unknown as Record<string, unknown>
    const names = [...ENDOWED, ...FORBIDDEN_GLOBALS] as string[]
    const body = make.call(undefined, Object.freeze({ ...given }), ...names.map((n) => given[n]))
    ;(body as (require: unknown, exports: unknown) => void)(require, exports)
    return exports
  }
}
