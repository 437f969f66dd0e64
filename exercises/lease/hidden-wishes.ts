/** Hidden scenarios about what a holder is told, and about answers that fail it. The canary is in suite.hidden.ts. */
import type { SuiteBuilder } from '../../lib/suite/index.ts'
import { desk } from './desk.ts'
import { holders, judge, keeps, notGranted, probe, START, seize, until, want } from './drive.ts'
import { at } from './findings.ts'
import type { Properties } from './properties.ts'
import { MAX, Watch } from './watch.ts'

const calm = { latencyMs: [1, 20] as const }

/** Told the same again and again, also while its request is under way. Later told to let go, twice; then nobody asks. */
export function toldAgain(s: SuiteBuilder, P: Properties): void {
  s.scenario('told-again', { seeds: 12, durationMs: 7000 }, (sc, r) => {
    const watch = new Watch(true)
    holders(sc)
    sc.network(calm)
    desk(sc, { replyMs: () => 150 })
    // Half of the time it is first told to let go before it has anything: what comes then is a grant, or 'busy'.
    const lets = r.chance(50)
    const busy = lets && r.chance(50)
    sc.client('rival', async (c) => {
      await c.at(START - 300)
      const mine = busy ? await seize(c) : undefined
      await c.at(START + 400)
      if (mine) await c.call('server', 'release', { lease: mine.lease })
    })
    sc.client('c', async (c) => {
      await c.at(START)
      if (lets) {
        await want(c, 'h1')
        await c.sleep(30)
        await want(c, 'h1', false)
        await c.sleep(600)
      }
      for (let i = 0; i < 20; i++) {
        await want(c, 'h1')
        await c.sleep(25)
      }
      if (!watch.believes('h1')) return c.fail(P.useful, notGranted(watch, c.w))
      if (!(await keeps(c, watch, P.useful, c.now + r.int(100, 900)))) return
      await want(c, 'h1', false)
      await c.sleep(r.int(0, 400))
      await want(c, 'h1', false)
      for (let i = 0; i < 10; i++) {
        probe(c, 'h1')
        await c.sleep(100)
      }
    })
    judge(sc, watch, P.useful, 'answer', 'useless')
    judge(sc, watch, P.exclusion, 'unwanted', 'unfounded')
    judge(sc, watch, P.handover, 'unbidden')
    sc.sometimes("'busy' came to a holder that had let go", (e, w) => {
      const told = (e.body as { busy?: unknown } | null)?.busy === true
      return e.kind === 'deliver' && e.node === 'h1' && told && watch.see(w).changedItsMind('h1', e)
    })
    sc.sometimes('a holder that waited for its grant was told again to want it', (e, w) => {
      return (
        e.kind === 'deliver' && e.type === 'want' && !lets && e.at > START && !watch.see(w).believes('h1')
      )
    })
    sc.sometimes('a grant came to a holder that had let go', (e, w) => {
      return e.kind === 'deliver' && e.type === 'acquire' && watch.see(w).changedItsMind('h1', e)
    })
  })
}

/** One renewal of several is lost, or its answer. The next one comes in time. */
export function oneLost(s: SuiteBuilder, P: Properties): void {
  s.scenario('one-lost', { seeds: 8, durationMs: 8500 }, (sc, r) => {
    const watch = new Watch(true)
    holders(sc)
    sc.network(calm)
    const lost = r.int(1, 3)
    desk(sc, { renew: (n) => (n === lost ? 'lost' : 'ok') })
    sc.client('c', async (c) => {
      await c.at(START)
      await want(c, 'h1')
      if (!(await until(c, () => watch.believes('h1'), { every: 25, atMost: 500 })))
        return c.fail(P.useful, notGranted(watch, c.w))
      await keeps(c, watch, P.useful, START + 6000)
    })
    judge(sc, watch, P.useful, 'useless')
    sc.sometimes('a renewal after the one that was lost was answered', (e) => {
      return (
        e.kind === 'deliver' &&
        e.node === 'h1' &&
        e.type === 'renew' &&
        (watch.renewsSent.get('h1') ?? 0) > lost
      )
    })
  })
}

/** A refusal comes late, when what it refuses was given back and another lease is held. That one is released all the same. */
export function lateRefusal(s: SuiteBuilder, P: Properties): void {
  s.scenario('late-refusal', { seeds: 6, durationMs: 7000 }, (sc, r) => {
    const watch = new Watch(true)
    holders(sc)
    sc.network(calm)
    const onAfter = r.int(0, 60)
    desk(sc, { replyMs: (type) => (type === 'renew' ? 350 : 0), renew: (n) => (n === 1 ? 'gone' : 'ok') })
    sc.client('c', async (c) => {
      await c.at(START)
      await want(c, 'h1')
      if (!(await until(c, () => (watch.renewsSent.get('h1') ?? 0) > 0, { every: 5, atMost: 2000 }))) return
      await c.sleep(r.int(30, 100))
      await want(c, 'h1', false)
      await c.sleep(onAfter)
      await want(c, 'h1')
      await c.sleep(450)
      const second = watch.current
      if (watch.grants.length < 2 || !second) return
      await want(c, 'h1', false)
      const offAt = c.now
      if (await until(c, () => second.releasedAt !== undefined, { every: 10, atMost: 1000 })) return
      const because = `h1 was told at ${at(offAt)} to let go of ${second.lease}, granted at ${at(second.at)}, and 1,000 ms later no release of it has reached the server. Meanwhile it had been told that an older lease is gone.`
      c.fail(P.handover, { because, expected: 'a release', got: 'none', witness: [second.event] })
    })
    judge(sc, watch, P.handover, 'unbidden')
    sc.sometimes('a late refusal met a newer lease', (e, w) => {
      return e.kind === 'deliver' && e.label === 'refused' && watch.see(w).grants.length > 1
    })
  })
}

const ACQUIRES_PER_TERM = 20

/** A rival holds the lease for three terms. h1 waits, and does not keep the server busy by asking. */
export function waiting(s: SuiteBuilder, P: Properties): void {
  s.scenario('waiting', { seeds: 2, durationMs: 9000 }, (sc) => {
    const watch = new Watch(true)
    holders(sc)
    sc.network({ latencyMs: [5, 5] })
    desk(sc)
    const untilMs = START + 3 * MAX
    sc.client('rival', async (c) => {
      await c.at(START - 100)
      const mine = await seize(c)
      while (mine && c.now < untilMs) {
        await c.sleep(MAX / 2)
        await c.call('server', 'renew', { lease: mine.lease })
      }
    })
    sc.client('c', async (c) => {
      await c.at(START)
      await want(c, 'h1')
      await c.at(untilMs)
      const asked = c.w.trace.filter((e) => e.kind === 'send' && e.node === 'h1' && e.type === 'acquire')
      const perTerm = Math.round(asked.length / 3)
      if (perTerm > ACQUIRES_PER_TERM)
        c.fail(P.renewBudget, {
          because: `rival held the lease for three terms, and h1, waiting for it, sent ${asked.length} acquires: ${perTerm} per term, at most ${ACQUIRES_PER_TERM} are allowed. The first two went out at ${at(asked[0]?.at ?? 0)} and ${at(asked[1]?.at ?? 0)}.`,
          expected: `at most ${ACQUIRES_PER_TERM} acquires per term`,
          got: perTerm,
          witness: asked.slice(0, 2).map((e) => e.id),
        })
    })
    sc.sometimes('a waiting holder was told that the lease is busy', (e, w) => {
      return e.kind === 'deliver' && e.node === 'h1' && watch.see(w).current?.to === 'rival'
    })
  })
}
