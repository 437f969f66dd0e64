/** What the postmortem of this game day draws and tells. Reads the trace only; decides nothing. */
import { type Findings, type GameDay, perBin, type Strip } from '../../lib/gameday/index.ts'
import type { Ms, Trace } from '../../lib/sim/index.ts'
import { WHOLE } from './budget.ts'
import { type Log, lastOf } from './log.ts'
import {
  ACKNOWLEDGED_MS,
  detection,
  downtime,
  falseAlarms,
  goneWrites,
  isGood,
  pagesSent,
  pingsPerSecond,
  type Run,
  readRun,
  tookMs,
  type Write,
  writesLost,
} from './measures.ts'
import { momentsOf } from './moments.ts'
import { OUTAGE } from './script.ts'

const BIN_MS = 1000
const SLOWEST_MS = 1600
const bins = { durationMs: OUTAGE.durationMs, binMs: BIN_MS }
const cameAt = (w: Write) => w.cameAt

const gameDay: GameDay = {
  seed: 'outage#0',
  ...bins,
  phases: [
    {
      fromMs: 2500,
      untilMs: 6000,
      label: 'Slow',
      about:
        'What n2 copies is in its log three seconds late. From 4 s on n1 begins with each request 250 to 350 ms late.',
    },
    {
      fromMs: 6000,
      untilMs: 10_500,
      label: 'Frozen',
      about: 'n1 does nothing. What is sent to it waits, and is handled when it thaws. n2 lags until 8.2 s.',
    },
    {
      fromMs: 12_000,
      untilMs: 14_500,
      label: 'Cable',
      about: 'The manager and n3 don’t hear one another. Everybody else hears n3 as before.',
    },
    {
      fromMs: 15_500,
      untilMs: 20_800,
      label: 'Flapping',
      about: 'n2 crashes three times for 1.3 s, and is up for 0.7 s in between.',
    },
    { fromMs: 21_500, untilMs: 28_000, label: 'Crash', about: 'n3 crashes and does not come back.' },
  ],
  read(trace): Findings {
    const run = readRun(trace)
    return { strips: stripsOf(run, trace), moments: momentsOf(run, trace, OUTAGE), scores: scoresOf(run) }
  },
}
export default gameDay

function stripsOf(run: Run, trace: Trace): Strip[] {
  const { writes, pings } = run
  const gone = new Set(goneWrites(run).map((g) => g.write))
  const became = (is: (w: Write) => boolean) => perBin(writes, cameAt, bins, (ws) => ws.filter(is).length)
  const share = (ws: readonly Write[]) =>
    ws.length === 0 ? null : (100 * ws.filter((w) => isGood(w) && !gone.has(w)).length) / ws.length
  return [
    {
      kind: 'curve',
      id: 'acknowledged',
      title: 'Writes acknowledged within 800 ms, and kept',
      unit: '% of those that came',
      values: perBin(writes, cameAt, bins, share),
      max: 100,
    },
    {
      kind: 'stack',
      id: 'became',
      title: 'What became of the writes',
      unit: 'per second',
      parts: [
        { name: 'in time', values: became((w) => isGood(w) && !gone.has(w)) },
        { name: 'late', values: became((w) => w.ack?.at !== undefined && !isGood(w) && !gone.has(w)) },
        { name: 'never', values: became((w) => w.ack?.at === undefined && !gone.has(w)) },
        { name: 'acknowledged and gone', values: became((w) => gone.has(w)) },
      ],
    },
    {
      kind: 'curve',
      id: 'wait',
      title: 'Time to the acknowledgement, the slowest of each second',
      unit: 'ms',
      values: perBin(writes, cameAt, bins, (ws) =>
        ws.length === 0 ? null : Math.min(SLOWEST_MS, Math.max(...ws.map(tookMs))),
      ),
      line: { value: ACKNOWLEDGED_MS, text: 'objective 800' },
      max: SLOWEST_MS,
    },
    {
      kind: 'curve',
      id: 'behind',
      title: 'The follower that is furthest behind',
      unit: 'entries of the leader’s log that it does not have',
      values: behind(trace),
    },
    {
      kind: 'curve',
      id: 'pings',
      title: 'Pings sent',
      unit: 'per second',
      values: perBin(
        pings,
        (p) => p.at,
        bins,
        (ps) => ps.length,
      ),
      max: 20,
    },
    {
      kind: 'ribbon',
      id: 'leader',
      title: 'Whom the door sends writes to',
      spans: run.routes.map(({ to, at }, i) => ({
        fromMs: at,
        untilMs: run.routes[i + 1]?.at ?? bins.durationMs,
        text: to,
      })),
      none: 'Nobody.',
    },
    {
      kind: 'ribbon',
      id: 'paged',
      title: 'Alerts that are raised',
      spans: alerts(run),
      none: 'Nobody was paged.',
    },
  ]
}

/** At the end of each second: who leads under the highest term shows how long the log is, the others by their answers. */
function behind(trace: Trace): (number | null)[] {
  const sentBy = new Map<number, string>()
  const far = new Map<string, number>()
  let leader = { id: 'n1', term: 1, index: 0 }
  const values: number[] = []
  const upTo = (at: Ms) => {
    while ((values.length + 1) * BIN_MS <= at) values.push(now())
  }
  const now = () => {
    const others = ['n1', 'n2', 'n3'].filter((id) => id !== leader.id)
    return Math.max(...others.map((id) => Math.max(0, leader.index - (far.get(id) ?? 0))))
  }
  for (const e of trace) {
    upTo(e.at)
    if (e.kind === 'send' && e.type === 'copy' && e.re === undefined) {
      const { term, log } = e.body as unknown as { term: number; log: Log }
      sentBy.set(e.msg as number, e.node)
      if (term < leader.term) continue
      leader = { id: e.node, term, index: lastOf(log).index }
      far.set(e.node, leader.index)
    } else if (e.kind === 'send' && e.re !== undefined && sentBy.has(e.re) && e.label !== 'refused') {
      if (sentBy.get(e.re) === leader.id) far.set(e.node, (e.body as { index: number }).index)
    }
  }
  if (values.length > 0) upTo(bins.durationMs)
  return Array.from({ length: Math.ceil(bins.durationMs / BIN_MS) }, (_, i) => values[i] ?? null)
}

function alerts({ pages }: Run): { fromMs: Ms; untilMs: Ms; text: string }[] {
  const raised = new Set<string>()
  const spans: { fromMs: Ms; untilMs: Ms; text: string }[] = []
  for (const { kind, replica, at } of pages) {
    const last = spans.at(-1)
    if (last?.untilMs === bins.durationMs) last.untilMs = at
    if (kind === 'raise') raised.add(String(replica))
    else raised.delete(String(replica))
    if (raised.size > 0)
      spans.push({ fromMs: at, untilMs: bins.durationMs, text: [...raised].sort().join(' ').slice(0, 24) })
  }
  return spans.filter((s) => s.untilMs > s.fromMs)
}

function scoresOf(run: Run): Findings['scores'] {
  return [
    {
      property: 'false-alarms',
      title: 'False alarms',
      value: falseAlarms(run).value,
      budget: WHOLE.falseAlarms,
      unit: 'alarms',
    },
    {
      property: 'detection',
      title: 'Time to the page, the worst',
      value: detection(run, OUTAGE)?.value ?? 0,
      budget: WHOLE.detectionMs,
      unit: 'ms',
    },
    {
      property: 'downtime',
      title: 'Time without a leader, the worst',
      value: downtime(run, OUTAGE)?.value ?? 0,
      budget: WHOLE.downtimeMs,
      unit: 'ms',
    },
    {
      property: 'writes-lost',
      title: 'Writes lost while there is a leader',
      value: writesLost(run, OUTAGE).value,
      budget: WHOLE.writesLostPct,
      unit: '%',
    },
    {
      property: 'pages',
      title: 'Pages, raised and cleared',
      value: pagesSent(run).value,
      budget: WHOLE.pages,
      unit: 'pages',
    },
    {
      property: 'pings',
      title: 'Pings per second',
      value: pingsPerSecond(run, OUTAGE).value,
      budget: WHOLE.pingsPerSecond,
      unit: 'pings',
    },
  ]
}
