/** Hidden scenario about the last milliseconds of a lease, on clocks that do not drift. The canary is in suite.hidden.ts. */
import type { Ms } from '../../lib/sim/index.ts'
import type { CallResult, Finding, SuiteBuilder } from '../../lib/suite/index.ts'
import { cluster, judge, START, seize, until } from './drive.ts'
import { at, ms } from './findings.ts'
import type { Properties } from './properties.ts'
import { type Grant, MAX, Watch } from './watch.ts'

/** Each way, always: so a client knows when the server hears it. */
const HOP_MS = 5

/**
 * a is granted the lease, b asks in the last millisecond and at the very end. Before that a renews in the last
 * millisecond, or a renewal of an older lease comes late, or b asks under the name that a's request had.
 */
export function lastMillisecond(s: SuiteBuilder, P: Properties): void {
  s.scenario('last-millisecond', { seeds: 12, durationMs: 9000 }, (sc, r) => {
    const watch = new Watch()
    cluster(sc)
    sc.network({ latencyMs: [HOP_MS, HOP_MS] })
    const term = r.pick([400, 1000, MAX])
    const before = r.pick(['nothing', 'renewal', 'late renewal', 'same req'] as const)
    sc.client('a', async (c) => {
      await c.at(START)
      const first = await seize(c, { term, req: 'one' })
      if (!first) return
      if (before === 'late renewal') {
        await c.call('server', 'release', { lease: first.lease })
        if (!(await seize(c, { term, req: 'two' }))) return
        await c.sleep(term / 2)
        await c.call('server', 'renew', { lease: first.lease })
      }
      if (before === 'renewal') {
        const lease = watch.current as Grant
        await c.at(lease.heardAt + term - 1 - HOP_MS)
        const answer = await c.call('server', 'renew', { lease: lease.lease })
        if (!answer.ok) c.fail(P.useful, refusedInForce(lease, answer, c.now - HOP_MS))
      }
    })
    sc.client('b', async (c) => {
      await c.at(START + 4 * HOP_MS)
      const held = await until(c, () => watch.current?.to === 'a', { every: 10, atMost: 500 })
      if (!held) return
      if (before === 'same req') await seize(c, { term, req: 'one' })
      if (before === 'late renewal')
        await until(c, () => watch.grants.length > 1, { every: HOP_MS, atMost: 500 })
      if (before === 'renewal')
        await until(c, () => (watch.current?.renewals ?? 0) > 0, { every: HOP_MS, atMost: term + 500 })
      const lease = watch.current as Grant
      const end = lease.heardAt + lease.term
      await c.at(end - 1 - HOP_MS)
      void seize(c, { term })
      // What a late renewal moves, it moves by more: that has to show without the instant itself.
      const asksAt = before === 'late renewal' ? end + 1 : end
      await c.at(asksAt - HOP_MS)
      const answer = await c.call('server', 'acquire', { req: 'at the end', term })
      if (lease.to !== 'a' || !answer.ok || answer.value?.busy !== true) return
      if (before === 'late renewal') c.fail(P.stale, lengthened(lease, watch.grants[0], answer, asksAt))
      else c.fail(P.regrant, busyAtTheEnd(lease, answer, end))
    })
    judge(sc, watch, before === 'same req' ? P.stale : P.regrant, 'regrant', 'term', 'answer')
    sc.sometimes('a lease was renewed in its last millisecond', (_, w) => {
      return before === 'renewal' && (watch.see(w).current?.renewals ?? 0) > 0
    })
    sc.sometimes('a client asked under the name of the request that holds the lease', (e, w) => {
      const held = watch.see(w).current
      const req = (e.body as { req?: unknown } | null)?.req
      return (
        e.kind === 'deliver' && e.type === 'acquire' && e.peer === 'b' && held?.to === 'a' && req === held.req
      )
    })
    sc.sometimes('the lease was granted to another at the very instant at which it ended', (_, w) => {
      const [old, now] = watch.see(w).grants.slice(-2)
      return now?.to === 'b' && old?.to === 'a' && now.heardAt === old.heardAt + old.term
    })
  })
}

function busyAtTheEnd(lease: Grant, answer: CallResult, end: Ms): Finding {
  const last = lease.renewals > 0 ? 'renewed' : 'granted'
  return {
    because: `b's acquire reached the server at ${at(end)} and was told that the lease is busy. The server had ${last} ${lease.lease} for a at ${at(lease.heardAt)}, exactly its term of ${ms(lease.term)} ms before, so it was over.`,
    expected: 'a grant',
    got: answer.ok ? answer.value : answer.reason,
    witness: [lease.event, answer.endId],
  }
}

/** `old` was released before `lease` was granted, and a renewal of it came while that was in force. */
function lengthened(lease: Grant, old: Grant | undefined, answer: CallResult, heardAt: Ms): Finding {
  return {
    because: `b's acquire reached the server at ${at(heardAt)} and was told that the lease is busy. ${lease.lease} of a had been granted at ${at(lease.heardAt)} for ${ms(lease.term)} ms, so it was over. All that had come since was a renewal of ${old?.lease}, which a had released before.`,
    expected: 'a grant',
    got: answer.ok ? answer.value : answer.reason,
    witness: [lease.event, answer.endId],
  }
}

function refusedInForce(lease: Grant, answer: CallResult, heardAt: Ms): Finding {
  return {
    because: `a's renewal of ${lease.lease} reached the server at ${at(heardAt)} and was refused. The server had granted it at ${at(lease.heardAt)} for ${ms(lease.term)} ms and no release had come, so it was in force for another millisecond.`,
    expected: { term: lease.term },
    got: answer.ok ? answer.value : answer.reason,
    witness: [lease.event, answer.endId],
  }
}
