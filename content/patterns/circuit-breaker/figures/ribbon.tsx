'use client'
import { type ReactNode, useId, useState } from 'react'
import { FigureFrame, RunDetails, useRun } from '@/app/ui/figure/index.ts'
import type { PatternView } from '@/lib/spacetime/index.ts'
import {
  type Call,
  OUTAGE_FROM_MS,
  type Outcome,
  RUN_MS,
  type Segment,
  simulate,
  TIMEOUT_MS,
} from './outage.ts'

/** Calls in vain overlap: each is drawn as long as it waits, on as many lines as can wait at once. */
const WAIT_LINES = 6
const HEIGHT = 330

export default function RibbonFigure() {
  const [threshold, setThreshold] = useState(5)
  const [openMs, setOpenMs] = useState(1000)
  const [outageMs, setOutageMs] = useState(3000)
  const guarded = useRun(simulate, { threshold, openMs, outageMs })
  const bare = useRun(simulate, { threshold: null, openMs: 1000, outageMs })
  return (
    <FigureFrame
      knobs={[
        {
          label: 'Failure threshold',
          unit: 'in a row',
          min: 1,
          max: 20,
          step: 1,
          value: threshold,
          onChange: setThreshold,
        },
        {
          label: 'Open for',
          unit: 's',
          min: 200,
          max: 5000,
          step: 100,
          value: openMs,
          onChange: setOpenMs,
          format: seconds,
        },
        {
          label: 'Outage',
          unit: 's',
          min: 0,
          max: 6000,
          step: 100,
          value: outageMs,
          onChange: setOutageMs,
          format: seconds,
        },
      ]}
      text={guarded && bare && <InWords guarded={guarded} bare={bare} outageMs={outageMs} />}
    >
      {guarded && bare ? (
        <Drawing guarded={guarded} bare={bare} outageMs={outageMs} />
      ) : (
        <div style={{ height: HEIGHT }} />
      )}
      {guarded && (
        <RunDetails
          of={`${threshold} ${openMs} ${outageMs}`}
          trace={guarded.trace}
          nodes={guarded.nodes}
          view={viewOf(guarded)}
          title="the run with a breaker"
        />
      )}
    </FigureFrame>
  )
}

interface Shown {
  guarded: Outcome
  bare: Outcome
  outageMs: number
}

function Drawing({ guarded, bare, outageMs }: Shown) {
  const { failed, spared, lost, answered } = count(guarded)
  return (
    <div className="flex flex-col gap-3">
      <Row label={outageMs > 0 ? `The service is down for ${seconds(outageMs)} s` : 'The service is up'}>
        <Strip height={18} outageMs={0}>
          <line x1="0" x2="100%" y1="9" y2="9" stroke="var(--ink)" strokeWidth="2" />
          <OutageHatch outageMs={outageMs} />
        </Strip>
      </Row>
      <Row label="The breaker; the thin wire is half-open">
        <Strip height={28} outageMs={0}>
          {guarded.segments.map((s) => (
            <Ribbon key={s.fromMs} {...s} />
          ))}
        </Strip>
      </Row>
      <Row label={`${answered.length} calls answered`}>
        <Strip height={18} outageMs={outageMs}>
          <Ticks calls={answered} color="var(--ink)" />
        </Strip>
      </Row>
      <Row
        label={
          <>
            <span className="text-fault">{failed.length} failed</span>, {seconds(waited(guarded))} s of
            waiting in vain; without a breaker {seconds(waited(bare))} s
          </>
        }
      >
        <Strip height={5 * WAIT_LINES + 4} outageMs={outageMs}>
          {failed.map((call, i) => (
            <Wait key={call.atMs} {...call} y={4 + (i % WAIT_LINES) * 5} />
          ))}
        </Strip>
      </Row>
      <Row
        label={`${spared.length + lost.length} turned away at once: ${spared.length} spared the wait, ${lost.length} lost although the service was up (hollow)`}
      >
        <Strip height={18} outageMs={outageMs}>
          <Ticks calls={spared} color="var(--ink-muted)" />
          {lost.map((call) => (
            <rect
              key={call.atMs}
              x={percent(call.atMs)}
              y="1.75"
              width="4"
              height="14.5"
              fill="none"
              stroke="var(--ink)"
              strokeWidth="1.5"
            />
          ))}
        </Strip>
      </Row>
      <svg
        width="100%"
        height="24"
        aria-hidden="true"
        className="block border-hairline border-t"
        fontSize="13"
      >
        {[0, 2, 4, 6, 8, 10].map((s) => (
          <text
            key={s}
            x={percent(s * 1000)}
            y="18"
            fill="var(--ink-muted)"
            textAnchor={s === 0 ? 'start' : s === 10 ? 'end' : 'middle'}
          >
            {s} s
          </text>
        ))}
      </svg>
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

/** One line of the figure, ten seconds wide, with the outage as its ground. */
function Strip({ height, outageMs, children }: { height: number; outageMs: number; children: ReactNode }) {
  return (
    <svg width="100%" height={height} aria-hidden="true" className="block">
      <rect x={percent(OUTAGE_FROM_MS)} width={percent(outageMs)} height={height} fill="var(--sunken)" />
      {children}
    </svg>
  )
}

function OutageHatch({ outageMs }: { outageMs: number }) {
  const id = useId()
  if (outageMs === 0) return null
  const box = { x: percent(OUTAGE_FROM_MS), width: percent(outageMs), y: 0.75, height: 16.5 }
  return (
    <>
      <pattern id={id} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <line x1="0" y1="0" x2="0" y2="6" stroke="var(--stroke)" strokeWidth="1.5" />
      </pattern>
      <rect {...box} fill="var(--paper)" />
      <rect {...box} fill={`url(#${id})`} stroke="var(--stroke)" />
    </>
  )
}

/** Closed, open and half-open differ in shape, not only in colour: thick wire, gap, thin wire. */
function Ribbon({ state, fromMs, toMs }: Segment) {
  const x = percent(fromMs)
  const width = percent(toMs - fromMs)
  if (state === 'half-open') return <rect x={x} width={width} y="9.5" height="9" fill="var(--accent)" />
  const closed = state === 'closed'
  const box = closed ? { y: 0, height: 28 } : { y: 1, height: 26, stroke: 'var(--ink)', strokeWidth: 2 }
  // A name needs some 40 px, and the narrowest figure has 35 px a second.
  const named = toMs - fromMs >= (closed ? 1300 : 1000)
  return (
    <>
      <rect x={x} width={width} {...box} fill={closed ? 'var(--ink)' : 'var(--paper)'} />
      {named && (
        <text
          x={percent((fromMs + toMs) / 2)}
          y="18.5"
          fontSize="13"
          textAnchor="middle"
          fill={closed ? 'var(--paper)' : 'var(--ink)'}
        >
          {state}
        </text>
      )}
    </>
  )
}

function Wait({ atMs, endMs, y }: Call & { y: number }) {
  if (endMs - atMs < TIMEOUT_MS / 2) return <circle cx={percent(atMs)} cy={y} r="2.5" fill="var(--fault)" />
  const x2 = percent(Math.min(endMs, RUN_MS))
  return <line x1={percent(atMs)} x2={x2} y1={y} y2={y} stroke="var(--fault)" strokeWidth="2" />
}

function Ticks({ calls, color }: { calls: readonly Call[]; color: string }) {
  return calls.map((call) => (
    <rect key={call.atMs} x={percent(call.atMs)} y="1" width="2.5" height="16" fill={color} />
  ))
}

function InWords({ guarded, bare, outageMs }: Shown) {
  const { answered, failed, spared, lost } = count(guarded)
  return (
    <>
      <p>
        A page calls every 0.1 s for 10 s.{' '}
        {outageMs > 0
          ? `The service is down from ${seconds(OUTAGE_FROM_MS)} s to ${seconds(OUTAGE_FROM_MS + outageMs)} s.`
          : 'The service is never down.'}{' '}
        Of {guarded.calls.length} calls {answered.length} are answered, {failed.length} fail, {spared.length}{' '}
        are turned away while the service is down and {lost.length} while it is up. {summary(guarded, bare)}
      </p>
      <ol>
        {guarded.segments.map((s) => (
          <li key={s.fromMs}>
            {s.state} from {exact(s.fromMs)} s to {exact(s.toMs)} s
          </li>
        ))}
      </ol>
    </>
  )
}

function summary(guarded: Outcome, bare: Outcome): string {
  const [mine, theirs] = [waited(guarded), waited(bare)]
  return `Pages wait ${seconds(mine)} s for calls that fail; without a breaker it would be ${seconds(theirs)} s.`
}

function count({ calls }: Outcome) {
  const away = calls.filter((c) => c.outcome === 'turned away')
  return {
    answered: calls.filter((c) => c.outcome === 'answered'),
    failed: calls.filter((c) => c.outcome === 'failed'),
    spared: away.filter((c) => !c.up),
    lost: away.filter((c) => c.up),
  }
}

function waited({ calls }: Outcome): number {
  return calls.reduce((ms, c) => (c.outcome === 'failed' ? ms + c.endMs - c.atMs : ms), 0)
}

const percent = (ms: number) => `${ms / (RUN_MS / 100)}%`
const seconds = (ms: number) => (ms / 1000).toFixed(1)
const exact = (ms: number) => (ms / 1000).toFixed(2)

const looks = { closed: 'solid', open: 'open', 'half-open': 'thin' } as const
const marks = { answered: 'full', failed: 'cross', 'turned away': 'hollow' } as const

/** The ribbon over the diagram of the same run: what the exercise shows of a breaker of one's own. */
function viewOf({ segments, calls }: Outcome): PatternView {
  return () => ({
    kind: 'timeline',
    title: 'The breaker, and how calls ended: answered (bar), failed (cross), turned away (hollow)',
    fromMs: 0,
    toMs: RUN_MS,
    rows: [
      { name: 'Breaker', bars: segments.map((s) => ({ ...s, text: s.state, look: looks[s.state] })) },
      {
        name: 'Calls',
        bars: [],
        ticks: calls.map((c, n) => ({
          atMs: Math.min(c.endMs, RUN_MS),
          text: `call ${n}: ${c.outcome}`,
          look: marks[c.outcome],
        })),
      },
    ],
  })
}
