'use client'
import { type ReactNode, useState } from 'react'
import { FigureFrame, RunDetails, useRun } from '@/app/ui/figure/index.ts'
import type { PatternView, Bar as PictureBar } from '@/lib/spacetime/index.ts'
import type { Counting } from './demo-lease.ts'
import { BOUND_PCT, type Outcome, type Settings, SPAN_MS, STEP_MS, simulate, TERM_MS } from './one-term.ts'

const HEIGHT = 300
const BAR = 30
const COUNTINGS: readonly { id: Counting; label: string }[] = [
  { id: 'answer', label: 'from answer' },
  { id: 'sending', label: 'from sending' },
  { id: 'margin', label: 'with margin' },
]

export default function TwoClocksFigure() {
  const [counting, setCounting] = useState<Counting>('answer')
  const [driftPct, setDriftPct] = useState(3)
  const [answerMs, setAnswerMs] = useState(150)
  const outcome = useRun(play, { counting, driftPct, answerMs })
  return (
    <FigureFrame
      knobs={[
        {
          label: 'h1 counts',
          options: COUNTINGS,
          value: counting,
          onChange: (id: string) => setCounting(id as Counting),
        },
        {
          label: 'Drift of each clock',
          unit: '%',
          min: 0,
          max: 10,
          step: 0.5,
          value: driftPct,
          onChange: setDriftPct,
          format: (n: number) => n.toFixed(1),
        },
        {
          label: 'The answer takes',
          unit: 'ms',
          min: 10,
          max: 400,
          step: 10,
          value: answerMs,
          onChange: setAnswerMs,
        },
      ]}
      text={outcome && <InWords {...outcome} />}
    >
      {outcome ? <Drawing {...outcome} /> : <div style={{ height: HEIGHT }} />}
      {outcome && (
        <RunDetails
          of={JSON.stringify(outcome.settings)}
          trace={outcome.run.end.trace}
          nodes={outcome.run.nodes}
          faults={outcome.run.faults}
          at={outcome.run.end.at}
          {...(outcome.run.conflict ? { witness: outcome.run.end.witness } : {})}
          view={viewOf(outcome.run)}
          title="the end of the term"
        />
      )}
    </FigureFrame>
  )
}

interface Shown {
  settings: Settings
  run: Outcome
}

/** The settings belong to the run: knobs may be ahead of it. */
const play = async (settings: Settings): Promise<Shown> => ({ settings, run: await simulate(settings) })

function Drawing({ settings, run }: Shown) {
  const countsFrom = settings.counting === 'answer' ? run.answeredMs : 0
  const twoOwners = run.stopsMs > run.nextMs
  return (
    <div className="flex flex-col gap-3">
      <Row
        label={`The server counts ${TERM_MS.toLocaleString('en')} ms from its grant; its clock runs ${pct(settings.driftPct)} fast`}
      >
        <Strip>
          <Bar fromMs={run.grantedMs} toMs={run.nextMs} fill="var(--ink)" />
          <Ticks fromMs={run.grantedMs} toMs={run.nextMs} pace={run.serverPace} stroke="var(--paper)" />
          <Name atMs={(run.grantedMs + run.nextMs) / 2} fill="var(--paper)">
            lent to h1
          </Name>
          <Bar fromMs={run.nextMs} toMs={SPAN_MS} fill="var(--paper)" stroke="var(--ink)" />
          <Name atMs={(run.nextMs + SPAN_MS) / 2} fill="var(--ink)">
            lent to h2
          </Name>
        </Strip>
      </Row>
      <Row label={`h1 counts ${inWords(settings.counting)}; its clock runs ${pct(settings.driftPct)} slow`}>
        <Strip>
          <line
            x1="0"
            x2={x(run.answeredMs)}
            y1={BAR / 2}
            y2={BAR / 2}
            stroke="var(--lane-1)"
            strokeWidth="2"
            strokeDasharray="4 3"
          />
          <Bar fromMs={run.answeredMs} toMs={run.stopsMs} fill="var(--lane-1)" />
          <Ticks fromMs={countsFrom} toMs={run.stopsMs} pace={run.holderPace} stroke="var(--paper)" />
          {twoOwners ? (
            <Bar fromMs={run.nextMs} toMs={run.stopsMs} fill="var(--fault)" />
          ) : (
            <Gap fromMs={run.stopsMs} toMs={run.nextMs} />
          )}
          <Name atMs={(run.answeredMs + Math.min(run.stopsMs, run.nextMs)) / 2} fill="var(--paper)">
            h1 says yes
          </Name>
        </Strip>
      </Row>
      <div className={twoOwners ? 'text-fault' : ''}>{verdict(run)}</div>
      <svg
        width="100%"
        height="24"
        aria-hidden="true"
        className="block border-hairline border-t"
        fontSize="13"
      >
        {[0, 500, 1000, 1500, 2000, 2500].map((ms) => (
          <text key={ms} x={x(ms)} y="18" fill="var(--ink-muted)" textAnchor={ms === 0 ? 'start' : 'middle'}>
            {ms.toLocaleString('en')}
            {ms === 2500 ? ' ms' : ''}
          </text>
        ))}
      </svg>
      <div className="text-muted text-note">
        True time since h1 sent its request. The ticks in the bars are every 200 ms of that node's own clock;
        dashed, h1 waits for the answer.
      </div>
    </div>
  )
}

function Row({ label, children }: { label: ReactNode; children: ReactNode }) {
  return (
    <div className="flex flex-col gap-1">
      <div className="text-note">{label}</div>
      {children}
    </div>
  )
}

function Strip({ children }: { children: ReactNode }) {
  return (
    <svg width="100%" height={BAR} aria-hidden="true" className="block">
      {children}
    </svg>
  )
}

function Bar({
  fromMs,
  toMs,
  fill,
  stroke,
}: {
  fromMs: number
  toMs: number
  fill: string
  stroke?: string
}) {
  const width = x(Math.max(0, toMs - fromMs))
  return <rect x={x(fromMs)} width={width} y="1" height={BAR - 2} fill={fill} stroke={stroke ?? 'none'} />
}

function Gap({ fromMs, toMs }: { fromMs: number; toMs: number }) {
  const width = x(toMs - fromMs)
  const dashed = { stroke: 'var(--ink-muted)', strokeDasharray: '3 3' }
  return <rect x={x(fromMs)} width={width} y="1" height={BAR - 2} fill="var(--sunken)" {...dashed} />
}

function Ticks({
  fromMs,
  toMs,
  pace,
  stroke,
}: {
  fromMs: number
  toMs: number
  pace: number
  stroke: string
}) {
  const marks = []
  for (let counted = 200; fromMs + counted * pace < toMs; counted += 200) {
    const at = x(fromMs + counted * pace)
    const y1 = counted % 1000 === 0 ? BAR - 10 : BAR - 6
    marks.push(<line key={counted} x1={at} x2={at} y1={y1} y2={BAR - 2} stroke={stroke} strokeWidth="1.5" />)
  }
  return marks
}

function Name({ atMs, fill, children }: { atMs: number; fill: string; children: string }) {
  return (
    <text x={x(atMs)} y="16" fontSize="13" textAnchor="middle" fill={fill}>
      {children}
    </text>
  )
}

function InWords({ settings, run }: Shown) {
  return (
    <>
      <p>
        The term is {TERM_MS.toLocaleString('en')} ms. h1 counts {inWords(settings.counting)}. The server's
        clock runs {pct(settings.driftPct)} fast, the clock of h1 {pct(settings.driftPct)} slow. Times are
        true times since h1 sent its request, exact to {STEP_MS} ms. {verdict(run)}
      </p>
      <ol>
        {eventsOf(run).map(([ms, what]) => (
          <li key={what}>
            {Math.round(ms).toLocaleString('en')} ms: {what}
          </li>
        ))}
      </ol>
    </>
  )
}

function eventsOf(run: Outcome): [ms: number, what: string][] {
  const events: [number, string][] = [
    [0, 'h1 sends its request'],
    [run.grantedMs, 'the server grants it the lease'],
    [run.answeredMs, 'the answer reaches h1'],
    [run.stopsMs, 'h1 says no for the first time'],
    [run.nextMs, 'the server grants the lease to h2'],
  ]
  return events.sort(([a], [b]) => a - b)
}

function verdict({ stopsMs, nextMs }: Outcome): string {
  const between = Math.round(Math.abs(stopsMs - nextMs)).toLocaleString('en')
  if (stopsMs > nextMs) return `For ${between} ms the lease has two owners.`
  if (stopsMs === nextMs) return `h1 stops just as h2 begins, to within ${STEP_MS} ms.`
  return `h1 stops ${between} ms before h2 begins: the safe gap.`
}

function inWords(counting: Counting): string {
  if (counting === 'margin') return `from the sending, with a margin for ${BOUND_PCT} % of drift`
  return counting === 'answer' ? 'from the answer' : 'from the sending'
}

const x = (ms: number) => `${ms / (SPAN_MS / 100)}%`
const pct = (n: number) => `${n.toFixed(1)} %`

/** The two terms over the diagram of the same run, in its true time. */
function viewOf(run: Outcome): PatternView {
  const at = (ms: number) => ms + run.sentMs
  const bar = (fromMs: number, toMs: number, text: string, look: PictureBar['look']): PictureBar => ({
    fromMs: at(fromMs),
    toMs: at(toMs),
    text,
    look,
  })
  return () => ({
    kind: 'timeline',
    title: 'For whom the server counts, and until when h1 says yes',
    fromMs: at(0),
    toMs: at(SPAN_MS),
    rows: [
      {
        name: 'Server',
        bars: [
          bar(run.grantedMs, run.nextMs, 'lent to h1', 'solid'),
          bar(run.nextMs, SPAN_MS, 'lent to h2', 'open'),
        ],
      },
      {
        name: 'h1',
        bars: [
          { ...bar(run.answeredMs, run.stopsMs, 'says yes', 'open'), lane: 1 },
          ...(run.conflict
            ? [{ ...bar(run.nextMs, run.stopsMs, 'two owners', 'hatched'), accent: 'fault' as const }]
            : []),
        ],
      },
    ],
  })
}
