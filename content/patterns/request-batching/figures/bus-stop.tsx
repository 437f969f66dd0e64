'use client'
import { useState } from 'react'
import { FigureFrame, RunDetails, useRun } from '@/app/ui/figure/index.ts'
import type { PatternView } from '@/lib/spacetime/index.ts'
import { type Outcome, RUN_MS, simulate } from './bus.ts'

const HIGH = 90
const TRIPS_HIGH = 20
const HEIGHT = 350

export default function BusStopFigure() {
  const [maxSize, setMaxSize] = useState(20)
  const [maxWaitMs, setMaxWaitMs] = useState(10)
  const [perSecond, setPerSecond] = useState(300)
  const alone = useRun(simulate, { maxSize: 1, maxWaitMs: 0, perSecond })
  const batched = useRun(simulate, { maxSize, maxWaitMs, perSecond })
  const scale = Math.max(20, alone?.p99Ms ?? 0, batched?.p99Ms ?? 0)
  const rows = [
    { name: 'A query for each key', outcome: alone },
    { name: `Up to ${maxSize} keys, after at most ${maxWaitMs} ms`, outcome: batched },
  ]
  return (
    <FigureFrame
      knobs={[
        { label: 'Batch size', unit: 'keys', min: 2, max: 50, step: 1, value: maxSize, onChange: setMaxSize },
        { label: 'Wait', unit: 'ms', min: 1, max: 80, step: 1, value: maxWaitMs, onChange: setMaxWaitMs },
        {
          label: 'Arrivals',
          unit: 'per s',
          min: 20,
          max: 600,
          step: 20,
          value: perSecond,
          onChange: setPerSecond,
        },
      ]}
      text={alone && batched && <InWords rows={rows} perSecond={perSecond} />}
    >
      {alone && batched ? (
        <div className="flex flex-col gap-4" style={{ minHeight: HEIGHT }}>
          {rows.map(({ name, outcome }) => (
            <div key={name} className="flex flex-col gap-1">
              <div className="text-note">
                {name}: {tell(outcome as Outcome)}
              </div>
              <Rides outcome={outcome as Outcome} scale={scale} />
            </div>
          ))}
          <Axis />
        </div>
      ) : (
        <div style={{ height: HEIGHT }} />
      )}
      {batched && (
        <RunDetails
          of={`${maxSize} ${maxWaitMs} ${perSecond}`}
          trace={batched.trace}
          nodes={batched.nodes}
          view={viewOf(batched)}
          title="the run with batches"
        />
      )}
    </FigureFrame>
  )
}

/** Above, how long each load took, from its coming. Below, a stroke for each query. */
function Rides({ outcome, scale }: { outcome: Outcome; scale: number }) {
  return (
    <svg width="100%" height={HIGH + TRIPS_HIGH} aria-hidden="true" className="block">
      <text x="0" y="13" fontSize="13" fill="var(--ink-muted)">
        latency, 0 to {round(scale)} ms
      </text>
      {outcome.rides.map((r) => {
        const high = Math.min(HIGH - 20, Math.max(1, (r.tookMs * (HIGH - 20)) / scale))
        return (
          <rect
            key={r.n}
            x={percent(r.atMs)}
            width="1.5"
            y={HIGH - high}
            height={high}
            fill="var(--lane-1)"
          />
        )
      })}
      <line x1="0" x2="100%" y1={HIGH} y2={HIGH} stroke="var(--hairline)" />
      {outcome.trips
        .filter((t) => t.atMs <= RUN_MS)
        .map((t) => (
          <rect
            key={t.first}
            x={percent(t.atMs)}
            width="1.5"
            y={HIGH + 4}
            height={TRIPS_HIGH - 6}
            fill="var(--ink)"
          />
        ))}
    </svg>
  )
}

function Axis() {
  return (
    <svg width="100%" height="22" aria-hidden="true" className="block border-hairline border-t" fontSize="13">
      {[0, 250, 500, 750, 1000].map((ms) => (
        <text
          key={ms}
          x={percent(ms)}
          y="17"
          fill="var(--ink-muted)"
          textAnchor={ms === 0 ? 'start' : ms === RUN_MS ? 'end' : 'middle'}
        >
          {ms === RUN_MS ? '1 s' : `${ms} ms`}
        </text>
      ))}
    </svg>
  )
}

interface Shown {
  rows: readonly { name: string; outcome: Outcome | null }[]
  perSecond: number
}

function InWords({ rows, perSecond }: Shown) {
  return (
    <>
      <p>
        For a second, {perSecond} loads a second come. The database answers one query after the other: 3 ms
        for the query and 1 ms for each ten keys begun.
      </p>
      {rows.map(({ name, outcome }) => (
        <div key={name}>
          <p>
            {name}: {tell(outcome as Outcome)}.
          </p>
          <ul>
            {[0, 250, 500, 750].map((from) => (
              <li key={from}>
                From {from} to {from + 250} ms: {within((outcome as Outcome).trips, from).length} queries, the
                slowest load takes{' '}
                {round(Math.max(0, ...within((outcome as Outcome).rides, from).map((r) => r.tookMs)))} ms.
              </li>
            ))}
          </ul>
        </div>
      ))}
    </>
  )
}

function within<T extends { atMs: number }>(all: readonly T[], from: number): T[] {
  return all.filter((x) => x.atMs >= from && x.atMs < from + 250)
}

function tell({ trips, p50Ms, p99Ms, busyPct }: Outcome): string {
  const busy =
    busyPct > 100 ? `gets ${busyPct} % of the work that it can do` : `is busy ${busyPct} % of the time`
  return `${trips.length} queries; latency ${round(p50Ms)} ms at the median, ${round(p99Ms)} ms at p99; the database ${busy}`
}

const percent = (ms: number) => `${ms / (RUN_MS / 100)}%`
const round = (ms: number) => (ms < 9.95 ? ms.toFixed(1) : Math.round(ms).toString())

function viewOf({ trips }: Outcome): PatternView {
  return () => ({
    kind: 'plot',
    title: 'Keys in each query',
    fromMs: 0,
    toMs: RUN_MS,
    unit: 'keys',
    limit: { value: Math.max(1, ...trips.map((t) => t.keys)), text: 'the largest one' },
    points: trips.filter((t) => t.atMs <= RUN_MS).map((t) => ({ atMs: t.atMs, value: t.keys })),
  })
}
