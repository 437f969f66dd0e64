'use client'
import { RunDetails } from '@/app/ui/figure/index.ts'
import type { Mark, Run } from './runs.ts'

const HEIGHT = 84
/** Below the line: a tick for each harm, so that colour is not alone. */
const BAND = 10

export interface Side {
  /** What was done: "A service per step". */
  label: string
  /** What came of it, in one sentence without its full stop. */
  tell: string
  run: Run
}

/** The wrong way above, the right one below, on one scale. */
export function TwoRuns({
  sides,
  spanMs,
  axis,
  format,
  top,
}: {
  sides: readonly Side[]
  spanMs: number
  /** What the height of a bar is. */
  axis: string
  format: (value: number) => string
  /** The least that the scale reaches to. */
  top: number
}) {
  const most = Math.max(top, ...sides.flatMap(({ run }) => run.marks.map(({ value }) => value)))
  return (
    <div className="flex flex-col gap-4">
      <div className="text-muted text-note">
        {axis}, 0 to {format(most)}. Orange, with a tick below the line: the harm.
      </div>
      {sides.map((side) => (
        <div key={side.label} className="flex flex-col gap-1">
          <div className="text-note">
            <span className="font-medium">{side.label}:</span> {side.tell}
          </div>
          <Strip marks={side.run.marks} spanMs={spanMs} most={most} />
        </div>
      ))}
      <svg width="100%" height="20" aria-hidden="true" className="block" fontSize="13">
        {[0, 0.25, 0.5, 0.75, 1].map((part) => (
          <text
            key={part}
            x={`${part * 100}%`}
            y="14"
            fill="var(--ink-muted)"
            textAnchor={part === 0 ? 'start' : part === 1 ? 'end' : 'middle'}
          >
            {((part * spanMs) / 1000).toLocaleString('en', { maximumFractionDigits: 2 })} s
          </text>
        ))}
      </svg>
      {sides[0] && (
        <RunDetails
          of={sides[0].tell}
          trace={sides[0].run.trace}
          nodes={sides[0].run.nodes}
          title={`the run: ${sides[0].label}`}
        />
      )}
    </div>
  )
}

function Strip({ marks, spanMs, most }: { marks: readonly Mark[]; spanMs: number; most: number }) {
  const width = Math.max(0.18, Math.min(2, 70 / marks.length))
  return (
    <svg
      viewBox={`0 0 100 ${HEIGHT + BAND}`}
      preserveAspectRatio="none"
      width="100%"
      height={HEIGHT + BAND}
      aria-hidden="true"
      className="block"
    >
      {marks.map((mark, at) => {
        const x = Math.min(100 - width, (mark.atMs / spanMs) * 100)
        const height = Math.max(mark.value > 0 ? 2 : 0, (mark.value / most) * HEIGHT)
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: marks have no name of their own and never move
          <g key={at}>
            <rect
              x={x}
              width={width}
              y={HEIGHT - height}
              height={height}
              fill={mark.harm ? 'var(--fault)' : 'var(--ink-muted)'}
            />
            {mark.harm && <rect x={x} width={width} y={HEIGHT + 3} height={BAND - 3} fill="var(--fault)" />}
          </g>
        )
      })}
      <line
        x1="0"
        x2="100"
        y1={HEIGHT + 1}
        y2={HEIGHT + 1}
        stroke="var(--stroke)"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  )
}

/** The same as the drawing: what came of each side, and a line for each tenth of the time. */
export function InWords({
  world,
  sides,
  spanMs,
  noun,
  format,
}: {
  /** What is simulated, in a sentence. */
  world: string
  sides: readonly Side[]
  spanMs: number
  /** What a mark is: "checkouts". */
  noun: string
  format: (value: number) => string
}) {
  const part = spanMs / 8
  return (
    <>
      <p>{world}</p>
      {sides.map(({ label, tell, run }) => (
        <div key={label}>
          <p>
            {label}: {tell}.
          </p>
          <ol>
            {Array.from({ length: 8 }, (_, i) => {
              const from = i * part
              const marks = run.marks.filter((m) => m.atMs >= i * part && m.atMs < (i + 1) * part)
              const harm = marks.filter((m) => m.harm).length
              return (
                <li key={from}>
                  from {((i * part) / 1000).toFixed(1)} s: {marks.length} {noun}
                  {marks.length > 0 && `, at most ${format(Math.max(...marks.map((m) => m.value)))}`}
                  {harm > 0 && `, ${harm} harmed`}
                </li>
              )
            })}
          </ol>
        </div>
      ))}
    </>
  )
}

export const harmed = ({ marks }: Run) => marks.filter((mark) => mark.harm).length
export const largest = ({ marks }: Run) => Math.max(0, ...marks.map((mark) => mark.value))

/** The value that half of the marks, or another share, do not exceed. */
export function quantile({ marks }: Run, q: number): number {
  const values = marks.map((mark) => mark.value).sort((a, b) => a - b)
  return values[Math.max(0, Math.ceil(values.length * q) - 1)] ?? 0
}

export const ms = (value: number) => `${Math.round(value).toLocaleString('en')} ms`
