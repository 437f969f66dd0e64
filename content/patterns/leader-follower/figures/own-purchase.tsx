'use client'
import { useState } from 'react'
import { FigureFrame, RunDetails, useRun } from '@/app/ui/figure/index.ts'
import type { PatternView } from '@/lib/spacetime/index.ts'
import { STOCK } from './demo-copies.ts'
import { NODES, type Node, type Outcome, OWN, SALES, SPAN_MS, simulate } from './two-copies.ts'

const PLOT = 230
const FOOT = 24
const NAMES: Readonly<Record<Node, string>> = { n1: 'n1, leader', n2: 'n2', n3: 'n3' }

export default function OwnPurchaseFigure() {
  const [farMs, setFarMs] = useState(350)
  const [readAt, setReadAt] = useState<Node>('n3')
  const [afterMs, setAfterMs] = useState(200)
  const outcome = useRun(simulate, { farMs, readAt, afterMs })
  return (
    <FigureFrame
      knobs={[
        {
          label: 'Link n1 to n3',
          unit: 'ms',
          min: 10,
          max: 800,
          step: 10,
          value: farMs,
          onChange: setFarMs,
        },
        {
          label: 'The customer reads at',
          value: readAt,
          onChange: (id: string) => setReadAt(id as Node),
          options: NODES.map((id) => ({ id, label: id })),
        },
        {
          label: 'so long after buying',
          unit: 'ms',
          min: 0,
          max: 1000,
          step: 20,
          value: afterMs,
          onChange: setAfterMs,
        },
      ]}
      text={outcome && <InWords outcome={outcome} />}
    >
      {outcome ? <Drawing outcome={outcome} /> : <div style={{ height: PLOT + FOOT + 60 }} />}
      {outcome && (
        <RunDetails
          of={JSON.stringify(outcome.settings)}
          trace={outcome.trace}
          nodes={outcome.nodes}
          view={viewOf}
          title="the two seconds"
        />
      )}
    </FigureFrame>
  )
}

function Drawing({ outcome }: { outcome: Outcome }) {
  const { readAt } = outcome.settings
  const stale = outcome.index < OWN
  const colour = stale ? 'var(--fault)' : 'var(--ink)'
  return (
    <div className="flex flex-col gap-1">
      <div className={stale ? 'text-fault' : ''}>{verdict(outcome)}</div>
      <div className="text-muted text-note">{lag(outcome)}</div>
      <div className="text-note">Entries in each log</div>
      <svg width="100%" height={PLOT} aria-hidden="true" className="block overflow-visible" fontSize="13">
        {[5, 10, 15].map((n) => (
          <g key={n}>
            <line x1="0" x2="100%" y1={y(n)} y2={y(n)} stroke="var(--hairline)" />
            <text x="0" y={y(n) - 4} fill="var(--ink-muted)">
              {n}
            </text>
          </g>
        ))}
        {NODES.map((node, lane) => (
          <Steps
            key={node}
            times={outcome.grew[node]}
            stroke={`var(--lane-${lane + 1})`}
            dash={DASHES[lane]}
          />
        ))}
        {NODES.map((node, lane) => (
          <text
            key={node}
            x={x(Math.min(SPAN_MS - 380, (outcome.grew[node].at(-1) ?? 0) + 15))}
            y={y(SALES) + (lane === 0 ? -9 : lane * 17)}
            fill={`var(--lane-${lane + 1})`}
            stroke="var(--paper)"
            strokeWidth="4"
            paintOrder="stroke"
          >
            {NAMES[node]}
          </text>
        ))}
        <line x1={x(outcome.soldMs)} x2={x(outcome.soldMs)} y1={y(OWN)} y2={PLOT} stroke="var(--ink)" />
        <circle cx={x(outcome.soldMs)} cy={y(OWN)} r="5" fill="var(--ink)" />
        <line
          x1={x(outcome.readMs)}
          x2={x(outcome.readMs)}
          y1={y(outcome.index)}
          y2={PLOT}
          stroke={colour}
          strokeDasharray="4 3"
        />
        <circle
          cx={x(outcome.readMs)}
          cy={y(outcome.index)}
          r="6"
          fill="var(--paper)"
          stroke={colour}
          strokeWidth="2.5"
        />
      </svg>
      <svg
        width="100%"
        height={FOOT}
        aria-hidden="true"
        className="block border-hairline border-t"
        fontSize="13"
      >
        {[500, 1000, 1500, 2000].map((ms) => (
          <text key={ms} x={x(ms)} y="17" fill="var(--ink-muted)" textAnchor="middle">
            {ms.toLocaleString('en')}
            {ms === 2000 ? ' ms' : ''}
          </text>
        ))}
      </svg>
      <div className="text-muted text-note">
        Full dot: the customer's purchase, entry {OWN}, at the leader. Open dot: what {readAt} answers. The
        horizontal way from n1's line to another line is its lag in ms, the vertical way its lag in entries.
      </div>
    </div>
  )
}

const DASHES = [undefined, '7 4', '2 3'] as const

/** A line that rises by one at each of these times. */
function Steps({
  times,
  stroke,
  dash,
}: {
  times: readonly number[]
  stroke: string
  dash: string | undefined
}) {
  const look = { stroke, strokeWidth: 2.5, ...(dash ? { strokeDasharray: dash } : {}) }
  return times.map((ms, i) => (
    <g key={ms}>
      <line x1={x(ms)} x2={x(ms)} y1={y(i)} y2={y(i + 1)} {...look} />
      <line x1={x(ms)} x2={x(times[i + 1] ?? SPAN_MS)} y1={y(i + 1)} y2={y(i + 1)} {...look} />
    </g>
  ))
}

function InWords({ outcome }: { outcome: Outcome }) {
  const { farMs, readAt, afterMs } = outcome.settings
  return (
    <>
      <p>
        A sale every 100 ms, {SALES} in all; the stock is {STOCK} at first. A message takes 20 ms from n1 to
        n2 and {farMs} ms to n3. The customer's purchase is entry {OWN}, at {ms(outcome.soldMs)}.{' '}
        {ms(afterMs)} later the customer reads at {readAt}. {verdict(outcome)} {lag(outcome)}
      </p>
      <ol>
        {NODES.map((node) => (
          <li key={node}>
            {NAMES[node]}: entry {OWN} at {ms(outcome.grew[node][OWN - 1] ?? 0)}, the last one at{' '}
            {ms(outcome.grew[node].at(-1) ?? 0)}
          </li>
        ))}
      </ol>
    </>
  )
}

function verdict({ settings, index, stock, grew, readMs }: Outcome): string {
  const left = `${settings.readAt} answers that ${stock} are left, from ${index} ${index === 1 ? 'entry' : 'entries'}`
  if (index >= OWN) return `${left}: the customer's purchase is among them.`
  const waitMs = (grew[settings.readAt][OWN - 1] ?? 0) - readMs
  return `${left}: the customer's own purchase is missing. With minIndex ${OWN} it would have waited ${ms(waitMs)}.`
}

/** How far the node was behind at the instant of the read. */
function lag({ settings, grew, readMs, index }: Outcome): string {
  const had = grew.n1.filter((t) => t <= readMs).length
  if (settings.readAt === 'n1') return 'The leader is behind nobody.'
  const behind = had - index
  const linkMs = (grew[settings.readAt][0] ?? 0) - (grew.n1[0] ?? 0)
  return `${settings.readAt} lags by ${behind} ${behind === 1 ? 'entry' : 'entries'} at that instant; an entry takes ${ms(linkMs)} to reach it.`
}

const x = (t: number) => `${(t / SPAN_MS) * 100}%`
const y = (n: number) => PLOT - 8 - n * ((PLOT - 36) / SALES)
const ms = (t: number) => `${Math.round(t).toLocaleString('en')} ms`

const viewOf: PatternView = ({ nodes, views }) => ({
  kind: 'grid',
  title: 'Entries that have arrived',
  group: 'leader',
  columns: Array.from({ length: SALES }, (_, i) => String(i + 1)),
  rows: nodes.flatMap((name) => {
    const state = views.get(name) as { index: number; stock: number } | undefined
    if (!state) return []
    const cells = Array.from({ length: state.index }, (_, i) => ({
      text: i + 1 === OWN ? 'own' : '-1',
      group: 0,
    }))
    return [{ name, about: `${state.stock} left`, cells }]
  }),
})
