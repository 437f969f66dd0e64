/**
 * What Run plays: your nemesis against the two drafts of a lease below. Both have several flaws; any of them will do.
 * Submit plays it against the correct lease and twelve that have one flaw each.
 */
import { type Ctx, node, Refused } from 'faultline'
import { inverse } from '../../lib/suite/index.ts'
import { ROUNDS, rules, world } from './world.ts'

interface Grant {
  id: string
  owner: string
}

/** Lends for `term` ms of the clock that it is given. Nothing is saved, or all of it, time included. */
function server(clock: (ctx: Ctx) => number, saves: boolean) {
  return node((ctx) => {
    const { term } = ctx.config
    const saved = saves ? ctx.disk.load<{ grant: Grant; since: number }>() : undefined
    let grant = saved?.grant
    let since = saved?.since ?? 0
    const remaining = () => (grant ? term - (clock(ctx) - since) : 0)

    ctx.on('acquire', (_, from) => {
      if (remaining() > 0) return { busy: true, retryAfter: Math.ceil(remaining()) }
      grant = { id: `${from}-${ctx.random.int(0, 1e9)}`, owner: from }
      since = clock(ctx)
      if (saves) ctx.disk.save({ grant, since })
      ctx.view({ lease: grant.id, owner: from })
      return { lease: grant.id, term }
    })
    ctx.on('renew', ({ lease }) => {
      if (grant?.id !== lease || remaining() <= 0) throw new Refused('gone')
      since = clock(ctx)
      return { term }
    })
    ctx.on('release', ({ lease }) => {
      if (grant?.id === lease) grant = undefined
      return {}
    })
  })
}

/** Asks until it is granted the lease, renews it once, lets it go, and asks again. */
function holder(holds: (ctx: Ctx) => { begin(term: number): void; now(): boolean }) {
  return node((ctx) => {
    const held = holds(ctx)
    ctx.on('use', () => ({ ok: held.now() }))

    async function work() {
      for (;;) {
        const answer = await ctx.rpc('server', 'acquire', {}, { timeout: 400 }).catch(() => undefined)
        if (!answer?.lease) {
          await ctx.sleep(100)
          continue
        }
        const { lease, term } = answer
        held.begin(term)
        await ctx.sleep(term * 0.4)
        await ctx.rpc('server', 'renew', { lease }, { timeout: 400 }).catch(() => undefined)
        held.begin(term)
        await ctx.sleep(term * 0.4)
        held.begin(0)
        ctx.send('server', 'release', { lease })
        await ctx.sleep(600)
      }
    }
    void work()
  })
}

const byTimer = (ctx: Ctx) => {
  let flag = false
  let timer: { cancel(): void } | undefined
  return {
    now: () => flag,
    begin(term: number) {
      timer?.cancel()
      flag = term > 0
      timer = ctx.after(term, () => {
        flag = false
      })
    },
  }
}

const byTimeOfDay = (ctx: Ctx) => {
  let until = 0
  return {
    now: () => ctx.clock.wall() < until,
    begin(term: number) {
      until = term > 0 ? ctx.clock.wall() + term : 0
    },
  }
}

export default inverse(
  'break-the-lease',
  {
    nemesis: rules,
    mutants: [
      {
        id: 'first-draft',
        title: 'A first draft: a server without a disk, a holder with a timer',
        programs: { server: server((ctx) => ctx.clock.mono(), false), holder: holder(byTimer) },
      },
      {
        id: 'second-draft',
        title: 'A second draft: both go by the time of day',
        programs: { server: server((ctx) => ctx.clock.wall(), true), holder: holder(byTimeOfDay) },
      },
    ],
    needed: 2,
  },
  (s) => world(s, ROUNDS),
)
