/** What the postmortem of this game day draws and tells. Reads the trace only; decides nothing. */
import {
  type Findings,
  type GameDay,
  instant,
  type Moment,
  perBin,
  type Strip,
} from '../../lib/gameday/index.ts'
import type { Ms } from '../../lib/sim/index.ts'
import { WHOLE } from './budget.ts'
import {
  type Call,
  callsToSick,
  callsWhileWell,
  callsWithoutCache,
  fateOf,
  isFailed,
  isGood,
  loadsInTheSale,
  PATIENCE_MS,
  pagesLost,
  pricesOf,
  type Request,
  type Run,
  readRun,
  SHOWN_MS,
  wait,
  waitOf,
  within,
} from './measures.ts'
import { OUTAGE } from './script.ts'
import { REPLICAS, SALE, type Span } from './system.ts'

const BIN_MS = 1000
const bins = { durationMs: OUTAGE.durationMs, binMs: BIN_MS }
const [SLOW, COLD, PEAK] = OUTAGE.sick as [Sick, Sick, Sick]
const SELL = OUTAGE.sale as Span
type Sick = NonNullable<typeof OUTAGE.sick>[number]
const span = ({ fromMs, untilMs }: Span) => ({ fromMs, untilMs })

const gameDay: GameDay = {
  seed: 'outage#0',
  ...bins,
  phases: [
    { ...span(SLOW), label: 'r2 slow', about: 'A call to r2 takes 600 ms.' },
    {
      ...span(SELL),
      label: 'Sale',
      about: 'Sixty more pages a second show the lamp, and its price falls about every 300 ms.',
    },
    { ...span(COLD), label: 'Cold', about: 'The cache has restarted, empty, and r3 refuses everything.' },
    {
      ...span(PEAK),
      label: 'No cache',
      about: 'The cache refuses everything, r1 is slow, and eight more pages a second are asked for.',
    },
  ],
  read(trace): Findings {
    const run = readRun(trace)
    return { strips: stripsOf(run), moments: momentsOf(run), scores: scoresOf(run) }
  },
}
export default gameDay

const cameAt = (r: Request) => r.cameAt
const calledAt = (c: Call) => c.at
const count = (xs: readonly unknown[]) => xs.length

function stripsOf({ pages, calls, gets }: Run): Strip[] {
  const came = perBin(pages, cameAt, bins, count)
  const sent = perBin(calls, calledAt, bins, count)
  const heard = (fits: (p: Request) => boolean) => perBin(pages, cameAt, bins, (ps) => ps.filter(fits).length)
  const late = (p: Request) => pricesOf(p) !== undefined && !isGood(p)
  return [
    {
      kind: 'curve',
      id: 'shown',
      title: `Pages shown within ${SHOWN_MS} ms`,
      unit: '% of those that came',
      values: perBin(pages, cameAt, bins, (ps) =>
        ps.length === 0 ? null : (100 * ps.filter(isGood).length) / ps.length,
      ),
      max: 100,
    },
    {
      kind: 'stack',
      id: 'heard',
      title: 'What customers saw',
      unit: 'pages per second',
      parts: [
        { name: 'in time', values: heard(isGood) },
        { name: 'late', values: heard(late) },
        { name: 'failed', values: heard(isFailed) },
        { name: 'nothing', values: heard((p) => !pricesOf(p) && !isFailed(p)) },
      ],
    },
    {
      kind: 'curve',
      id: 'wait',
      title: 'Wait for a page, on average',
      unit: 'ms',
      values: perBin(pages, cameAt, bins, (ps) =>
        ps.length === 0 ? null : ps.reduce((sum, p) => sum + waitOf(p), 0) / ps.length,
      ),
      line: { value: SHOWN_MS, text: `objective ${SHOWN_MS}` },
      max: PATIENCE_MS,
    },
    {
      kind: 'curve',
      id: 'hits',
      title: 'Hits of the cache',
      unit: '% of the times it was asked',
      values: perBin(
        gets,
        (g) => g.at,
        bins,
        (gs) => (gs.length === 0 ? null : (100 * gs.filter((g) => g.hit).length) / gs.length),
      ),
      max: 100,
    },
    {
      kind: 'stack',
      id: 'calls',
      title: 'Calls to the replicas',
      unit: 'per second',
      parts: REPLICAS.map((r) => ({
        name: r,
        values: perBin(
          calls.filter((c) => c.to === r),
          calledAt,
          bins,
          count,
        ),
      })),
    },
    {
      kind: 'curve',
      id: 'calls-per-page',
      title: 'Calls per page',
      unit: 'second tries included',
      values: sent.map((n, i) => (came[i] ? n / (came[i] as number) : null)),
      max: 4,
    },
    {
      kind: 'curve',
      id: 'batch',
      title: 'Products in a call',
      unit: 'on average',
      values: perBin(calls, calledAt, bins, (cs) =>
        cs.length === 0 ? null : cs.reduce((sum, c) => sum + c.products.length, 0) / cs.length,
      ),
      max: 6,
    },
    {
      kind: 'curve',
      id: 'open',
      title: 'Calls that the replicas work on or have in line, at the end of each second',
      unit: 'calls',
      values: openCalls(calls),
      max: 60,
    },
  ]
}

/** A caller that has given up may not hear of it, but the replica still has the call in line. */
function openCalls(calls: readonly Call[]): number[] {
  return Array.from({ length: Math.ceil(bins.durationMs / BIN_MS) }, (_, i) => {
    const at = (i + 1) * BIN_MS
    return calls.filter((c) => c.at < at && (c.answer?.at ?? bins.durationMs) >= at).length
  })
}

function scoresOf(run: Run): Findings['scores'] {
  const perPage = 'calls per page'
  return [
    {
      property: 'calls-while-well',
      title: 'Calls while all is well',
      value: callsWhileWell(run, OUTAGE).value,
      budget: WHOLE.callsWhileWell,
      unit: perPage,
    },
    {
      property: 'calls-to-the-sick',
      title: 'Calls to the sick replica',
      value: callsToSick(run, OUTAGE, WHOLE.callsToSick).value,
      budget: WHOLE.callsToSick,
      unit: 'calls',
    },
    {
      property: 'loads-in-the-sale',
      title: 'Loads of the lamp in the sale',
      value: loadsInTheSale(run, OUTAGE).value,
      budget: WHOLE.loadsInTheSale,
      unit: 'per new price',
    },
    {
      property: 'calls-without-cache',
      title: 'Calls without the cache',
      value: callsWithoutCache(run, OUTAGE).value,
      budget: WHOLE.callsWithoutCache,
      unit: perPage,
    },
    {
      property: 'pages-lost',
      title: 'Pages lost',
      value: pagesLost(run, OUTAGE).value,
      budget: WHOLE.pagesLostPct,
      unit: '%',
    },
    {
      property: 'wait',
      title: 'Average wait for a page',
      value: wait(run).value,
      budget: WHOLE.waitMs,
      unit: 'ms',
    },
  ]
}

function momentsOf(run: Run): Moment[] {
  if (run.pages.length === 0) return []
  const script = (atMs: Ms, what: string): Moment => ({ atMs, kind: 'script', what })
  return [
    script(SLOW.fromMs, 'r2 becomes slow: a call takes 600 ms.'),
    script(SLOW.untilMs, 'r2 is well again.'),
    ...illness(run, SLOW),
    script(
      SELL.fromMs,
      'The sale begins: sixty more pages a second, and the price of the lamp falls again and again.',
    ),
    ...saleMoments(run),
    script(SELL.untilMs, 'The sale is over.'),
    script(COLD.fromMs, 'The cache restarts, empty. r3 refuses everything.'),
    ...warming(run),
    ...illness(run, COLD),
    script(COLD.untilMs, 'r3 is well again.'),
    script(PEAK.fromMs, 'The cache refuses everything, r1 is slow, and more customers come.'),
    ...illness(run, PEAK),
    ...peakMoments(run),
    script(PEAK.untilMs, 'The cache is back, with what it held, and r1 is well.'),
    ...aftermath(run),
  ].sort((a, b) => a.atMs - b.atMs)
}

const endOf = (p: Request): Ms => p.cameAt + waitOf(p)

/** Who had no call for so long was left alone. */
const SPARED_MS = 500

/** What the sick replica did to pages, and when it was left alone. */
function illness({ pages, calls }: Run, sick: Sick): Moment[] {
  const out: Moment[] = []
  const bad = pages.filter((p) => within(p.cameAt, [sick]) && !isGood(p)).sort((a, b) => endOf(a) - endOf(b))
  if (bad[0] && sick !== PEAK)
    out.push({
      atMs: endOf(bad[0]),
      kind: 'symptom',
      what: `First symptom, ${instant(endOf(bad[0]) - sick.fromMs)} after ${sick.who} fell ill: a page of ${bad[0].products.join(', ')} is lost (${fateOf(bad[0])}). ${bad.length === 1 ? 'It is the only one' : `${bad.length} are`} until it is well.`,
      event: bad[0].last,
    })
  const during = calls.filter((c) => within(c.at, [sick]))
  const its = during.filter((c) => c.to === sick.who)
  // A third is its turn.
  const isSpared = its.length * 10 <= during.length * 3
  if (its[0])
    out.push({
      atMs: its[0].at,
      kind: isSpared ? 'reaction' : 'symptom',
      what: `The first of ${its.length} calls that ${sick.who} gets while it ${sick.how === 'slow' ? 'is slow' : 'refuses'}; the others get ${during.length - its.length}.`,
      event: its[0].event,
    })
  const back = calls.find((c) => c.to === sick.who && c.at >= sick.untilMs)
  const before = calls.findLast((c) => c.to === sick.who && c.at < sick.untilMs)
  if (back && back.at - (before?.at ?? sick.fromMs) >= SPARED_MS)
    out.push({
      atMs: back.at,
      kind: 'recovery',
      what: `${sick.who} gets work again, ${instant(back.at - sick.untilMs)} after it was well.`,
      event: back.event,
    })
  return out
}

function saleMoments({ pages, calls, changes }: Run): Moment[] {
  const falls = changes.filter((c) => c.products[0] === SALE)
  const loads = calls.filter((c) => within(c.at, [SELL]) && c.products.includes(SALE))
  const lost = pages.filter((p) => within(p.cameAt, [SELL]) && !isGood(p))
  const loaded = `The price of the ${SALE} falls ${falls.length} times, and it is loaded ${loads.length} times`
  const first = lost[0]
  if (first)
    return [
      {
        atMs: Math.min(endOf(first), SELL.untilMs - 1),
        kind: 'symptom',
        what: `The first page of the sale is lost, ${instant(first.cameAt - SELL.fromMs)} after it began (${fateOf(first)}). ${loaded}; ${lost.length} pages are lost.`,
        event: first.last,
      },
    ]
  const at = loads[0]
  return [
    {
      atMs: at?.at ?? SELL.fromMs,
      kind: 'reaction',
      what: `${loaded}. No page of the sale is lost.`,
      ...(at ? { event: at.event } : {}),
    },
  ]
}

/** From the empty cache to the first second in which it had four of five prices again. */
function warming({ gets }: Run): Moment[] {
  const seconds = perBin(
    gets,
    (g) => g.at,
    { ...bins, binMs: 250 },
    (gs) => (gs.length === 0 ? 0 : gs.filter((g) => g.hit).length / gs.length),
  )
  const first = seconds.findIndex((share, i) => i * 250 >= COLD.fromMs && share >= 0.8)
  if (first < 0) return []
  const atMs = (first + 1) * 250
  return [
    {
      atMs,
      kind: 'recovery',
      what: `The cache is warm again, ${instant(atMs - COLD.fromMs)} after it restarted: four of five prices come from it.`,
    },
  ]
}

function peakMoments({ pages, calls, changes }: Run): Moment[] {
  const during = pages.filter((p) => within(p.cameAt, [PEAK]))
  const lost = during.filter((p) => !isGood(p))
  const sent = calls.filter((c) => within(c.at, [PEAK])).length
  const first = lost[0]
  const out: Moment[] = [
    {
      atMs: first ? Math.min(endOf(first), PEAK.untilMs - 1) : PEAK.untilMs - 1,
      kind: first ? 'symptom' : 'reaction',
      what: `Without the cache ${during.length} pages become ${sent} calls, and ${lost.length === 0 ? 'none of them is' : `${lost.length} are`} lost.`,
      ...(first ? { event: first.last } : {}),
    },
  ]
  const held = changes.filter((c) => within(c.cameAt, [PEAK]) && c.answer && c.answer.at >= PEAK.untilMs)
  const last = held.at(-1)
  if (last?.answer)
    out.push({
      atMs: last.answer.at,
      kind: 'recovery',
      what: `${held.length} new ${held.length === 1 ? 'price is' : 'prices are'} confirmed only now: the cache could not be told before.`,
      event: last.answer.event,
    })
  return out
}

function aftermath({ pages }: Run): Moment[] {
  const last = pages.findLast((p) => !isGood(p))
  if (last && last === pages.at(-1))
    return [
      {
        atMs: endOf(last),
        kind: 'symptom',
        what: `The shop has closed, and even the last page of the day is lost (${fateOf(last)}).`,
        event: last.last,
      },
    ]
  if (last && last.cameAt >= PEAK.untilMs)
    return [
      {
        atMs: last.cameAt,
        kind: 'recovery',
        what: `The last page that is lost comes, ${instant(last.cameAt - PEAK.untilMs)} after the cache was back.`,
        event: last.last,
      },
    ]
  return [{ atMs: PEAK.untilMs, kind: 'recovery', what: 'No page that comes after this is lost.' }]
}
