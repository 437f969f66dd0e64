/**
 * Runs beside your code: turns the suite's messages into calls of your limiter. Each answer leaves a mark in the lane:
 * `take` with the key, n and what came of it.
 */
import { fixture } from 'faultline/fixture'

interface Take {
  key: string
  /** Left out: take(key) is called without it. */
  n?: number
}

export default fixture({ limiter: 'function' }, (ctx, env, learner) => {
  let limiter: { take(key: string, n?: number): unknown; size(): unknown }

  function take({ key, n }: Take): string {
    const said = saidBy(() => (n === undefined ? limiter.take(key) : limiter.take(key, n)))
    ctx.trace('take', { key, n: n ?? 1, said })
    return said
  }

  ctx.on('create', (options) => {
    limiter = learner.limiter(env, options)
  })
  ctx.on('take', take)
  /** So many takes of one key in one turn of the event loop. */
  ctx.on('burst', ({ times, ...each }: Take & { times: number }) =>
    Array.from({ length: times }, () => take(each)),
  )
  /** One take of each of the keys `${prefix}${from}`, `${prefix}${from + 1}`, … without marks. How many passed? */
  ctx.on(
    'crowd',
    ({ prefix, from, count, n }: { prefix: string; from: number; count: number; n: number }) => {
      let passed = 0
      for (let i = from; i < from + count; i++) {
        const d = limiter.take(`${prefix}${i}`, n) as { ok?: unknown } | null | undefined
        if (d?.ok === true) passed++
      }
      return passed
    },
  )
  ctx.on('size()', () => {
    const size = limiter.size()
    return typeof size === 'number' ? size : `not a number but ${kindOf(size)}`
  })
})

/** A decision in words: 'ok, remaining 2' or 'denied, retryAfter 30'. Numbers as they are: Infinity has no JSON. */
function saidBy(take: () => unknown): string {
  let decision: { ok?: unknown; remaining?: unknown; retryAfter?: unknown }
  try {
    const d = take()
    if (typeof d !== 'object' || d === null || d instanceof Promise) return `not a decision but ${kindOf(d)}`
    decision = d
  } catch (e) {
    return `threw ${String((e as Error)?.message ?? e)}`
  }
  const { ok, remaining, retryAfter } = decision
  if (ok === true) return `ok, remaining ${numberOr(remaining)}`
  if (ok === false) return `denied, retryAfter ${numberOr(retryAfter)}`
  return `not a decision: ok is ${kindOf(ok)}`
}

function numberOr(x: unknown): string {
  return typeof x === 'number' ? String(x === 0 ? 0 : x) : kindOf(x)
}

function kindOf(x: unknown): string {
  return x instanceof Promise ? 'a promise' : x === null ? 'null' : typeof x
}
