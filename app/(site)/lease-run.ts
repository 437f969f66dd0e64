/**
 * The run that the landing page shows, made by the engine when the site is built: two workers, a lock service that
 * grants leases with tokens, and a store that does not compare them.
 */
import { openPlainPort } from '@/lib/kernel/index.ts'
import { explore, type Failed, NO_REPLY, suite } from '@/lib/suite/index.ts'
import { transpile } from '@/lib/transpile/index.ts'

const LEASE_MS = 500

/** Runs on n1 and n4. Right as far as it goes: it asks for the lease before it writes. */
const WORKER = `
import { node } from 'faultline'
export default node((ctx) => {
  ctx.after(ctx.config.startMs, async () => {
    const { token } = await ctx.rpc('lock', 'acquire')
    await ctx.sleep(20)
    ctx.send('store', 'write', { token })
  })
})`

const demo = suite('landing', (s) => {
  const monotonic = s.property(
    'monotonic-tokens',
    'The store never accepts a token older than one it has accepted.',
    { kind: 'safety' },
  )
  s.scenario('pause', { seeds: 1, durationMs: 2_000 }, (sc) => {
    sc.supply('lock', (lock) => {
      let token = 6
      let freeAt = 0
      lock.on('acquire', () => {
        if (lock.now < freeAt) return NO_REPLY
        freeAt = lock.now + LEASE_MS
        token += 1
        return { token }
      })
    })
    sc.nodes(['n1'], { config: { startMs: 10 } })
    sc.nodes(['n4'], { config: { startMs: 10 + LEASE_MS + 60 } })
    let last:
      | { before: { token: number; from: string; at: number }; token: number; from: string; accepted: number }
      | undefined
    sc.supply('store', (store) => {
      let newest = { token: 0, from: '', at: 0 }
      store.on('write', ({ token }, from, event) => {
        const before = newest
        const accepted = store.note(`accepts ${token}`, null, event)
        if (token > before.token) newest = { token, from, at: accepted }
        else last = { before, token, from, accepted }
      })
    })
    sc.nemesis(async (n) => {
      await n.at(25)
      n.pause('n1', { forMs: 900 })
    })
    sc.settled(
      monotonic,
      () =>
        last && {
          because: `The store accepted token ${last.token} (${last.from}) after token ${last.before.token} (${last.before.from}). n1 was paused for 900 ms, longer than its ${LEASE_MS} ms lease, and the store never compared tokens.`,
          expected: `a token of at least ${last.before.token}`,
          got: last.token,
          witness: [last.before.at, last.accepted],
        },
    )
  })
})

let judged: Promise<Failed> | undefined

export function leaseRun(): Promise<Failed> {
  judged ??= judge()
  return judged
}

async function judge(): Promise<Failed> {
  const js = transpile(WORKER)
  if (!js.ok) throw new Error(js.message)
  const verdict = await explore(demo, openPlainPort(js.js), { clock: () => 0 })
  if (verdict.outcome !== 'failed') throw new Error(`the landing page's run came back '${verdict.outcome}'`)
  return verdict
}
