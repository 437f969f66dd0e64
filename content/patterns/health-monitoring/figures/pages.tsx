'use client'
import { useState } from 'react'
import { FigureFrame, RunDetails, useRun } from '@/app/ui/figure/index.ts'
import type { PatternView } from '@/lib/spacetime/index.ts'
import {
  type Breaks,
  CALLS,
  CUT_REGION,
  FROM_MS,
  type Outcome,
  type Page,
  PROBES,
  RUN_MS,
  raised,
  SERVICES,
  type Stretch,
  simulate,
  UNTIL_MS,
} from './night.ts'

const ROW = 36
const HEIGHT = 360

const HAPPENS: Record<Breaks, string> = {
  database: 'the database is dead',
  region: `the probes of ${CUT_REGION} cannot reach the services`,
  probes: "no probe's report arrives",
}

export default function PagesFigure() {
  const [breaks, setBreaks] = useState<Breaks>('database')
  const [upPct, setUpPct] = useState(20)
  const [raiseMs, setRaiseMs] = useState(40_000)
  const outcome = useRun(simulate, { breaks, upPct, raiseMs })
  return (
    <FigureFrame
      knobs={[
        {
          label: 'What breaks for 2 min',
          options: [
            { id: 'database', label: 'Database' },
            { id: 'region', label: 'A region' },
            { id: 'probes', label: 'Probes' },
          ],
          value: breaks,
          onChange: (id: string) => setBreaks(id as Breaks),
        },
        {
          label: 'Up above',
          unit: '% of the probes',
          min: 0,
          max: 95,
          step: 5,
          value: upPct,
          onChange: setUpPct,
        },
        {
          label: 'Raise after',
          unit: 's',
          min: 0,
          max: 150_000,
          step: 10_000,
          value: raiseMs,
          onChange: setRaiseMs,
          format: seconds,
        },
      ]}
      text={outcome && <InWords outcome={outcome} breaks={breaks} />}
    >
      {outcome ? (
        <div className="flex flex-col gap-3" style={{ minHeight: HEIGHT }}>
          <Counts outcome={outcome} />
          <Probes breaks={breaks} />
          <div className="flex flex-col">
            {SERVICES.map((s) => (
              <Row key={s} service={s} outcome={outcome} />
            ))}
            <Axis breaks={breaks} />
          </div>
        </div>
      ) : (
        <div style={{ height: HEIGHT }} />
      )}
      {outcome && (
        <RunDetails
          of={`${breaks} ${upPct} ${raiseMs}`}
          trace={outcome.trace}
          nodes={outcome.nodes}
          view={viewOf(outcome)}
          title="the run of the twelve probes"
        />
      )}
    </FigureFrame>
  )
}

function Counts({ outcome }: { outcome: Outcome }) {
  return (
    <div className="flex flex-col gap-1 text-note">
      <div>A page for every failing check (hollow): {tell(outcome.plain)}</div>
      <div>One judgement, one cause (full): {tell(outcome.judged)}</div>
    </div>
  )
}

/** Where the probes stand, and which of them are of no use during the two minutes. */
function Probes({ breaks }: { breaks: Breaks }) {
  const regions = [...new Set(PROBES.map((p) => p.slice(0, 2)))]
  return (
    <svg width="100%" height="22" aria-hidden="true" className="block" fontSize="13">
      <text x="0" y="16" fill="var(--ink-muted)">
        Probes
      </text>
      {regions.map((region, i) => {
        const out = breaks === 'probes' || (breaks === 'region' && region === CUT_REGION)
        return (
          <svg key={region} x={`${20 + i * 20}%`} overflow="visible" aria-hidden="true">
            <text x="0" y="16" fill="var(--ink)">
              {region}
            </text>
            {[0, 1, 2].map((n) =>
              out ? (
                <path
                  key={n}
                  d={`M ${24 + n * 13} 7 l 8 8 m 0 -8 l -8 8`}
                  stroke="var(--fault)"
                  strokeWidth="1.75"
                />
              ) : (
                <circle key={n} cx={28 + n * 13} cy="11" r="4" fill="var(--ink)" />
              ),
            )}
          </svg>
        )
      })}
    </svg>
  )
}

/** One service: its health as the monitor judges it, and who pages about it when. */
function Row({ service, outcome }: { service: string; outcome: Outcome }) {
  const calls = CALLS[service] ?? []
  return (
    <div className="flex items-center border-hairline border-t">
      <div className="flex w-32 shrink-0 flex-col text-note leading-tight">
        {service}
        {calls.length > 0 && <span className="text-muted">calls {calls.join(', ')}</span>}
      </div>
      <svg width="100%" height={ROW} aria-hidden="true" className="block grow">
        <rect x={percent(FROM_MS)} width={percent(UNTIL_MS - FROM_MS)} height={ROW} fill="var(--sunken)" />
        {(outcome.health[service] ?? []).map((h) => (
          <Health key={h.fromMs} {...h} />
        ))}
        <Flags pages={outcome.plain} service={service} y={8} full={false} />
        <Flags pages={outcome.judged} service={service} y={28} full />
      </svg>
    </div>
  )
}

function Health({ fromMs, toMs, health }: Stretch) {
  const high = health === 'up' ? 2 : 8
  return (
    <rect
      x={percent(fromMs)}
      width={percent(toMs - fromMs)}
      y={ROW / 2 - high / 2}
      height={high}
      fill={health === 'unknown' ? 'none' : 'var(--ink)'}
      stroke={health === 'unknown' ? 'var(--ink)' : 'none'}
      strokeDasharray={health === 'unknown' ? '3 2' : undefined}
    />
  )
}

function Flags({
  pages,
  service,
  y,
  full,
}: {
  pages: readonly Page[]
  service: string
  y: number
  full: boolean
}) {
  return pages
    .filter((p) => p.raises && p.service === service)
    .map((p) => (
      <circle
        key={p.atMs}
        cx={percent(p.atMs)}
        cy={y}
        r="5"
        fill={full ? 'var(--fault)' : 'var(--paper)'}
        stroke="var(--fault)"
        strokeWidth="2"
      />
    ))
}

function Axis({ breaks }: { breaks: Breaks }) {
  return (
    <div className="flex border-hairline border-t">
      <div className="w-32 shrink-0" />
      <svg width="100%" height="42" aria-hidden="true" className="block grow" fontSize="13">
        {[0, 1, 2, 3, 4, 5].map((min) => (
          <text
            key={min}
            x={percent(min * 60_000)}
            y="16"
            fill="var(--ink-muted)"
            textAnchor={min === 0 ? 'start' : min === 5 ? 'end' : 'middle'}
          >
            {min === 5 ? '5 min' : min}
          </text>
        ))}
        <text x={percent((FROM_MS + UNTIL_MS) / 2)} y="36" fill="var(--ink)" textAnchor="middle">
          {HAPPENS[breaks]}
        </text>
      </svg>
    </div>
  )
}

function InWords({ outcome, breaks }: { outcome: Outcome; breaks: Breaks }) {
  return (
    <>
      <p>
        Twelve probes in four regions check six services for 5 min. From 1 min to 3 min {HAPPENS[breaks]}. The
        services and what they call: {SERVICES.map(calls).join('; ')}.
      </p>
      <p>A page for every failing check: {tell(outcome.plain)}.</p>
      <p>One judgement, one cause: {tell(outcome.judged)}.</p>
      <ol>
        {SERVICES.map((s) => (
          <li key={s}>
            {s}:{' '}
            {(outcome.health[s] ?? [])
              .map((h) => `${h.health} from ${seconds(h.fromMs)} s to ${seconds(h.toMs)} s`)
              .join(', ')}
            . {times('Failing checks page', outcome.plain, s)} {times('The monitor pages', outcome.judged, s)}
          </li>
        ))}
      </ol>
    </>
  )
}

const calls = (s: string) => `${s} calls ${CALLS[s]?.join(', ') || 'nothing'}`

function times(who: string, pages: readonly Page[], service: string): string {
  const at = pages.filter((p) => p.raises && p.service === service).map((p) => `${seconds(p.atMs)} s`)
  return at.length === 0 ? `${who} nothing.` : `${who} at ${at.join(', ')}.`
}

function tell(pages: readonly Page[]): string {
  const names = raised(pages)
  const count = names.length === 1 ? '1 page' : `${names.length || 'no'} pages`
  return names.length === 0 ? count : `${count}: ${names.join(', ')}`
}

const percent = (ms: number) => `${(ms / RUN_MS) * 100}%`
const seconds = (ms: number) => String(Math.round(ms / 1000))

const looks = { up: 'thin', down: 'solid', unknown: 'dashed' } as const

function viewOf({ health, judged }: Outcome): PatternView {
  return () => ({
    kind: 'timeline',
    title: 'Services as the monitor judges them: up (thin), down (full), unknown (dashed)',
    fromMs: 0,
    toMs: RUN_MS,
    rows: SERVICES.map((name) => ({
      name,
      bars: (health[name] ?? []).map((h) => ({ ...h, text: h.health, look: looks[h.health] })),
      ticks: judged
        .filter((p) => p.service === name)
        .map((p) => ({
          atMs: p.atMs,
          text: p.raises ? 'raise' : 'clear',
          look: p.raises ? ('full' as const) : ('hollow' as const),
        })),
    })),
  })
}
