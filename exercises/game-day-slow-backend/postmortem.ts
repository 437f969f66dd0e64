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
  blipLost,
  callsPerRequest,
  callsToSick,
  DONE_MS,
  isGood,
  probesPerSecond,
  type Request,
  type Run,
  readRun,
  rushLost,
  sickLost,
  statusOf,
  tookMs,
  wellLost,
} from './measures.ts'
import { OUTAGE } from './script.ts'
import { BACKENDS } from './system.ts'

const BIN_MS = 1000
const bins = { durationMs: OUTAGE.durationMs, binMs: BIN_MS }
const cameAt = (r: Request) => r.cameAt
const [HUNG, UNREADY, BLIP, SLOW] = OUTAGE.phases.map(({ fromMs, untilMs }) => ({ fromMs, untilMs })) as [
  Span,
  Span,
  Span,
  Span,
]
interface Span {
  readonly fromMs: Ms
  readonly untilMs: Ms
}

const gameDay: GameDay = {
  seed: 'outage#0',
  ...bins,
  phases: [
    {
      ...HUNG,
      label: 'b2 hangs',
      about: 'b2 does what it is asked and answers nothing, health checks included.',
    },
    {
      ...UNREADY,
      label: 'b3 refuses',
      about: 'b3 is alive, says that it is not ready, and refuses all work.',
    },
    { ...BLIP, label: 'Blip', about: 'For a quarter of a second all three refuse.' },
    {
      ...SLOW,
      label: 'Rush',
      about: 'All three take 200 to 240 ms for a request, and nine more reads a second come.',
    },
  ],
  read(trace): Findings {
    const run = readRun(trace)
    return { strips: stripsOf(run, trace), moments: momentsOf(run, trace), scores: scoresOf(run) }
  },
}
export default gameDay

function stripsOf({ requests, calls, probes }: Run, trace: Trace): Strip[] {
  const heard = (status: string | undefined) =>
    perBin(requests, cameAt, bins, (rs) => rs.filter((r) => statusOf(r) === status).length)
  const came = perBin(requests, cameAt, bins, (rs) => rs.length)
  const sent = perBin(
    calls,
    (c) => c.at,
    bins,
    (cs) => cs.length,
  )
  return [
    {
      kind: 'curve',
      id: 'done',
      title: 'Requests done within 800 ms',
      unit: '% of those that came',
      values: perBin(requests, cameAt, bins, (rs) =>
        rs.length === 0 ? null : (100 * rs.filter(isGood).length) / rs.length,
      ),
      max: 100,
    },
    {
      kind: 'stack',
      id: 'heard',
      title: 'What customers heard',
      unit: 'requests per second',
      parts: [
        { name: 'done', values: heard('done') },
        { name: 'failed', values: heard('failed') },
        { name: 'unknown', values: heard('unknown') },
        { name: 'nothing', values: heard(undefined) },
      ],
    },
    {
      kind: 'curve',
      id: 'wait',
      title: 'Time to an answer, the slowest of each second',
      unit: 'ms',
      values: perBin(requests, cameAt, bins, (rs) => (rs.length === 0 ? null : Math.max(...rs.map(waitOf)))),
      line: { value: DONE_MS, text: 'objective 800' },
      max: 1200,
    },
    {
      kind: 'stack',
      id: 'calls',
      title: 'Calls to the backends',
      unit: 'per second',
      parts: BACKENDS.map((b) => ({
        name: b,
        values: perBin(
          calls.filter((c) => c.to === b),
          (c) => c.at,
          bins,
          (cs) => cs.length,
        ),
      })),
    },
    {
      kind: 'curve',
      id: 'amplification',
      title: 'Calls per request',
      unit: 'tries included',
      values: sent.map((n, i) => (came[i] ? n / (came[i] as number) : null)),
      max: 3,
    },
    {
      kind: 'curve',
      id: 'probes',
      title: 'Health checks sent',
      unit: 'per second',
      values: perBin(
        probes,
        (p) => p.at,
        bins,
        (ps) => ps.length,
      ),
      max: 12,
    },
    {
      kind: 'ribbon',
      id: 'rotation',
      title: 'Backends in rotation',
      spans: rotationSpans(trace),
      none: "The gateway did not show it. ctx.view({ rotation: 'b1 b3' }) does.",
    },
  ]
}

const waitOf = (r: Request): Ms => Math.min(1200, tookMs(r))

function rotationSpans(trace: Trace): { fromMs: Ms; untilMs: Ms; text: string }[] {
  const spans: { fromMs: Ms; untilMs: Ms; text: string }[] = []
  for (const e of trace) {
    const text = rotationOf(e)
    const last = spans.at(-1)
    if (text === undefined || last?.text === text) continue
    if (last) last.untilMs = e.at
    spans.push({ fromMs: e.at, untilMs: bins.durationMs, text: text.slice(0, 24) })
  }
  return spans.filter((s) => s.untilMs > s.fromMs)
}

function rotationOf(e: Trace[number]): string | undefined {
  if (e.kind !== 'view' || e.node !== 'gateway') return undefined
  const shown = (e.data as { rotation?: unknown } | null)?.rotation
  return typeof shown === 'string' ? shown : undefined
}

function scoresOf(run: Run): Findings['scores'] {
  const lost = '%'
  return [
    {
      property: 'lost-while-well',
      title: 'Lost while all is well',
      value: wellLost(run, OUTAGE).value,
      budget: WHOLE.wellLostPct,
      unit: lost,
    },
    {
      property: 'calls-to-the-sick',
      title: 'Calls to the sick backend',
      value: callsToSick(run, OUTAGE).value,
      budget: WHOLE.callsToSick,
      unit: 'calls',
    },
    {
      property: 'lost-while-sick',
      title: 'Lost while one is sick',
      value: sickLost(run, OUTAGE).value,
      budget: WHOLE.sickLostPct,
      unit: lost,
    },
    {
      property: 'lost-in-a-blip',
      title: 'Lost in the blip',
      value: blipLost(run, OUTAGE).value,
      budget: WHOLE.blipLostPct,
      unit: lost,
    },
    {
      property: 'calls-per-request',
      title: 'Calls per request in the rush',
      value: callsPerRequest(run, OUTAGE).value,
      budget: WHOLE.callsPerRequest,
      unit: 'calls',
    },
    {
      property: 'lost-in-the-rush',
      title: 'Lost in the rush',
      value: rushLost(run, OUTAGE).value,
      budget: WHOLE.rushLostPct,
      unit: lost,
    },
    {
      property: 'probes',
      title: 'Health checks per second',
      value: probesPerSecond(run, OUTAGE).value,
      budget: WHOLE.probesPerSecond,
      unit: 'checks',
    },
  ]
}

function momentsOf(run: Run, trace: Trace): Moment[] {
  const { requests, calls } = run
  const script = (atMs: Ms, what: string): Moment => ({ atMs, kind: 'script', what })
  const out: Moment[] = [
    script(HUNG.fromMs, 'b2 hangs: it does what it is asked and answers nothing.'),
    script(HUNG.untilMs, 'b2 is well again.'),
    script(UNREADY.fromMs, 'b3 says that it is not ready, and refuses all work.'),
    script(UNREADY.untilMs, 'b3 is well again.'),
    script(BLIP.fromMs, 'All three backends refuse, for a quarter of a second.'),
    script(SLOW.fromMs, 'All three backends are slow, and more customers come.'),
    script(SLOW.untilMs, 'The rush is over.'),
  ]
  out.push(...illness(run, trace, 'b2', HUNG), ...illness(run, trace, 'b3', UNREADY))
  const inside =
    (s: Span, extra = 0) =>
    (r: Request) =>
      s.fromMs <= r.cameAt && r.cameAt < s.untilMs + extra
  const blip = requests.filter(inside(BLIP))
  const bridged = blip.filter(isGood).length
  if (blip.length > 0)
    out.push({
      atMs: BLIP.untilMs,
      kind: bridged === blip.length ? 'reaction' : 'symptom',
      what: `Of the ${blip.length} requests that came in the blip, ${bridged} are done in time.`,
      event: (blip.find((r) => !isGood(r)) ?? blip[0])?.last as number,
    })
  const rush = requests.filter(inside(SLOW, 1000))
  const lost = rush.filter((r) => !isGood(r))
  const tries = calls.filter((c) => SLOW.fromMs <= c.at && c.at < SLOW.untilMs + 1000).length
  if (rush.length > 0)
    out.push({
      atMs: lost[0] ? lost[0].cameAt + waitOf(lost[0]) : SLOW.untilMs,
      kind: lost.length > 0 ? 'symptom' : 'reaction',
      what: `The rush: ${rush.length} requests become ${tries} calls, and ${lost.length === 0 ? 'none of them is' : `${lost.length} are`} lost.`,
      ...(lost[0] ? { event: lost[0].last } : {}),
    })
  const last = requests.filter((r) => r.cameAt >= SLOW.fromMs).findLast((r) => !isGood(r))
  if (last && last.cameAt > SLOW.untilMs)
    out.push({
      atMs: last.cameAt,
      kind: 'recovery',
      what: `The last request that is lost comes, ${instant(last.cameAt - SLOW.untilMs)} after the rush.`,
      event: last.last,
    })
  else if (requests.length > 0)
    out.push({ atMs: SLOW.untilMs, kind: 'recovery', what: 'Nobody who comes after the rush is lost.' })
  return out.sort((a, b) => a.atMs - b.atMs)
}

function illness({ requests, calls }: Run, trace: Trace, who: string, span: Span): Moment[] {
  const during = (at: Ms) => span.fromMs <= at && at < span.untilMs
  const out: Moment[] = []
  const ended = (r: Request) => r.cameAt + waitOf(r)
  const bad = requests.filter((r) => during(r.cameAt) && !isGood(r)).sort((a, b) => ended(a) - ended(b))
  if (bad[0])
    out.push({
      atMs: ended(bad[0]),
      kind: 'symptom',
      what: `First symptom, ${instant(ended(bad[0]) - span.fromMs)} after ${who} fell ill: ${bad[0].type} ${bad[0].id} is lost. ${bad.length} are until it is well.`,
      event: bad[0].last,
    })
  const dropped = trace.find(
    (e) => during(e.at) && rotationOf(e) !== undefined && !rotationOf(e)?.includes(who),
  )
  const sent = calls.filter((c) => c.to === who && during(c.at))
  if (dropped)
    out.push({
      atMs: dropped.at,
      kind: 'reaction',
      what: `Detected, ${instant(dropped.at - span.fromMs)} after it began: ${who} leaves the rotation. ${sent.filter((c) => c.at < dropped.at).length} calls went to it before, ${sent.filter((c) => c.at >= dropped.at).length} after.`,
      event: dropped.id,
    })
  const first = calls.find((c) => c.to === who && c.at >= span.untilMs)
  if (first)
    out.push({
      atMs: first.at,
      kind: 'recovery',
      what: `${who} gets work again, ${instant(first.at - span.untilMs)} after it was well.`,
      event: first.event,
    })
  return out
}
