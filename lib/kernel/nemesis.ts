/** `nemesis(script)`: the learner's fault schedule, as a node program that asks the suite for faults by message. */
import type { Ctx, Nemesis, SeenMessage } from './api.ts'

/** The one party that a nemesis talks to: the run. No node has this name. */
export const RUN = '*'

interface Watcher {
  fits(m: SeenMessage): boolean
  done(m: SeenMessage | undefined): void
}

export function nemesis(script: (n: Nemesis) => unknown) {
  if (typeof script !== 'function')
    throw new TypeError(`nemesis(script) needs a function; got ${typeof script}`)
  return Object.freeze({ setup: (ctx: Ctx) => script(nemesisOf(ctx)) as never })
}

function nemesisOf(ctx: Ctx): Nemesis {
  const watchers = new Set<Watcher>()
  const ask = (op: string, args: object) => ctx.send(RUN, op, args)
  ctx.on<SeenMessage[]>('seen', (seen) => {
    for (const m of seen) for (const w of [...watchers]) if (w.fits(m)) w.done(m)
  })
  const now = () => ctx.clock.mono()
  return Object.freeze<Nemesis>({
    nodes: ctx.peers,
    config: ctx.config,
    random: ctx.random,
    now,
    sleep: (ms) => ctx.sleep(ms),
    at: (ms) => (ms <= now() ? Promise.resolve() : ctx.sleep(ms - now())),
    message(fits, o = {}) {
      if (typeof fits !== 'function')
        throw new TypeError(`n.message(fits) needs a function; got ${typeof fits}`)
      return new Promise((resolve, reject) => {
        const done = (m: SeenMessage | undefined) => {
          if (!watchers.delete(watcher)) return
          if (watchers.size === 0) ask('look away', {})
          timeout?.cancel()
          resolve(m)
        }
        const watcher: Watcher = {
          done,
          fits(m) {
            try {
              return fits(m)
            } catch (e) {
              watchers.delete(watcher)
              reject(e)
              return false
            }
          },
        }
        if (watchers.size === 0) ask('look', {})
        watchers.add(watcher)
        const timeout = o.withinMs === undefined ? undefined : ctx.after(o.withinMs, () => done(undefined))
      })
    },
    pause: (node, o) => ask('pause', { node, forMs: o?.forMs }),
    crash: (node, o) => ask('crash', { node, forMs: o?.forMs }),
    cut: (from, to, o) => ask('cut', { from, to, forMs: o?.forMs }),
    clog: (from, to, o) => ask('clog', { from, to, forMs: o?.forMs }),
    partition: (groups, o) => ask('partition', { groups, forMs: o?.forMs }),
    skew: (node, byMs) => ask('skew', { node, byMs }),
    drift: (node, rate) => ask('drift', { node, rate }),
    trace: (label, data) => ctx.trace(label, data),
  })
}
