'use client'
import { useId, useState } from 'react'
import { FigureFrame, RunDetails, useRun } from '@/app/ui/figure/index.ts'
import type { Bar, PatternView } from '@/lib/spacetime/index.ts'
import { type Arrow, OLD, type Outcome, RUN_MS, type Span, simulate } from './price-change.ts'

/** Lanes from top to bottom: whoever talks stands between what it talks to. In px; across, times are shares of the width. */
const LANES = { w2: 34, store: 104, w1: 174, cache: 244, w3: 312 } as const
const HEIGHT = 350
const BAR = 26

export default function StaleSetFigure() {
  const [caching, setCaching] = useState<'plain' | 'leases'>('plain')
  const [answerMs, setAnswerMs] = useState(200)
  const [ttlMs, setTtlMs] = useState(400)
  const outcome = useRun(simulate, { leases: caching === 'leases', answerMs, ttlMs })
  return (
    <FigureFrame
      knobs={[
        {
          label: 'Cache',
          options: [
            { id: 'plain', label: 'takes every set' },
            { id: 'leases', label: 'with leases' },
          ],
          value: caching,
          onChange: (id: string) => setCaching(id as 'plain' | 'leases'),
        },
        {
          label: 'The slow answer takes',
          unit: 'ms',
          min: 20,
          max: 400,
          step: 20,
          value: answerMs,
          onChange: setAnswerMs,
        },
        { label: 'Time to live', unit: 'ms', min: 100, max: 900, step: 50, value: ttlMs, onChange: setTtlMs },
      ]}
      text={outcome && <InWords {...outcome} />}
    >
      {outcome ? <Drawing {...outcome} /> : <div style={{ height: HEIGHT + 28 }} />}
      {outcome && (
        <RunDetails
          of={`${caching} ${answerMs} ${ttlMs}`}
          trace={outcome.trace}
          nodes={outcome.nodes}
          view={viewOf(outcome)}
          title="the price change"
        />
      )}
    </FigureFrame>
  )
}

function Drawing(o: Outcome) {
  const arrow = useId()
  const stale = o.pages.filter((p) => p.stale)
  return (
    <div className="flex flex-col gap-2">
      <svg width="100%" height={HEIGHT} className="block overflow-visible" fontSize="13" aria-hidden="true">
        <marker
          id={arrow}
          viewBox="0 0 10 10"
          refX="9"
          refY="5"
          markerWidth="9"
          markerHeight="9"
          orient="auto"
        >
          <path d="M1 1l8 4-8 4" fill="none" stroke="var(--ink)" strokeWidth="1.5" />
        </marker>
        <line
          x1={x(o.wroteMs)}
          x2={x(o.wroteMs)}
          y1={8}
          y2={HEIGHT - 22}
          stroke="var(--stroke)"
          strokeDasharray="3 3"
        />
        <text x={x(o.wroteMs + 8)} y={18} fill="var(--ink-muted)">
          the change is over
        </text>
        {Object.entries(LANES).map(([name, y]) => (
          <g key={name}>
            <text x="100%" y={y - 18} fill="var(--ink)" textAnchor="end">
              {labels[name as keyof typeof LANES]}
            </text>
            <line x1="0" x2="100%" y1={y} y2={y} stroke="var(--hairline)" />
          </g>
        ))}
        {o.arrows.map((a) => (
          <Message key={`${a.from} ${a.what} ${a.fromMs}`} {...a} head={`url(#${arrow})`} />
        ))}
        {o.store.map((s) => (
          <Held key={s.fromMs} {...s} y={LANES.store} stale={false} />
        ))}
        {o.cache.map((s) => (
          <Held key={s.fromMs} {...s} y={LANES.cache} stale={s.value === OLD && s.toMs > o.wroteMs} />
        ))}
        {o.pages.map((p) =>
          p.stale ? (
            <svg key={p.atMs} x={x(p.atMs)} y={LANES.w3} overflow="visible" aria-hidden="true">
              <path d="M-4 -4l8 8m-8 0l8-8" stroke="var(--fault)" strokeWidth="2.5" />
            </svg>
          ) : (
            <circle key={p.atMs} cx={x(p.atMs)} cy={LANES.w3} r="3.5" fill="var(--ink)" />
          ),
        )}
        {[0, 250, 500, 750, 1000].map((ms) => (
          <text
            key={ms}
            x={x(ms)}
            y={HEIGHT - 4}
            fill="var(--ink-muted)"
            textAnchor={ms === 0 ? 'start' : ms === RUN_MS ? 'end' : 'middle'}
          >
            {ms.toLocaleString('en')}
            {ms === RUN_MS ? ' ms' : ''}
          </text>
        ))}
      </svg>
      <div className={stale.length > 0 ? 'text-fault' : ''}>{verdict(o)}</div>
    </div>
  )
}

const labels = {
  w2: 'w2 writes',
  store: 'Store',
  w1: 'w1 reads',
  cache: 'Cache',
  w3: 'w3, pages',
} as const

function Held({ value, fromMs, toMs, y, stale }: Span & { y: number; stale: boolean }) {
  const old = value === OLD
  const look = stale
    ? { fill: 'var(--fault)', text: 'var(--paper)' }
    : old
      ? { fill: 'var(--paper)', stroke: 'var(--ink)', text: 'var(--ink)' }
      : { fill: 'var(--ink)', text: 'var(--paper)' }
  return (
    <>
      <rect
        x={x(fromMs)}
        y={y - BAR / 2}
        width={x(toMs - fromMs)}
        height={BAR}
        fill={look.fill}
        stroke={look.stroke ?? 'none'}
      />
      {toMs - fromMs > 110 && (
        <text x={x(fromMs + 12)} y={y + 4.5} fill={look.text}>
          {value}
        </text>
      )}
    </>
  )
}

function Message({ from, to, fromMs, toMs, what, head }: Arrow & { head: string }) {
  const lanes: Record<string, number> = LANES
  const [y1, y2] = [lanes[from] ?? 0, lanes[to] ?? 0]
  const edge = (y: number, other: number, node: string) =>
    node === 'store' || node === 'cache' ? y + (other > y ? BAR / 2 : -BAR / 2) : y
  const line = { x1: x(fromMs), y1: edge(y1, y2, from), x2: x(toMs), y2: edge(y2, y1, to) }
  return (
    <>
      <line
        {...line}
        stroke="var(--ink)"
        strokeWidth={what === 'answer' ? 2 : 1.5}
        strokeDasharray={what === 'set refused' ? '3 3' : 'none'}
        markerEnd={head}
      />
      <text {...beside(what, fromMs, toMs)} fill="var(--ink-muted)">
        {what !== 'get' && what}
      </text>
    </>
  )
}

/** Where a text does not run into the next arrow, on a narrow page either. */
function beside(what: Arrow['what'], fromMs: number, toMs: number) {
  const left = { x: x(fromMs - 12), textAnchor: 'end' as const }
  if (what === 'put') return { ...left, y: LANES.w2 + 30 }
  if (what === 'del') return { ...left, y: LANES.w1 + 34 }
  if (what === 'answer') return { x: x(toMs + 8), y: LANES.w1 - 6 }
  return { x: x(toMs + 12), y: LANES.w1 + 34 }
}

function verdict({ pages, cache, wroteMs }: Outcome): string {
  const stale = pages.filter((p) => p.stale)
  const after = pages.filter((p) => p.atMs >= wroteMs).length
  if (stale.length === 0) return `None of ${after} pages after the change shows the old price.`
  const held = cache
    .filter((s) => s.value === OLD)
    .reduce((ms, s) => ms + s.toMs - Math.max(s.fromMs, wroteMs), 0)
  return `${stale.length} of ${after} pages after the change show the old price; the cache holds it for ${Math.round(held)} ms.`
}

function InWords(o: Outcome) {
  const lines = [
    ...o.arrows.map((a) => ({
      at: a.fromMs,
      text: `${a.from} sends ${a.to} ${words[a.what]}, there at ${a.toMs} ms`,
    })),
    ...o.store.map((s) => ({ at: s.fromMs, text: `the store holds ${s.value}, until ${s.toMs} ms` })),
    ...o.cache.map((s) => ({ at: s.fromMs, text: `the cache holds ${s.value}, until ${s.toMs} ms` })),
  ].sort((a, b) => a.at - b.at)
  return (
    <>
      <p>
        {verdict(o)} The change is over at {o.wroteMs} ms.
      </p>
      <ol>
        {lines.map((l) => (
          <li key={`${l.at} ${l.text}`}>
            {l.at} ms: {l.text}
          </li>
        ))}
      </ol>
      <p>Pages: {o.pages.map((p) => `${p.atMs} ms ${p.value}${p.stale ? ' (stale)' : ''}`).join(', ')}.</p>
    </>
  )
}

const words = {
  get: 'get',
  answer: 'the old price',
  set: 'set',
  'set refused': 'set, which is refused',
  put: 'put',
  del: 'del',
} as const satisfies Record<Arrow['what'], string>

const x = (ms: number) => `${(ms * 100) / RUN_MS}%`

function viewOf(o: Outcome): PatternView {
  const bar = (s: Span): Bar => ({
    fromMs: s.fromMs,
    toMs: s.toMs,
    text: s.value,
    look: s.value === OLD ? 'open' : 'solid',
  })
  return () => ({
    kind: 'timeline',
    title: 'What store and cache hold, and what pages show (hollow: the old price after the change)',
    fromMs: 0,
    toMs: RUN_MS,
    rows: [
      { name: 'Store', bars: o.store.map(bar) },
      { name: 'Cache', bars: o.cache.map(bar) },
      {
        name: 'Pages',
        bars: [],
        ticks: o.pages.map((p) => ({
          atMs: p.atMs,
          text: p.value,
          look: p.stale ? ('hollow' as const) : ('full' as const),
        })),
      },
    ],
  })
}
