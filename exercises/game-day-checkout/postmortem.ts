/** What the postmortem of this game day draws and tells. Reads the trace only; decides nothing. */
import {
  type Findings,
  type GameDay,
  instant,
  type Moment,
  perBin,
  type Strip,
} from '../../lib/gameday/index.ts'
import type { Ms, Trace } from '../../lib/sim/index.ts'
import { WHOLE } from './budget.ts'
import {
  CHARGES_OPEN_MAX,
  cartsLost,
  chargesWhileSick,
  checkoutsLost,
  closedAt,
  isGood,
  isOrdinary,
  PAID_MS,
  type Press,
  type Run,
  readRun,
  recovery,
  sickSpells,
  statusOf,
  waitOf,
  waitWhileSick,
} from './measures.ts'
import { OUTAGE } from './script.ts'
import { BOT, PER_SECOND } from './system.ts'

const BIN_MS = 1000
const bins = { durationMs: OUTAGE.durationMs, binMs: BIN_MS }
const cameAt = (p: Press) => p.cameAt

const gameDay: GameDay = {
  seed: 'outage#0',
  ...bins,
  phases: [
    { fromMs: 4000, untilMs: 9000, label: 'Slow', about: 'A charge takes 3 to 4 s.' },
    {
      fromMs: 9000,
      untilMs: 13_000,
      label: 'Silent',
      about: 'The provider has crashed and answers nothing.',
    },
    { fromMs: 18_000, untilMs: 21_000, label: 'Flood', about: 'One customer presses 100 times a second.' },
  ],
  read(trace): Findings {
    const run = readRun(trace)
    return { strips: stripsOf(run, trace), moments: momentsOf(run, trace), scores: scoresOf(run) }
  },
}
export default gameDay

function stripsOf({ presses, charges }: Run, trace: Trace): Strip[] {
  const ordinary = presses.filter(isOrdinary)
  const carts = presses.filter((p) => p.type === 'cart')
  const perSecond = (xs: readonly unknown[]) => (xs.length * 1000) / BIN_MS
  const goodOf = (ps: readonly Press[]) => (ps.length === 0 ? null : perSecond(ps.filter(isGood)))
  const heard = (status: string | undefined) =>
    perBin(ordinary, cameAt, bins, (ps) => ps.filter((p) => statusOf(p) === status).length)
  return [
    {
      kind: 'curve',
      id: 'paid',
      title: 'Ordinary checkouts paid within 1 s',
      unit: 'per second',
      values: perBin(ordinary, cameAt, bins, goodOf),
      line: { value: PER_SECOND, text: `${PER_SECOND} come` },
      max: 24,
    },
    {
      kind: 'stack',
      id: 'heard',
      title: 'What ordinary customers heard',
      unit: 'checkouts per second',
      parts: [
        { name: 'paid', values: heard('paid') },
        { name: 'turned away', values: heard('turned away') },
        { name: 'unknown', values: heard('unknown') },
        { name: 'nothing', values: heard(undefined) },
      ],
    },
    {
      kind: 'curve',
      id: 'carts',
      title: 'Carts shown within 200 ms',
      unit: 'per second',
      values: perBin(carts, cameAt, bins, goodOf),
      line: { value: PER_SECOND, text: `${PER_SECOND} come` },
      max: 16,
    },
    {
      kind: 'curve',
      id: 'wait',
      title: 'Wait of an ordinary checkout, the slowest of each second',
      unit: 'ms',
      values: perBin(ordinary, cameAt, bins, (ps) => (ps.length === 0 ? null : Math.max(...ps.map(waitOf)))),
      line: { value: PAID_MS, text: 'objective 1,000' },
      max: 2000,
    },
    {
      kind: 'curve',
      id: 'charges',
      title: 'Charges sent to the provider',
      unit: 'per second',
      values: perBin(charges, (c) => c.at, bins, perSecond),
      max: 24,
    },
    {
      kind: 'curve',
      id: 'open',
      title: 'Charges open, the most of each second',
      unit: 'charges',
      values: mostAtOnce(charges.map((c) => ({ fromMs: c.at, untilMs: closedAt(c) }))),
      line: { value: CHARGES_OPEN_MAX, text: `contract ${CHARGES_OPEN_MAX}` },
      max: 12,
    },
    {
      kind: 'curve',
      id: 'line',
      title: 'Customers in line for a worker, the most of each second',
      unit: 'customers',
      values: mostAtOnce(presses.map((p) => ({ fromMs: p.cameAt, untilMs: handedAt(p, trace) }))),
      max: 60,
    },
    {
      kind: 'ribbon',
      id: 'breaker',
      title: 'Breaker',
      spans: breakerSpans(trace),
      none: "The shop did not show it. ctx.view({ breaker: 'open' }) does.",
    },
  ]
}

/** When a worker took it, or when the customer left the line. */
function handedAt(p: Press, trace: Trace): Ms {
  const left = trace[p.last]?.at ?? p.cameAt
  return p.sentAt ?? left
}

function mostAtOnce(spans: readonly { fromMs: Ms; untilMs: Ms }[]): number[] {
  const count = Array.from({ length: Math.ceil(bins.durationMs / BIN_MS) }, () => 0)
  const edges = spans
    .filter((s) => s.untilMs > s.fromMs)
    .flatMap((s) => [
      { at: s.fromMs, by: 1 },
      { at: s.untilMs, by: -1 },
    ])
    .sort((a, b) => a.at - b.at || a.by - b.by)
  let now = 0
  let next = 0
  for (let bin = 0; bin < count.length; bin++) {
    let most = now
    for (; next < edges.length && (edges[next]?.at ?? 0) < (bin + 1) * BIN_MS; next++) {
      now += edges[next]?.by ?? 0
      // What ends at the first instant of a second was not open in it.
      if ((edges[next]?.at ?? 0) === bin * BIN_MS && now < most) most = now
      most = Math.max(most, now)
    }
    count[bin] = most
  }
  return count
}

function breakerSpans(trace: Trace): { fromMs: Ms; untilMs: Ms; text: string }[] {
  const spans: { fromMs: Ms; untilMs: Ms; text: string }[] = []
  for (const e of trace) {
    if (e.kind !== 'view' || e.node !== 'shop') continue
    const state = (e.data as { breaker?: unknown } | null)?.breaker
    const last = spans.at(-1)
    if (typeof state !== 'string' || last?.text === state) continue
    if (last) last.untilMs = e.at
    else if (e.at > 0 && state !== 'closed') spans.push({ fromMs: 0, untilMs: e.at, text: 'closed' })
    spans.push({ fromMs: e.at, untilMs: bins.durationMs, text: state.slice(0, 24) })
  }
  return spans.filter((s) => s.untilMs > s.fromMs)
}

function scoresOf(run: Run): Findings['scores'] {
  return [
    {
      property: 'carts-lost',
      title: 'Carts lost',
      value: cartsLost(run).value,
      budget: WHOLE.cartsLostPct,
      unit: '%',
    },
    {
      property: 'charges-while-sick',
      title: 'Charges to the sick provider',
      value: chargesWhileSick(run, OUTAGE, WHOLE.charges).value,
      budget: WHOLE.charges,
      unit: 'charges',
    },
    {
      property: 'wait-while-sick',
      title: 'Average wait while it is sick',
      value: waitWhileSick(run, OUTAGE).value,
      budget: WHOLE.waitMs,
      unit: 'ms',
    },
    {
      property: 'recovery',
      title: 'Recovered after',
      value: recovery(run, OUTAGE).value,
      budget: WHOLE.recoveryMs,
      unit: 'ms',
    },
    {
      property: 'checkouts-lost',
      title: 'Checkouts lost while it is well',
      value: checkoutsLost(run, OUTAGE).value,
      budget: WHOLE.checkoutsLostPct,
      unit: '%',
    },
  ]
}

function momentsOf(run: Run, trace: Trace): Moment[] {
  const { presses, charges } = run
  const [sick] = sickSpells(OUTAGE)
  const [flood] = OUTAGE.surges ?? []
  if (!sick || !flood) return []
  const since = (at: Ms, from: Ms) => `${instant(at - from)} after it began`
  const out: Moment[] = [
    { atMs: sick.fromMs, kind: 'script', what: 'The provider slows down: a charge takes 3 to 4 s.' },
    { atMs: 9000, kind: 'script', what: 'The provider crashes and is silent.' },
    { atMs: sick.untilMs, kind: 'script', what: 'The provider is back, with nothing in line.' },
    {
      atMs: flood.fromMs,
      kind: 'script',
      what: 'The flood begins: one customer presses 100 times a second.',
    },
    { atMs: flood.untilMs, kind: 'script', what: 'The flood is over.' },
  ]
  const during = (at: Ms) => sick.fromMs <= at && at < sick.untilMs
  const ordinary = presses.filter(isOrdinary)

  const symptom = presses
    .filter(
      (p) =>
        p.cameAt >= sick.fromMs - PAID_MS &&
        during(p.answer?.at ?? p.cameAt) &&
        !isGood(p) &&
        isOrdinaryOrCart(p),
    )
    .sort((a, b) => endOf(a) - endOf(b))[0]
  if (symptom)
    out.push({
      atMs: endOf(symptom),
      kind: 'symptom',
      what: `First symptom, ${since(endOf(symptom), sick.fromMs)}: ${named(symptom)} ${fate(symptom)}.`,
      event: symptom.last,
    })
  const cart = presses.find((p) => p.type === 'cart' && p.cameAt >= sick.fromMs && !isGood(p))
  if (cart) {
    const lost = presses.filter((p) => p.type === 'cart' && !isGood(p)).length
    out.push({
      atMs: cart.cameAt,
      kind: 'symptom',
      what: `The first cart comes that misses its objective: it waits for a worker. In all, ${lost} carts are lost.`,
      event: cart.last,
    })
  }
  const opened = firstShown(trace, 'open', sick.fromMs)
  if (opened && during(opened.at)) {
    const before = charges.filter((c) => during(c.at) && c.at < opened.at).length
    const after = charges.filter((c) => during(c.at) && c.at >= opened.at).length
    out.push({
      atMs: opened.at,
      kind: 'reaction',
      what: `Detected, ${since(opened.at, sick.fromMs)}: the breaker opens after ${before} charges. While it is ill, ${after} more are sent.`,
      event: opened.event,
    })
  }
  const sent = new Set(charges.map((c) => c.order))
  const shed = ordinary.filter((p) => during(p.cameAt) && statusOf(p) === 'turned away' && !sent.has(p.order))
  if (shed[0])
    out.push({
      atMs: shed[0].answer?.at ?? shed[0].cameAt,
      kind: 'reaction',
      what: `The first ordinary checkout is turned away without a charge; ${shed.length} are until the provider is back.`,
      event: shed[0].last,
    })
  const back = recovery(run, OUTAGE).value
  const recovered = sick.untilMs + back
  out.push(
    recovered < OUTAGE.durationMs
      ? {
          atMs: recovered,
          kind: 'recovery',
          what: `Recovered, ${instant(back)} after the provider's return: from here on ten checkouts in a row are paid in time.`,
        }
      : {
          atMs: OUTAGE.durationMs,
          kind: 'recovery',
          what: 'The run ends. Checkouts were never paid in time again.',
        },
  )
  const flooded = (at: Ms) => flood.fromMs <= at && at < flood.untilMs
  const bot = presses.filter((p) => p.customer === BOT)
  const charged = bot.filter((p) => sent.has(p.order)).length
  const hurt = ordinary.filter((p) => flooded(p.cameAt) && !isGood(p))
  out.push({
    atMs: hurt[0] ? endOf(hurt[0]) : flood.untilMs - 1,
    kind: hurt.length > 0 ? 'symptom' : 'reaction',
    what: `Of ${bot.length} presses of the flood ${charged} become charges. ${hurt.length === 0 ? 'No ordinary checkout is' : `${hurt.length} ordinary checkouts are`} lost to it.`,
    ...(hurt[0] ? { event: hurt[0].last } : {}),
  })
  return out.sort((a, b) => a.atMs - b.atMs)
}

const isOrdinaryOrCart = (p: Press) => p.type === 'cart' || isOrdinary(p)
const endOf = (p: Press): Ms => p.cameAt + waitOf(p)
const named = (p: Press) =>
  p.type === 'cart' ? `a cart of ${p.customer}` : `the checkout of order ${p.order}`

function fate(p: Press): string {
  if (!p.answer || waitOf(p) < p.answer.at - p.cameAt) return 'is given up by its customer'
  if (p.type === 'cart') return `is shown after ${Math.round(waitOf(p))} ms`
  const status = statusOf(p)
  if (status === 'paid') return `is paid after ${Math.round(waitOf(p))} ms`
  return status === undefined
    ? 'has no answer that counts'
    : `is answered '${status}' after ${Math.round(waitOf(p))} ms`
}

function firstShown(trace: Trace, breaker: string, fromMs: Ms): { at: Ms; event: number } | undefined {
  const e = trace.find(
    (e) =>
      e.kind === 'view' &&
      e.node === 'shop' &&
      e.at >= fromMs &&
      (e.data as { breaker?: unknown } | null)?.breaker === breaker,
  )
  return e && { at: e.at, event: e.id }
}
