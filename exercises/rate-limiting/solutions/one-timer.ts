// Style: whole tokens and a remainder of time, as a plain record that each take replaces. One timer sweeps, and it is only
// set while there is something to sweep.
import type { Env, Ms } from 'faultline'

export interface Opts {
  periodMs: Ms
  burst: number
}

export type Decision = { ok: true; remaining: number } | { ok: false; retryAfter: Ms }

interface Held {
  readonly tokens: number
  /** When the last whole token came, or would have. */
  readonly since: Ms
}

export const limiter = (env: Env, { periodMs, burst }: Opts) => {
  const held: Map<string, Held> = new Map()
  let sweeping = false

  const refilled = (h: Held, now: Ms): Held => {
    const came = Math.floor((now - h.since) / periodMs)
    return h.tokens + came >= burst
      ? { tokens: burst, since: now }
      : { tokens: h.tokens + came, since: h.since + came * periodMs }
  }

  const sweepLater = () => {
    if (sweeping || held.size === 0) return
    sweeping = true
    env.after(burst * periodMs, () => {
      sweeping = false
      for (const [key, h] of held) if (refilled(h, env.now()).tokens === burst) held.delete(key)
      sweepLater()
    })
  }

  const take = (key: string, n: number = 1): Decision => {
    const now = env.now()
    const h = refilled(held.get(key) ?? { tokens: burst, since: now }, now)
    if (n > burst) return { ok: false, retryAfter: Number.POSITIVE_INFINITY }
    if (n > h.tokens) return { ok: false, retryAfter: h.since + (n - h.tokens) * periodMs - now }
    held.set(key, { ...h, tokens: h.tokens - n })
    sweepLater()
    return { ok: true, remaining: h.tokens - n }
  }

  return { take, size: () => held.size }
}
