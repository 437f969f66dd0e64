/** The timeline of the game day in words. */
import { instant, type Moment } from '../../lib/gameday/index.ts'
import type { Ms, Trace } from '../../lib/sim/index.ts'
import { lastOf } from './log.ts'
import { goneWrites, isDown, isGood, longDowns, lostLeaders, type Run, type Spell } from './measures.ts'
import type { Script } from './system.ts'

const WHAT: Readonly<Record<Spell['how'], readonly [begins: string, ends: string]>> = {
  cut: ['and the manager don’t hear one another any more.', 'and the manager hear one another again.'],
  slow: ['begins with each request 250 to 350 ms late.', 'is quick again.'],
  lagging: ['lags: an entry is in its log three seconds late.', 'has caught up.'],
  frozen: ['freezes. What is sent to it waits.', 'thaws, and handles what waited, as if no time had passed.'],
  dead: ['crashes.', 'is back.'],
}

export function momentsOf(run: Run, trace: Trace, script: Script): Moment[] {
  const out = [
    ...scripted(run, script),
    ...alarms(run, script),
    ...losses(run, script),
    ...reigns(run),
    ...returns(run, trace, script),
    ...flapping(run),
  ]
  return out.filter((m) => m.atMs <= script.durationMs).sort((a, b) => a.atMs - b.atMs)
}

/** Of a crash loop the first and the last are told. */
function scripted({ spells }: Run, { durationMs }: Script): Moment[] {
  return spells.flatMap((s, i) => {
    const again = (x: Spell | undefined) => x?.who === s.who && x.how === s.how && s.how === 'dead'
    const [begins, ends] = WHAT[s.how]
    const out: Moment[] = []
    if (!again(spells[i - 1]))
      out.push({
        atMs: s.fromMs,
        kind: 'script',
        what: again(spells[i + 1])
          ? `${s.who} crashes, and will come back and crash twice more.`
          : `${s.who} ${begins}`,
        event: s.event,
      })
    const next = spells.find((x) => x.who === s.who && x.fromMs === s.untilMs)
    if (!again(spells[i + 1]) && !next && s.untilMs < durationMs)
      out.push({ atMs: s.untilMs, kind: 'script', what: `${s.who} ${ends}` })
    return out
  })
}

function alarms(run: Run, { durationMs }: Script): Moment[] {
  const out: Moment[] = run.pages
    .filter((p) => p.kind === 'raise' && !isDown(run, p.replica, p.at))
    .map((p) => ({
      atMs: p.at,
      kind: 'symptom',
      what: `A false alarm: ${String(p.replica)} is paged, and is not down.`,
      event: p.event,
    }))
  for (const s of longDowns(run, durationMs)) {
    const page = run.pages.find(
      (p) => p.kind === 'raise' && p.replica === s.who && p.at >= s.fromMs && p.at < s.untilMs,
    )
    if (page)
      out.push({
        atMs: page.at,
        kind: 'reaction',
        what: `Detected, ${instant(page.at - s.fromMs)} after it began: ${s.who} is paged.`,
        event: page.event,
      })
  }
  return out
}

function losses(run: Run, { durationMs }: Script): Moment[] {
  return lostLeaders(run, durationMs).flatMap((s) => {
    const from = run.writes.filter((w) => w.cameAt >= s.fromMs)
    const back = from.findIndex((_, i) => from.slice(i, i + 10).filter(isGood).length === 10)
    const lost = from.slice(0, back < 0 ? undefined : back).filter((w) => !isGood(w))
    const out: Moment[] = []
    if (lost[0])
      out.push({
        atMs: lost[0].cameAt,
        kind: 'symptom',
        what: `First symptom, ${instant(lost[0].cameAt - s.fromMs)} after the loss of ${s.who}: ${lost[0].id} is not acknowledged in time. ${lost.length} are not until writes are taken again.`,
        event: lost[0].last,
      })
    const first = from[back]
    if (first)
      out.push({
        atMs: first.cameAt,
        kind: 'recovery',
        what: `Recovered, ${instant(first.cameAt - s.fromMs)} after the loss: from ${first.id} on writes are acknowledged in time, by ${first.ack?.by}.`,
        event: first.last,
      })
    return out
  })
}

function reigns(run: Run): Moment[] {
  const gone = goneWrites(run)
  let incumbent = 'n1'
  return run.reigns.map((r) => {
    const needed = r.who === incumbent || isDown(run, incumbent, r.at)
    const lost = gone.filter((g) => g.reign === r).length
    const what = `${r.who} begins to lead under term ${r.term}, with ${lastOf(r.log).index} entries${needed ? '' : `, although ${incumbent} is not down`}.`
    incumbent = r.who
    return {
      atMs: r.at,
      kind: lost > 0 || !needed ? 'symptom' : 'reaction',
      what: lost > 0 ? `${what} ${lost} that were acknowledged are not among them.` : what,
      event: r.event,
    }
  })
}

/** What an old leader does when it is back, and when it follows the new one. */
function returns(run: Run, trace: Trace, { durationMs }: Script): Moment[] {
  return lostLeaders(run, durationMs).flatMap((s) => {
    if (s.untilMs >= durationMs) return []
    const reign = run.reigns.find((r) => r.at > s.fromMs && r.who !== s.who)
    const acks = run.writes.filter((w) => w.ack?.by === s.who && w.ack.sentAt >= s.untilMs)
    const believed = acks.filter((w) => reign && (w.ack?.term ?? 0) < reign.term)
    const joined = trace.find(
      (e) =>
        e.at >= s.untilMs &&
        e.kind === 'send' &&
        e.node === 'manager' &&
        e.peer === s.who &&
        e.type === 'follow',
    )
    const drops = trace.find(
      (e) => e.at >= s.untilMs && e.node === s.who && String(e.label).startsWith('drops'),
    )
    const out: Moment[] = []
    if (believed[0]?.ack)
      out.push({
        atMs: believed[0].ack.sentAt,
        kind: 'symptom',
        what: `${s.who} still believes that it leads, and acknowledges ${believed.length} writes under term ${believed[0].ack.term}.`,
        event: believed[0].ack.event,
      })
    if (joined)
      out.push({
        atMs: joined.at,
        kind: 'reaction',
        what: `${s.who} is told to follow, ${joined.at - s.untilMs < 10 ? 'as soon as it is back' : `${instant(joined.at - s.untilMs)} after its return`}.`,
        event: joined.id,
      })
    if (drops) {
      const acked = goneWrites(run).filter((g) => g.reign === reign).length
      out.push({
        atMs: drops.at,
        kind: acked > 0 ? 'symptom' : 'reaction',
        what: `${s.who} ${drops.label} that the new leader does not have. ${acked > 0 ? `${acked} of them had been acknowledged` : 'None of them was ever acknowledged'}.`,
        event: drops.id,
      })
    }
    return out
  })
}

/** How many pages a crash loop makes. */
function flapping(run: Run): Moment[] {
  const loops = run.spells.filter((s, i, all) => s.how === 'dead' && all[i + 1]?.who === s.who)
  const [first] = loops
  if (!first) return []
  const last = run.spells.findLast((s) => s.who === first.who) as Spell
  const until: Ms = last.untilMs + 4000
  const pages = run.pages.filter((p) => p.replica === first.who && p.at >= first.fromMs && p.at <= until)
  const end = pages.at(-1)
  if (!end) return []
  return [
    {
      atMs: end.at,
      kind: pages.length > 2 ? 'symptom' : 'recovery',
      what: `${pages.length === 1 ? 'The one page' : `The last of ${pages.length} pages`} about the flapping ${first.who}: ${end.kind}.`,
      event: end.event,
    },
  ]
}
