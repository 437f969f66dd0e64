'use client'
import { useId, useState } from 'react'
import { FigureFrame, RunDetails, useRun } from '@/app/ui/figure/index.ts'
import type { PatternView } from '@/lib/spacetime/index.ts'
import {
  BIN_MS,
  type Bin,
  BUDGET_PCT,
  CALLS,
  OUTAGE_MS,
  type Outcome,
  PER_BIN,
  SPAN_MS,
  simulate,
} from './herd.ts'

/** Room for a label above the columns. */
const TOP = 22
const PLOT = 200 + TOP
const HEIGHT = PLOT + 70

export default function WavesFigure() {
  const [baseMs, setBaseMs] = useState(200)
  const [jitter, setJitter] = useState('none')
  const [budget, setBudget] = useState('unlimited')
  const outcome = useRun(simulate, { baseMs, jitter: jitter === 'full', budget: budget === 'tenth' })
  return (
    <FigureFrame
      knobs={[
        {
          label: 'Base of the backoff',
          unit: 'ms',
          min: 50,
          max: 1000,
          step: 50,
          value: baseMs,
          onChange: setBaseMs,
        },
        {
          label: 'Jitter',
          value: jitter,
          onChange: setJitter,
          options: [
            { id: 'none', label: 'None' },
            { id: 'full', label: 'Full' },
          ],
        },
        {
          label: 'Retry budget',
          value: budget,
          onChange: setBudget,
          options: [
            { id: 'unlimited', label: 'None' },
            { id: 'tenth', label: `${BUDGET_PCT} % of calls` },
          ],
        },
      ]}
      text={outcome && <InWords outcome={outcome} />}
    >
      {outcome ? <Drawing outcome={outcome} /> : <div style={{ height: HEIGHT }} />}
      {outcome && (
        <RunDetails
          of={`${baseMs} ${jitter} ${budget}`}
          trace={outcome.trace}
          nodes={outcome.nodes}
          view={viewOf(outcome)}
          title="the run of the herd"
        />
      )}
    </FigureFrame>
  )
}

function Drawing({ outcome }: { outcome: Outcome }) {
  const hatch = useId()
  const y = scaleOf(outcome)
  const capacityY = y(PER_BIN)
  return (
    <div className="flex flex-col gap-1">
      <div className="text-note">
        {summary(outcome)};{' '}
        <span className={refusedAfter(outcome) > 0 ? 'text-fault' : undefined}>
          {refusedAfter(outcome)} attempts refused
        </span>{' '}
        after the outage
      </div>
      <svg width="100%" height={PLOT + 4} aria-hidden="true" className="block" fontSize="13">
        <pattern id={hatch} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <line x1="0" y1="0" x2="0" y2="5" stroke="var(--fault)" strokeWidth="2.5" />
        </pattern>
        <rect width={percent(OUTAGE_MS)} height={PLOT} fill="var(--sunken)" />
        <text x="4" y="15" fill="var(--ink-muted)">
          Outage
        </text>
        {outcome.bins.map((bin) => (
          <Column key={bin.atMs} bin={bin} y={y} hatch={hatch} />
        ))}
        <line x1="0" x2="100%" y1={capacityY} y2={capacityY} stroke="var(--stroke)" strokeDasharray="4 3" />
        <text
          x="100%"
          y={capacityY - 6}
          textAnchor="end"
          fill="var(--ink)"
          stroke="var(--paper)"
          strokeWidth="5"
          paintOrder="stroke"
        >
          can serve {PER_BIN} per 0.1 s
        </text>
      </svg>
      <svg
        width="100%"
        height="24"
        aria-hidden="true"
        className="block border-hairline border-t"
        fontSize="13"
      >
        {[0, 2, 4, 6, 8].map((s) => (
          <text
            key={s}
            x={percent(s * 1000)}
            y="18"
            fill="var(--ink-muted)"
            textAnchor={s === 0 ? 'start' : s === 8 ? 'end' : 'middle'}
          >
            {s} s
          </text>
        ))}
      </svg>
    </div>
  )
}

/** Served attempts are filled, refused ones hatched on top of them. */
function Column({ bin, y, hatch }: { bin: Bin; y: (attempts: number) => number; hatch: string }) {
  const all = bin.served + bin.refused
  const box = { x: percent(bin.atMs), width: percent(BIN_MS * 0.85) }
  return (
    <>
      {bin.refused > 0 && (
        <rect
          {...box}
          y={y(all)}
          height={y(bin.served) - y(all)}
          fill={`url(#${hatch})`}
          stroke="var(--fault)"
          strokeWidth="0.75"
        />
      )}
      {bin.served > 0 && <rect {...box} y={y(bin.served)} height={PLOT - y(bin.served)} fill="var(--ink)" />}
    </>
  )
}

function InWords({ outcome }: { outcome: Outcome }) {
  const busy = outcome.bins.filter((b) => b.served + b.refused > 0)
  return (
    <>
      <p>
        {CALLS} calls come within 0.1 s, and the gateway refuses everything until {seconds(OUTAGE_MS)} s. From
        then on it can serve {PER_BIN} attempts per 0.1 s. {summary(outcome)}; {refusedAfter(outcome)}{' '}
        attempts are refused after the outage.
      </p>
      <ol>
        {busy.map((b) => (
          <li key={b.atMs}>
            from {seconds(b.atMs)} s: {b.served} served, {b.refused} refused
          </li>
        ))}
      </ol>
    </>
  )
}

function summary({ attempts, paid, peak, lastPaidMs }: Outcome): string {
  const last = paid === 0 ? '' : `, the last one at ${seconds(lastPaidMs)} s`
  return `${paid} of ${CALLS} calls get through${last}, with ${attempts} attempts; at the peak ${peak} in 0.1 s`
}

const refusedAfter = ({ bins }: Outcome) =>
  bins.reduce((sum, b) => (b.atMs >= OUTAGE_MS ? sum + b.refused : sum), 0)
/** Zero is at the bottom; the whole herd fits, and so does a column in which some come twice. */
const scaleOf = ({ bins }: Outcome) => {
  const most = Math.max(CALLS, ...bins.map((b) => b.served + b.refused))
  return (attempts: number) => PLOT - (attempts / most) * (PLOT - TOP)
}
const percent = (ms: number) => `${(ms / SPAN_MS) * 100}%`
const seconds = (ms: number) => (ms / 1000).toFixed(1)

/** The same counts over the diagram of the run. */
function viewOf({ bins }: Outcome): PatternView {
  return () => ({
    kind: 'timeline',
    title: 'Attempts at the gateway: served (bar), refused (cross)',
    fromMs: 0,
    toMs: SPAN_MS,
    rows: [
      {
        name: 'Served',
        bars: [],
        ticks: bins
          .filter((b) => b.served > 0)
          .map((b) => ({ atMs: b.atMs, text: `${b.served} served`, look: 'full' as const })),
      },
      {
        name: 'Refused',
        bars: [],
        ticks: bins
          .filter((b) => b.refused > 0)
          .map((b) => ({ atMs: b.atMs, text: `${b.refused} refused`, look: 'cross' as const })),
      },
    ],
  })
}
