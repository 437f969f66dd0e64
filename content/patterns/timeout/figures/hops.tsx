'use client'
import { useId, useState } from 'react'
import { FigureFrame, RunDetails, useRun } from '@/app/ui/figure/index.ts'
import type { PatternView } from '@/lib/spacetime/index.ts'
import { HOPS, type Hop, type Outcome, PAGES_PER_S, simulate, type Work } from './chain.ts'

const SPAN_MS = 4500
const ROW = 30
const HEIGHT = 344
const NAMES: Record<Hop, string> = { page: 'Page', pricing: 'Pricing', tax: 'Tax' }

export default function HopsFigure() {
  const [pageMs, setPageMs] = useState(500)
  const [pricingMs, setPricingMs] = useState(2000)
  const [taxMs, setTaxMs] = useState(3000)
  const own = useRun(simulate, { pageMs, pricingMs, taxMs }, false)
  const shared = useRun(simulate, { pageMs, pricingMs, taxMs }, true)
  const knob = (label: string, value: number, onChange: (ms: number) => void, min: number, max: number) => ({
    label,
    unit: 's',
    min,
    max,
    step: 100,
    value,
    onChange,
    format: seconds,
  })
  return (
    <FigureFrame
      knobs={[
        knob("Page's timeout", pageMs, setPageMs, 100, 4000),
        knob("Pricing's timeout", pricingMs, setPricingMs, 100, 4000),
        knob('Tax takes', taxMs, setTaxMs, 100, 4000),
      ]}
      text={
        own &&
        shared && (
          <>
            <InWords title="A timeout at each hop" outcome={own} />
            <InWords title="One deadline, passed on" outcome={shared} />
          </>
        )
      }
    >
      {own && shared ? (
        <div className="flex flex-col gap-6">
          <Chain title="A timeout at each hop" outcome={own} />
          <Chain title="One deadline, passed on" outcome={shared} />
          <Axis />
        </div>
      ) : (
        <div style={{ height: HEIGHT }} />
      )}
      {own && (
        <RunDetails
          of={`${pageMs} ${pricingMs} ${taxMs}`}
          trace={own.trace}
          nodes={own.nodes}
          view={viewOf(own)}
          title="the run with a timeout at each hop"
        />
      )}
    </FigureFrame>
  )
}

interface Shown {
  title: string
  outcome: Outcome
}

function Chain({ title, outcome }: Shown) {
  const hatch = useId()
  const wasted = total(outcome.wastedMs)
  return (
    <div className="flex flex-col gap-1">
      <div className="text-note">
        {title}: the page {outcome.answered ? 'gets its answer' : 'gives up'} after{' '}
        {seconds(pageEnd(outcome))} s
        {wasted >= 50 && (
          <>
            , and <span className="text-fault">{seconds(wasted)} s of work</span> follow for nobody
          </>
        )}
      </div>
      <svg width="100%" height={ROW * HOPS.length} aria-hidden="true" className="block" fontSize="13">
        <pattern id={hatch} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <line x1="0" y1="0" x2="0" y2="6" stroke="var(--fault)" strokeWidth="2.5" />
        </pattern>
        {outcome.first.map((w, i) => (
          <Bar key={w.hop} work={w} y={i * ROW} hatch={hatch} />
        ))}
        <line
          x1={percent(pageEnd(outcome))}
          x2={percent(pageEnd(outcome))}
          y1="0"
          y2={ROW * HOPS.length}
          stroke="var(--stroke)"
          strokeDasharray="3 3"
        />
      </svg>
      <div className="text-note">
        At {PAGES_PER_S} pages a second: {workers(outcome, 'pricing')} workers busy in pricing,{' '}
        {workers(outcome, 'tax')} in tax
      </div>
    </div>
  )
}

/** Needed work is filled, work for nobody hatched. The name stands behind the bar, where there is room. */
function Bar({ work, y, hatch }: { work: Work; y: number; hatch: string }) {
  const { hop, fromMs, toMs, neededToMs } = work
  return (
    <>
      <rect
        x={percent(fromMs)}
        y={y + 4}
        width={percent(neededToMs - fromMs)}
        height={ROW - 10}
        fill="var(--ink)"
      />
      {toMs > neededToMs && (
        <rect
          x={percent(neededToMs)}
          y={y + 4}
          width={percent(Math.min(toMs, SPAN_MS) - neededToMs)}
          height={ROW - 10}
          fill={`url(#${hatch})`}
          stroke="var(--fault)"
        />
      )}
      <text x={percent(toMs)} dx="8" y={y + ROW / 2 + 4} fill="var(--ink)">
        {NAMES[hop]}
      </text>
    </>
  )
}

function Axis() {
  return (
    <svg width="100%" height="24" aria-hidden="true" className="block border-hairline border-t" fontSize="13">
      {[0, 1, 2, 3, 4].map((s) => (
        <text
          key={s}
          x={percent(s * 1000)}
          y="18"
          fill="var(--ink-muted)"
          textAnchor={s === 0 ? 'start' : 'middle'}
        >
          {s} s
        </text>
      ))}
    </svg>
  )
}

function InWords({ title, outcome }: Shown) {
  return (
    <>
      <p>
        {title}. The page {outcome.answered ? 'gets its answer' : 'gives up'} after{' '}
        {seconds(pageEnd(outcome))} s. {seconds(total(outcome.wastedMs))} s of work follow for nobody. At{' '}
        {PAGES_PER_S} pages a second {workers(outcome, 'pricing')} workers are busy in pricing and{' '}
        {workers(outcome, 'tax')} in tax.
      </p>
      <ul>
        {outcome.first.map((w) => (
          <li key={w.hop}>
            {NAMES[w.hop]} works from {exact(w.fromMs)} s to {exact(w.toMs)} s
            {w.toMs > w.neededToMs ? `, since ${exact(w.neededToMs)} s for nobody` : ''}
          </li>
        ))}
      </ul>
    </>
  )
}

const pageEnd = ({ first }: Outcome) => first.find((w) => w.hop === 'page')?.toMs ?? 0
const total = (ms: Readonly<Record<Hop, number>>) => ms.page + ms.pricing + ms.tax
/** Little's law: how many are busy at a time is how many come a second, times how long each takes. */
const workers = ({ busyMs }: Outcome, hop: Hop) => Math.round((busyMs[hop] * PAGES_PER_S) / 1000)
const percent = (ms: number) => `${(ms / SPAN_MS) * 100}%`
const seconds = (ms: number) => (ms / 1000).toFixed(1)
const exact = (ms: number) => (ms / 1000).toFixed(2)

/** The same bars over the diagram of the run. */
function viewOf({ first }: Outcome): PatternView {
  return () => ({
    kind: 'timeline',
    title: 'The first page: work that somebody waits for, and work for nobody (outlined)',
    fromMs: 0,
    toMs: SPAN_MS,
    rows: first.map((w) => ({
      name: NAMES[w.hop],
      bars: [
        { fromMs: w.fromMs, toMs: w.neededToMs, text: 'needed', look: 'solid' as const },
        ...(w.toMs > w.neededToMs
          ? [{ fromMs: w.neededToMs, toMs: w.toMs, text: 'for nobody', look: 'open' as const }]
          : []),
      ],
    })),
  })
}
