'use client'
import { type ReactNode, useId } from 'react'
import {
  type Baselines,
  type Curve,
  type Phase,
  type Ribbon,
  type Stack,
  type Strip,
  told,
} from '@/lib/gameday/index.ts'
import type { Ms } from '@/lib/sim/index.ts'
import { binAt, type Frame, LEFT, niceMax, RIGHT, stepPath, xOf } from './plot.ts'

const CURVE_HIGH = 72
const RIBBON_HIGH = 26
const PAD = 4

interface Props {
  strip: Strip
  frame: Frame
  phases: readonly Phase[]
  baselines: Baselines
  /** Whether `strip` is of the learner's own run; else only the baselines are drawn. */
  own: boolean
  at: Ms
}

/** One quantity over the whole run: what it is, its values at the cursor, and its drawing. */
export function StripRow(props: Props) {
  switch (props.strip.kind) {
    case 'curve':
      return <CurveRow {...props} strip={props.strip} />
    case 'stack':
      return <StackRow {...props} strip={props.strip} />
    case 'ribbon':
      return <RibbonRow {...props} strip={props.strip} />
  }
}

function Head({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="flex flex-wrap items-baseline justify-between gap-x-6 px-1 pt-3 text-note">
      <h3 className="font-medium">{title}</h3>
      <p className="flex flex-wrap gap-x-4 text-muted tabular-nums">{children}</p>
    </div>
  )
}

function CurveRow({ strip, frame, phases, baselines, own, at }: Props & { strip: Curve }) {
  const { reference, starter } = baselines
  const others = [starter.curves[strip.id] ?? [], reference.curves[strip.id] ?? []] as const
  const all = [...others.flat(), ...(own ? strip.values : []), strip.line?.value ?? 0]
  const max = strip.max ?? niceMax(Math.max(...all.map((v) => v ?? 0)))
  const y = (v: number) => CURVE_HIGH - PAD - (v / max) * (CURVE_HIGH - 2 * PAD)
  const bin = binAt(frame, at)
  const [none, best] = others.map((values) => stepPath(frame, values, y))
  const mine = own ? stepPath(frame, strip.values, y) : ''
  return (
    <div>
      <Head title={`${strip.title}, ${strip.unit}`}>
        {own && (
          <Reading look="own" name="you">
            {told(strip.values[bin])}
          </Reading>
        )}
        <Reading look="reference" name="reference">
          {told(others[1][bin])}
        </Reading>
        <Reading look="starter" name="no protection">
          {told(others[0][bin])}
        </Reading>
      </Head>
      <Canvas frame={frame} high={CURVE_HIGH} phases={phases} at={at}>
        <Scale max={max} y={y} />
        {strip.line && <Line frame={frame} y={y(strip.line.value)} text={strip.line.text} />}
        {mine && <Area path={mine} y={y(0)} />}
        <path d={none} {...strokes.starter} />
        <path d={best} {...strokes.reference} />
        {mine && <path d={mine} {...strokes.own} />}
        <Above frame={frame} max={max} name="no protection" values={others[0]} />
        {own && <Above frame={frame} max={max} name="you" values={strip.values} below />}
      </Canvas>
    </div>
  )
}

/** How far what leaves the strip goes, written under its top where it is highest. */
function Above({
  frame,
  max,
  name,
  values,
  below = false,
}: {
  frame: Frame
  max: number
  name: string
  values: readonly (number | null)[]
  below?: boolean
}) {
  const most = Math.max(...values.map((v) => v ?? 0))
  if (most <= max) return null
  const x = xOf(frame, values.indexOf(most) * frame.binMs)
  const anchor = x > frame.width - 160 ? 'end' : 'start'
  return (
    <text x={x + 4} y={below ? 29 : 14} fontSize="13" fill="var(--ink-muted)" textAnchor={anchor} {...halo}>
      {name}: {told(most)}
    </text>
  )
}

/** Keeps text readable where a curve runs through it. */
const halo = { stroke: 'var(--paper)', strokeWidth: 3, paintOrder: 'stroke' } as const

const strokes = {
  own: { fill: 'none', stroke: 'var(--lane-1)', strokeWidth: 2 },
  reference: { fill: 'none', stroke: 'var(--lane-3)', strokeWidth: 1.5 },
  starter: { fill: 'none', stroke: 'var(--ink-muted)', strokeWidth: 1.25, strokeDasharray: '3 3' },
} as const

/** Every run of steps becomes an area down to zero. */
function Area({ path, y }: { path: string; y: number }) {
  const runs = path
    .split('M')
    .filter((run) => run !== '')
    .map((run) => `M${run}V${y}H${run.split(' ')[0]}Z`)
  return <path d={runs.join('')} fill="var(--lane-1)" fillOpacity="0.12" />
}

function StackRow({ strip, frame, phases, at }: Props & { strip: Stack }) {
  const hatch = useId()
  const totals =
    strip.parts[0]?.values.map((_, i) => strip.parts.reduce((sum, p) => sum + (p.values[i] ?? 0), 0)) ?? []
  const max = niceMax(Math.max(1, ...totals))
  const y = (v: number) => CURVE_HIGH - PAD - (v / max) * (CURVE_HIGH - 2 * PAD)
  const bin = binAt(frame, at)
  return (
    <div>
      <Head title={`${strip.title}, ${strip.unit}`}>
        {strip.parts.map((part, i) => (
          <span key={part.name} className="inline-flex items-center gap-1.5">
            <svg width="12" height="12" aria-hidden>
              <HatchPattern id={`${hatch}-${i}`} />
              <rect x="0.5" y="0.5" width="11" height="11" {...fillOf(i, `${hatch}-${i}`)} />
            </svg>
            {part.name} <span className="text-ink">{told(part.values[bin])}</span>
          </span>
        ))}
      </Head>
      <Canvas frame={frame} high={CURVE_HIGH} phases={phases} at={at}>
        <HatchPattern id={hatch} />
        <Scale max={max} y={y} />
        {strip.parts.map((part, i) => (
          <path key={part.name} d={barsOf(strip, i, frame, y)} {...fillOf(i, hatch)} />
        ))}
      </Canvas>
    </div>
  )
}

/** One box per bin, on top of the parts before. */
function barsOf({ parts }: Stack, part: number, frame: Frame, y: (v: number) => number): string {
  const boxes = parts[part]?.values.map((value, bin) => {
    if (value === 0) return ''
    const below = parts.slice(0, part).reduce((sum, p) => sum + (p.values[bin] ?? 0), 0)
    const from = (xOf(frame, bin * frame.binMs) + 1).toFixed(1)
    const to = (xOf(frame, (bin + 1) * frame.binMs) - 1).toFixed(1)
    return `M${from} ${y(below).toFixed(1)}V${y(below + value).toFixed(1)}H${to}V${y(below).toFixed(1)}Z`
  })
  return (boxes ?? []).join('')
}

/** Told apart by fill: full, pale, hatched, and the last, which is what went wrong. */
function fillOf(i: number, hatch: string) {
  return (
    [
      { fill: 'var(--lane-1)' },
      { fill: 'var(--lane-1)', fillOpacity: 0.28 },
      { fill: `url(#${hatch})`, stroke: 'var(--ink-muted)', strokeWidth: 1 },
    ][i] ?? { fill: 'var(--fault)' }
  )
}

function RibbonRow({ strip, frame, phases, at, own }: Props & { strip: Ribbon }) {
  const hatch = useId()
  if (!own) return null
  const names = [...new Set(strip.spans.map((s) => s.text))]
  const here = strip.spans.find((s) => s.fromMs <= at && at < s.untilMs)
  return (
    <div>
      <Head title={strip.title}>{here && <span className="text-ink">{here.text}</span>}</Head>
      {strip.spans.length === 0 ? (
        <p className="px-1 py-2 text-muted text-note">{strip.none}</p>
      ) : (
        <Canvas frame={frame} high={RIBBON_HIGH} phases={phases} at={at}>
          <HatchPattern id={hatch} />
          {strip.spans.map((s) => {
            const x = xOf(frame, s.fromMs)
            const width = Math.max(1.5, xOf(frame, s.untilMs) - x)
            const look = [
              { fill: 'var(--paper)', stroke: 'var(--lane-1)' },
              { fill: 'var(--lane-1)', stroke: 'var(--lane-1)' },
            ][names.indexOf(s.text)] ?? { fill: `url(#${hatch})`, stroke: 'var(--ink-muted)' }
            const ink = look.fill === 'var(--lane-1)' ? 'var(--paper)' : 'var(--ink)'
            return (
              <g key={s.fromMs}>
                <rect x={x} y={3} width={width} height={RIBBON_HIGH - 6} {...look} />
                {width > s.text.length * 7.5 + 10 && (
                  <text
                    x={x + 6}
                    y={RIBBON_HIGH / 2 + 4.5}
                    fontSize="13"
                    fill={ink}
                    {...(look.fill.startsWith('url') ? halo : {})}
                  >
                    {s.text}
                  </text>
                )}
              </g>
            )
          })}
        </Canvas>
      )}
    </div>
  )
}

function Canvas({
  frame,
  high,
  phases,
  at,
  children,
}: {
  frame: Frame
  high: number
  phases: readonly Phase[]
  at: Ms
  children: ReactNode
}) {
  const x = xOf(frame, at)
  return (
    <svg width={frame.width} height={high} aria-hidden className="block">
      {phases.map((p) => {
        const from = xOf(frame, p.fromMs)
        return (
          <rect
            key={p.fromMs}
            x={from}
            width={xOf(frame, p.untilMs) - from}
            height={high}
            fill="var(--ink)"
            fillOpacity="0.055"
          />
        )
      })}
      {phases.flatMap((p) =>
        [p.fromMs, p.untilMs].map((edge) => (
          <line
            key={`${p.label}${edge}`}
            x1={xOf(frame, edge)}
            x2={xOf(frame, edge)}
            y2={high}
            stroke="var(--stroke)"
            strokeWidth="1"
            strokeOpacity="0.5"
          />
        )),
      )}
      {children}
      <line x1={x} x2={x} y2={high} stroke="var(--ink)" strokeWidth="1.25" />
    </svg>
  )
}

function Scale({ max, y }: { max: number; y: (v: number) => number }) {
  return (
    <g fontSize="13" fill="var(--ink-muted)" textAnchor="end">
      <text x={LEFT - 6} y={y(max) + 9}>
        {told(max)}
      </text>
      <text x={LEFT - 6} y={y(0)}>
        0
      </text>
    </g>
  )
}

function Line({ frame, y, text }: { frame: Frame; y: number; text: string }) {
  const right = frame.width - RIGHT
  return (
    <g>
      <line x1={LEFT} x2={right} y1={y} y2={y} stroke="var(--stroke)" strokeDasharray="1 3" />
      <text x={right - 2} y={y - 4} fontSize="13" fill="var(--ink-muted)" textAnchor="end" {...halo}>
        {text}
      </text>
    </g>
  )
}

function HatchPattern({ id }: { id: string }) {
  return (
    <defs>
      <pattern id={id} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <line y2="5" stroke="var(--ink-muted)" strokeWidth="2.5" />
      </pattern>
    </defs>
  )
}

/** A name with a piece of its line, and its value at the cursor. */
function Reading({
  look,
  name,
  children,
}: {
  look: keyof typeof strokes
  name: string
  children: ReactNode
}) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <svg width="20" height="8" aria-hidden>
        <path d="M0 4H20" {...strokes[look]} />
      </svg>
      {name} <span className="text-ink">{children}</span>
    </span>
  )
}
