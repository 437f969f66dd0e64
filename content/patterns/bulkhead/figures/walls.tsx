'use client'
import { type ReactNode, useState } from 'react'
import { FigureFrame, RunDetails, useRun } from '@/app/ui/figure/index.ts'
import type { PatternView } from '@/lib/spacetime/index.ts'
import {
  HANG_FROM_MS,
  HANG_MS,
  type Outcome,
  RUN_MS,
  simulate,
  WORKERS,
  worstLoginMs,
} from './two-backends.ts'

const HEIGHT = 400
const POOL_HIGH = 70
const LOGIN_HIGH = 64

export default function WallsFigure() {
  const [wall, setWall] = useState(8)
  const [timeoutMs, setTimeoutMs] = useState(1000)
  const [service, setService] = useState('hangs')
  const hangs = service === 'hangs'
  const walled = useRun(simulate, { wall, timeoutMs, hangs })
  const open = useRun(simulate, { wall: null, timeoutMs, hangs })
  return (
    <FigureFrame
      knobs={[
        {
          label: 'Recommendation slots',
          unit: `of ${WORKERS}`,
          min: 1,
          max: WORKERS,
          step: 1,
          value: wall,
          onChange: setWall,
        },
        {
          label: 'Timeout',
          unit: 's',
          min: 200,
          max: 3000,
          step: 100,
          value: timeoutMs,
          onChange: setTimeoutMs,
          format: tenths,
        },
        {
          label: 'Recommendation service',
          options: [
            { id: 'hangs', label: 'Hangs for 2 s' },
            { id: 'works', label: 'Works' },
          ],
          value: service,
          onChange: setService,
        },
      ]}
      text={walled && open && <InWords walled={walled} open={open} wall={wall} hangs={hangs} />}
    >
      {walled && open ? (
        <div className="flex flex-col gap-3" style={{ minHeight: HEIGHT }}>
          <div className="text-note text-muted">
            Workers in use, of {WORKERS}: recommendations (grey), logins on top of them (blue). Below, how
            long each login took
          </div>
          <Row label={`No wall: ${tell(open)}`}>
            <Pool outcome={open} hangs={hangs} wall={null} />
            <Logins outcome={open} worst={worstLoginMs(open)} hangs={hangs} />
          </Row>
          <Row label={`At most ${wall} for recommendations: ${tell(walled)}`}>
            <Pool outcome={walled} hangs={hangs} wall={wall} />
            <Logins outcome={walled} worst={worstLoginMs(open)} hangs={hangs} />
          </Row>
          <Axis />
        </div>
      ) : (
        <div style={{ height: HEIGHT }} />
      )}
      {walled && (
        <RunDetails
          of={`${wall} ${timeoutMs} ${service}`}
          trace={walled.trace}
          nodes={walled.nodes}
          view={viewOf(walled)}
          title="the run with a wall"
        />
      )}
    </FigureFrame>
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

/** Who has the workers: recommendations from below (full), logins on top of them (outlined). */
function Pool({ outcome, hangs, wall }: { outcome: Outcome; hangs: boolean; wall: number | null }) {
  const y = (n: number) => POOL_HIGH - (n * POOL_HIGH) / WORKERS
  const use = outcome.use.filter((u) => u.atMs <= RUN_MS)
  const steps = (of: (u: (typeof use)[number]) => number) =>
    use
      .flatMap((u, i) => {
        const until = Math.min(RUN_MS, use[i + 1]?.atMs ?? RUN_MS)
        return [`${u.atMs},${y(of(u))}`, `${until},${y(of(u))}`]
      })
      .join(' ')
  return (
    <svg
      viewBox={`0 0 ${RUN_MS} ${POOL_HIGH}`}
      preserveAspectRatio="none"
      width="100%"
      height={POOL_HIGH}
      aria-hidden="true"
      className="block border-hairline border-y"
    >
      <Hang hangs={hangs} height={POOL_HIGH} />
      <polygon
        points={`0,${POOL_HIGH} ${steps((u) => u.login + u.recommend)} ${RUN_MS},${POOL_HIGH}`}
        fill="var(--lane-1)"
      />
      <polygon
        points={`0,${POOL_HIGH} ${steps((u) => u.recommend)} ${RUN_MS},${POOL_HIGH}`}
        fill="var(--ink-muted)"
      />
      {wall !== null && (
        <line
          x1="0"
          x2={RUN_MS}
          y1={y(wall)}
          y2={y(wall)}
          stroke="var(--ink)"
          strokeWidth="2"
          strokeDasharray="6 4"
          vectorEffect="non-scaling-stroke"
        />
      )}
    </svg>
  )
}

/** How long each login took, from its coming. */
function Logins({ outcome, worst, hangs }: { outcome: Outcome; worst: number; hangs: boolean }) {
  const scale = Math.max(worst, 200)
  return (
    <svg width="100%" height={LOGIN_HIGH} aria-hidden="true" className="block">
      <Hang hangs={hangs} height={LOGIN_HIGH} percentages />
      {outcome.logins.map((l) => {
        const high = Math.max(2, (l.tookMs * (LOGIN_HIGH - 18)) / scale)
        return (
          <rect
            key={l.atMs}
            x={percent(l.atMs)}
            width="3"
            y={LOGIN_HIGH - high}
            height={high}
            fill={l.tookMs > 500 ? 'var(--fault)' : 'var(--lane-1)'}
          />
        )
      })}
      <text x="0" y="13" fontSize="13" fill="var(--ink-muted)">
        logins, 0 to {tenths(scale)} s
      </text>
    </svg>
  )
}

function Hang({ hangs, height, percentages }: { hangs: boolean; height: number; percentages?: boolean }) {
  if (!hangs) return null
  const box = percentages
    ? { x: percent(HANG_FROM_MS), width: percent(HANG_MS) }
    : { x: HANG_FROM_MS, width: HANG_MS }
  return <rect {...box} height={height} fill="var(--sunken)" />
}

function Axis() {
  return (
    <svg width="100%" height="24" aria-hidden="true" className="block border-hairline border-t" fontSize="13">
      {[0, 1, 2, 3, 4, 5, 6].map((s) => (
        <text
          key={s}
          x={percent(s * 1000)}
          y="18"
          fill="var(--ink-muted)"
          textAnchor={s === 0 ? 'start' : s === 6 ? 'end' : 'middle'}
        >
          {s} s
        </text>
      ))}
    </svg>
  )
}

interface Shown {
  walled: Outcome
  open: Outcome
  wall: number
  hangs: boolean
}

function InWords({ walled, open, wall, hangs }: Shown) {
  return (
    <>
      <p>
        A server with {WORKERS} workers gets 10 logins and 40 requests for recommendations a second, for 6 s.{' '}
        {hangs ? 'From 1 s to 3 s the recommendation service does not answer.' : 'Both services answer.'}
      </p>
      {[
        { name: 'Without a wall', outcome: open },
        { name: `With at most ${wall} recommendations under way`, outcome: walled },
      ].map(({ name, outcome }) => (
        <div key={name}>
          <p>
            {name}: {tell(outcome)}.
          </p>
          <ol>
            {bySecond(outcome).map(({ s, worst, most }) => (
              <li key={s}>
                Second {s + 1}: the slowest login takes {exact(worst)} s; up to {most} workers are with
                recommendations.
              </li>
            ))}
          </ol>
        </div>
      ))}
    </>
  )
}

function bySecond({ logins, use }: Outcome): { s: number; worst: number; most: number }[] {
  return [0, 1, 2, 3, 4, 5].map((s) => {
    const within = (at: number) => Math.floor(at / 1000) === s
    const before = use.findLast((u) => u.atMs < s * 1000)?.recommend ?? 0
    return {
      s,
      worst: Math.max(0, ...logins.filter((l) => within(l.atMs)).map((l) => l.tookMs)),
      most: Math.max(before, ...use.filter((u) => within(u.atMs)).map((u) => u.recommend)),
    }
  })
}

function tell(o: Outcome): string {
  const { answered, failed, refused } = o.recommendations
  return `the slowest login takes ${exact(worstLoginMs(o))} s; recommendations: ${answered} answered, ${failed} timed out, ${refused} turned away`
}

const percent = (ms: number) => `${ms / (RUN_MS / 100)}%`
const tenths = (ms: number) => (ms / 1000).toFixed(1)
const exact = (ms: number) => (ms / 1000).toFixed(2)

function viewOf({ use }: Outcome): PatternView {
  return () => ({
    kind: 'plot',
    title: 'Workers that are with recommendations',
    fromMs: 0,
    toMs: RUN_MS,
    unit: 'workers',
    limit: { value: WORKERS, text: `${WORKERS} workers` },
    points: use
      .filter((u) => u.atMs <= RUN_MS)
      .flatMap((u, i, all) => [
        { atMs: u.atMs, value: all[i - 1]?.recommend ?? 0 },
        { atMs: u.atMs, value: u.recommend },
      ]),
  })
}
