/** What hosts that share a realm with learner code have in common: the module wrapper, and a port around a guest. */
import type { NodePort } from '../../sim/index.ts'
import { FORBIDDEN_GLOBALS } from '../endowments.ts'
import type { Factory, Guest } from '../guest.ts'

/** Listens for rejections that nothing handles until `stop`, which returns their reasons in order. */
export type WatchRejections = () => { stop(): readonly unknown[] }

/**
 * A port around a guest in this realm. `hop` returns after every microtask has run and every rejection was told.
 * Only the first of a step is passed on, as in the sandbox: its isolate tells no more.
 */
export function portOf(guest: Guest, hop: () => Promise<void>, watch: WatchRejections): NodePort {
  return {
    async step(input) {
      const rejections = watch()
      try {
        guest.step(input)
        await hop()
      } finally {
        for (const reason of rejections.stop().slice(0, 1)) guest.rejected(reason)
      }
      return guest.take()
    },
    drain: hop,
  }
}

/**
 * Wraps a module body as a factory; the wrapper adds nothing before line 1 but its own head. The names belong to outer
 * functions, so that the body may declare its own: `const window = []` is ordinary code. They are bound once for all
 * boots, hence constants: what one boot assigned, the next would find.
 */
export function moduleText(js: string): string {
  const forbidden = FORBIDDEN_GLOBALS.map((name) => `${name} = undefined`).join(', ')
  const endowed = ENDOWED.join(', ')
  return `(function () {"use strict";const ${forbidden};return function () {const globalThis = arguments[0], {${endowed}} = globalThis;return function (require, exports) {${js}\n}}})`
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

/** Calls a compiled module function, see `moduleText`. */
export function callFactory(make: () => unknown): Factory {
  type Body = (require: unknown, exports: unknown) => void
  const bind = make() as (endowments: object) => Body
  let boundTo: object | undefined
  let body: Body | undefined
  return (require, endowments) => {
    if (!body || boundTo !== endowments) {
      body = bind(endowments)
      boundTo = endowments
    }
    const exports: Record<string, unknown> = {}
    body(require, exports)
    return exports
  }
}
