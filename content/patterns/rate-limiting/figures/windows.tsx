'use client'
import { type KeyboardEvent, type PointerEvent, type ReactNode, useState } from 'react'
import { FigureFrame, RunDetails, useRun } from '@/app/ui/figure/index.ts'
import type { PatternView } from '@/lib/spacetime/index.ts'
import {
  arrivalsOf,
  type Gateway,
  type Kind,
  leftOver,
  MOST,
  mostWithin,
  type Outcome,
  type Preset,
  RUN_MS,
  type Settings,
  SLOT_MS,
  SLOTS,
  simulate,
} from './gateways.ts'

const HEIGHT = 400
const STRIP = 56
const names: Record<Kind, string> = {
  bucket: 'Token bucket',
  fixed: 'Fixed window',
  sliding: 'Sliding window',
}

export default function WindowsFigure() {
  const [burst, setBurst] = useState(5)
  const [periodMs, setPeriodMs] = useState(200)
  const [preset, setPreset] = useState<Preset | 'own'>('boundary')
  const [arrivals, setArrivals] = useState(() => arrivalsOf('boundary'))
  const outcome = useRun(simulate, { burst, periodMs, arrivals })
  const settings = { burst, periodMs, arrivals }

  function paint(slot: number, count: number) {
    setPreset('own')
    setArrivals((old) => (old[slot] === count ? old : old.with(slot, count)))
  }

  return (
    <FigureFrame
      knobs={[
        { label: 'Burst', unit: 'tokens', min: 1, max: 8, step: 1, value: burst, onChange: setBurst },
        {
          label: 'A token every',
          unit: 'ms',
          min: 50,
          max: 400,
          step: 50,
          value: periodMs,
          onChange: setPeriodMs,
        },
        {
          label: 'Arrivals',
          options: [
            { id: 'boundary', label: 'Bursts' },
            { id: 'impatient', label: 'Impatient' },
            { id: 'steady', label: 'Steady' },
          ],
          value: preset,
          onChange: (id: string) => {
            setPreset(id as Preset)
            setArrivals(arrivalsOf(id as Preset))
          },
        },
      ]}
      text={outcome && <InWords outcome={outcome} settings={settings} />}
    >
      <div className="flex flex-col gap-3" style={{ minHeight: HEIGHT }}>
        <Arrivals arrivals={arrivals} onPaint={paint} />
        {outcome?.gateways.map((g) => (
          <Row key={g.kind} label={labelOf(g, settings)}>
            <Left gateway={g} settings={settings} />
            <Answers gateway={g} />
          </Row>
        ))}
        <Axis />
      </div>
      {outcome && (
        <RunDetails
          of={`${burst} ${periodMs} ${arrivals.join('')}`}
          trace={outcome.trace}
          nodes={outcome.nodes}
          view={viewOf(outcome)}
          title="the run at three gateways"
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

/** Painted with the pointer, or with the arrow keys: left and right choose the slot, up and down the requests in it. */
function Arrivals({
  arrivals,
  onPaint,
}: {
  arrivals: readonly number[]
  onPaint: (slot: number, count: number) => void
}) {
  const [slot, setSlot] = useState(18)
  const count = arrivals[slot] ?? 0

  function onPointer(e: PointerEvent<HTMLDivElement>) {
    if (e.buttons === 0) return
    const box = e.currentTarget.getBoundingClientRect()
    const at = Math.floor(((e.clientX - box.left) / box.width) * SLOTS)
    const height = Math.round((1 - (e.clientY - box.top) / box.height) * MOST)
    const chosen = clamp(at, 0, SLOTS - 1)
    setSlot(chosen)
    onPaint(chosen, clamp(height, 0, MOST))
  }

  function onKey(e: KeyboardEvent) {
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[e.key]
    if (!step) return
    e.preventDefault()
    const [along = 0, up = 0] = step
    setSlot(clamp(slot + along, 0, SLOTS - 1))
    if (up !== 0) onPaint(slot, clamp(count + up, 0, MOST))
  }

  const total = arrivals.reduce((sum, n) => sum + n, 0)
  return (
    <Row label={`${total} requests; draw them with the pointer, or with the arrow keys`}>
      <div
        className="cursor-crosshair"
        style={{ touchAction: 'pan-y' }}
        role="slider"
        tabIndex={0}
        aria-label="Requests per 50 ms"
        aria-valuemin={0}
        aria-valuemax={MOST}
        aria-valuenow={count}
        aria-valuetext={`${count} at ${seconds(slot * SLOT_MS)} s`}
        onPointerDown={onPointer}
        onPointerMove={onPointer}
        onKeyDown={onKey}
      >
        <svg width="100%" height={STRIP} aria-hidden="true" className="block">
          <rect width="100%" height={STRIP} fill="var(--sunken)" />
          {arrivals.map((n, i) => (
            <rect
              // biome-ignore lint/suspicious/noArrayIndexKey: a slot is its place
              key={i}
              x={percent(i * SLOT_MS)}
              width={`${60 / SLOTS}%`}
              y={STRIP - (n * STRIP) / MOST}
              height={(n * STRIP) / MOST}
              fill="var(--ink)"
            />
          ))}
          <rect
            x={percent(slot * SLOT_MS)}
            width={`${60 / SLOTS}%`}
            y={STRIP - 2}
            height={2}
            fill="var(--accent)"
          />
        </svg>
      </div>
    </Row>
  )
}

/** What would still pass, from 0 to burst, over time. */
function Left({ gateway, settings }: { gateway: Gateway; settings: Settings }) {
  const high = 44
  const y = (left: number) => high - 1 - (left * (high - 4)) / settings.burst
  const corners = leftOver(gateway, settings)
  const windowMs = settings.burst * settings.periodMs
  const ends =
    gateway.kind === 'fixed'
      ? Array.from({ length: Math.floor(RUN_MS / windowMs) }, (_, i) => (i + 1) * windowMs)
      : []
  return (
    <svg
      viewBox={`0 0 ${RUN_MS} ${high}`}
      preserveAspectRatio="none"
      width="100%"
      height={high}
      aria-hidden="true"
      className="block border-hairline border-b"
    >
      {ends.map((at) => (
        <line
          key={at}
          x1={at}
          x2={at}
          y1="0"
          y2={high}
          stroke="var(--stroke)"
          strokeDasharray="3 3"
          vectorEffect="non-scaling-stroke"
        />
      ))}
      <polyline
        points={corners.map((c) => `${c.atMs},${y(c.left)}`).join(' ')}
        fill="none"
        stroke="var(--accent)"
        strokeWidth="2"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  )
}

/** Passed upwards, full; denied downwards, hollow; as long as there were requests. */
function Answers({ gateway }: { gateway: Gateway }) {
  return (
    <svg width="100%" height="34" aria-hidden="true" className="block">
      {bySlot(gateway).map(({ atMs, passed, denied }) => (
        <g key={atMs}>
          {passed > 0 && (
            <rect x={percent(atMs)} width="4" y={17 - 2 * passed} height={2 * passed} fill="var(--ink)" />
          )}
          {denied > 0 && (
            <rect
              x={percent(atMs)}
              width="4"
              y="18"
              height={2 * denied}
              fill="none"
              stroke="var(--ink)"
              strokeWidth="1"
            />
          )}
        </g>
      ))}
    </svg>
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
          textAnchor={s === 0 ? 'start' : s === 4 ? 'end' : 'middle'}
        >
          {s} s
        </text>
      ))}
    </svg>
  )
}

function InWords({ outcome, settings }: { outcome: Outcome; settings: Settings }) {
  const { burst, periodMs, arrivals } = settings
  const total = arrivals.reduce((sum, n) => sum + n, 0)
  return (
    <>
      <p>
        {total} requests come within 4 s. The bucket holds {burst} tokens and gets one every {periodMs} ms;
        the windows let {burst} pass in {seconds(burst * periodMs)} s.
      </p>
      <ul>
        {outcome.gateways.map((g) => (
          <li key={g.kind}>{labelOf(g, settings)}.</li>
        ))}
      </ul>
      <ol>
        {bySlot(outcome.gateways[0] as Gateway).map(({ atMs }) => (
          <li key={atMs}>
            At {seconds(atMs)} s:{' '}
            {outcome.gateways
              .map((g) => {
                const { passed = 0, denied = 0 } = bySlot(g).find((slot) => slot.atMs === atMs) ?? {}
                return `${names[g.kind].toLowerCase()} ${passed} passed, ${denied} denied`
              })
              .join('; ')}
            .
          </li>
        ))}
      </ol>
    </>
  )
}

function labelOf(g: Gateway, { periodMs }: Settings): string {
  const passed = g.answers.filter((a) => a.ok).length
  return `${names[g.kind]}: ${passed} passed, ${g.answers.length - passed} denied; at most ${mostWithin(g, periodMs)} passed within ${periodMs} ms`
}

function bySlot(g: Gateway): { atMs: number; passed: number; denied: number }[] {
  const slots = new Map<number, { atMs: number; passed: number; denied: number }>()
  for (const { atMs, ok } of g.answers) {
    const slot = slots.get(atMs) ?? { atMs, passed: 0, denied: 0 }
    slots.set(atMs, slot)
    if (ok) slot.passed++
    else slot.denied++
  }
  return [...slots.values()]
}

const clamp = (x: number, low: number, high: number) => Math.min(high, Math.max(low, x))
const percent = (ms: number) => `${ms / (RUN_MS / 100)}%`
const seconds = (ms: number) => (ms / 1000).toFixed(2)

function viewOf({ gateways }: Outcome): PatternView {
  return () => ({
    kind: 'timeline',
    title: 'What passed (bar) and what was denied (hollow)',
    fromMs: 0,
    toMs: RUN_MS,
    rows: gateways.map((g) => ({
      name: names[g.kind],
      bars: [],
      ticks: g.answers.map((a) => ({
        atMs: a.atMs,
        text: a.ok ? 'passed' : 'denied',
        look: a.ok ? 'full' : 'hollow',
      })),
    })),
  })
}
