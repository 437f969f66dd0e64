'use client'
import { useEffect, useState } from 'react'
import { FigureFrame } from '@/app/ui/figure/index.ts'
import {
  type Call,
  OUTAGE_FROM_MS,
  type Outcome,
  RUN_MS,
  type Segment,
  type Settings,
  simulate,
  TIMEOUT_MS,
} from './outage.ts'

const HEIGHT = 318
/** Calls in vain overlap: each is drawn as long as it waits, on as many lines as can wait at once. */
const WAIT_LINES = 6

export default function RibbonFigure() {
  const [threshold, setThreshold] = useState(5)
  const [openMs, setOpenMs] = useState(1000)
  const [outageMs, setOutageMs] = useState(3000)
  const guarded = useOutcome({ threshold, openMs, outageMs })
  const bare = useOutcome({ threshold: null, openMs: 1000, outageMs })
  return (
    <FigureFrame
      knobs={[
        {
          label: 'Failure threshold',
          unit: threshold === 1 ? 'failure' : 'failures in a row',
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
    </FigureFrame>
  )
}

/** The last finished run; a newer one replaces it when it is done. */
function useOutcome({ threshold, openMs, outageMs }: Settings): Outcome | null {
  const [outcome, setOutcome] = useState<Outcome | null>(null)
  useEffect(() => {
    let wanted = true
    simulate({ threshold, openMs, outageMs }).then((o) => {
      if (wanted) setOutcome(o)
    })
    return () => {
      wanted = false
    }
  }, [threshold, openMs, outageMs])
  return outcome
}

interface Shown {
  guarded: Outcome
  bare: Outcome
  outageMs: number
}

function Drawing({ guarded, bare, outageMs }: Shown) {
  const { failed, spared, lost, answered } = count(guarded)
  const outage = { x: percent(OUTAGE_FROM_MS), width: percent(outageMs) }
  return (
    <svg
      width="100%"
      height={HEIGHT}
      className="min-w-[480px]"
      role="img"
      aria-label={`Ten seconds of calls. ${summary(guarded, bare)}`}
      fontSize="13"
      fill="var(--ink)"
    >
      <defs>
        <pattern
          id="ribbon-down"
          width="6"
          height="6"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <line x1="0" y1="0" x2="0" y2="6" stroke="var(--stroke)" strokeWidth="1.5" />
        </pattern>
      </defs>

      <text x="0" y="14">
        Service
      </text>
      <line x1="0" x2="100%" y1="31" y2="31" stroke="var(--ink)" strokeWidth="2" />
      {outageMs > 0 && (
        <>
          <rect {...outage} y="22" height="18" fill="var(--paper)" />
          <rect {...outage} y="22" height="18" fill="url(#ribbon-down)" stroke="var(--stroke)" />
          <rect {...outage} y="44" height="234" fill="var(--sunken)" />
          <text x={outage.x} y="14">
            down
          </text>
        </>
      )}

      <text x="0" y="68">
        Breaker
      </text>
      {guarded.segments.map((s) => (
        <Ribbon key={s.fromMs} {...s} />
      ))}

      <text x="0" y="134">
        {answered.length} calls answered
      </text>
      <Ticks calls={answered} y={140} color="var(--ink)" />

      <text x="0" y="178" fill="var(--fault)">
        {failed.length} failed, most after {TIMEOUT_MS} ms in vain
      </text>
      {failed.map((call, i) => (
        <line
          key={call.atMs}
          x1={percent(call.atMs)}
          x2={percent(Math.min(call.endMs, RUN_MS))}
          y1={186 + (i % WAIT_LINES) * 5}
          y2={186 + (i % WAIT_LINES) * 5}
          stroke="var(--fault)"
          strokeWidth="2"
        />
      ))}

      <text x="0" y="242">
        {spared.length + lost.length} turned away at once: {spared.length} spared the wait, {lost.length} lost
        although the service was up
      </text>
      <Ticks calls={spared} y={250} color="var(--stroke)" />
      {lost.map((call) => (
        <rect
          key={call.atMs}
          x={percent(call.atMs)}
          y="250.75"
          width="4"
          height="14"
          fill="none"
          stroke="var(--ink)"
          strokeWidth="1.5"
        />
      ))}

      <line x1="0" x2="100%" y1="284" y2="284" stroke="var(--hairline)" />
      {[0, 2, 4, 6, 8, 10].map((s) => (
        <text
          key={s}
          x={percent(s * 1000)}
          y="302"
          fill="var(--ink-muted)"
          textAnchor={s === 0 ? 'start' : s === 10 ? 'end' : 'middle'}
        >
          {s} s
        </text>
      ))}
    </svg>
  )
}

/** A closed circuit is a thick wire, an open one a gap, a half-open one a thin wire: shape tells them apart, not colour. */
function Ribbon({ state, fromMs, toMs }: Segment) {
  const x = percent(fromMs)
  const width = percent(toMs - fromMs)
  const wide = toMs - fromMs >= 700
  const label = (fill: string) =>
    wide && (
      <text x={percent((fromMs + toMs) / 2)} y="96" textAnchor="middle" fill={fill}>
        {state}
      </text>
    )
  switch (state) {
    case 'closed':
      return (
        <>
          <rect x={x} width={width} y="78" height="27" fill="var(--ink)" />
          {label('var(--paper)')}
        </>
      )
    case 'open':
      return (
        <>
          <rect
            x={x}
            width={width}
            y="79"
            height="25"
            fill="var(--paper)"
            stroke="var(--ink)"
            strokeWidth="2"
          />
          {label('var(--ink)')}
        </>
      )
    case 'half-open':
      return <rect x={x} width={width} y="87" height="9" fill="var(--accent)" />
  }
}

function Ticks({ calls, y, color }: { calls: readonly Call[]; y: number; color: string }) {
  return calls.map((call) => (
    <rect key={call.atMs} x={percent(call.atMs)} y={y} width="2.5" height="16" fill={color} />
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
