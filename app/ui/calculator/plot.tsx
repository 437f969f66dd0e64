'use client'

export interface Line {
  name: string
  points: readonly (readonly [x: number, y: number])[]
  look?: 'ink' | 'muted' | 'accent'
  /** Where on the line its name stands, 0 (left end) to 1. Default 0.85. */
  nameAt?: number
  /** Name under the line instead of above it. */
  below?: boolean
}

export interface Mark {
  x: number
  y: number
  text: string
}

interface Axis {
  from: number
  to: number
  label: string
  ticks: readonly number[]
  say?: (value: number) => string
}

const HEIGHT = 220
const COLOURS = { ink: 'var(--ink)', muted: 'var(--ink-muted)', accent: 'var(--accent)' } as const

/** Curves with their names on them, and the point that is asked for. The words beside it say the same. */
export function Plot({
  x,
  y,
  lines,
  mark,
}: {
  x: Axis
  y: Axis
  lines: readonly Line[]
  mark?: Mark | undefined
}) {
  const left = (value: number) => ((value - x.from) / (x.to - x.from)) * 100
  const top = (value: number) => HEIGHT - ((Math.min(value, y.to) - y.from) / (y.to - y.from)) * HEIGHT
  return (
    <div aria-hidden="true" className="text-note">
      <div className="mb-3 text-muted">{y.label}</div>
      <div className="relative ml-12">
        {y.ticks.map((tick) => (
          <span
            key={tick}
            className="-translate-y-1/2 absolute right-full mr-2 whitespace-nowrap text-muted tabular-nums"
            style={{ top: top(tick) }}
          >
            {(y.say ?? String)(tick)}
          </span>
        ))}
        <svg
          width="100%"
          height={HEIGHT}
          viewBox={`0 0 100 ${HEIGHT}`}
          preserveAspectRatio="none"
          className="block overflow-visible"
          aria-hidden="true"
        >
          {y.ticks.map((tick) => (
            <line
              key={tick}
              x1="0"
              x2="100"
              y1={top(tick)}
              y2={top(tick)}
              stroke="var(--hairline)"
              vectorEffect="non-scaling-stroke"
            />
          ))}
          {lines.map((line) => (
            <polyline
              key={line.name}
              points={visible(line, x, y)
                .map(([px, py]) => `${left(px)},${top(py)}`)
                .join(' ')}
              fill="none"
              stroke={COLOURS[line.look ?? 'ink']}
              strokeWidth="1.75"
              strokeDasharray={line.look === 'muted' ? '4 4' : undefined}
              vectorEffect="non-scaling-stroke"
            />
          ))}
        </svg>
        {lines.map((line) => {
          const points = visible(line, x, y)
          const at = points[Math.round((points.length - 1) * (line.nameAt ?? 0.85))]
          if (!at || line.name === '') return null
          return (
            <span
              key={line.name}
              className="absolute whitespace-nowrap bg-paper/85 px-1"
              style={{
                left: `${left(at[0])}%`,
                top: top(at[1]) + (line.below || top(at[1]) < 24 ? 6 : -24),
                color: COLOURS[line.look ?? 'ink'],
                transform: `translateX(-${left(at[0])}%)`,
              }}
            >
              {line.name}
            </span>
          )
        })}
        {mark && mark.x >= x.from && mark.x <= x.to && (
          <>
            <span
              className="-translate-x-1/2 -translate-y-1/2 absolute size-2.5 rounded-full border-2 border-accent bg-paper"
              style={{ left: `${left(mark.x)}%`, top: top(mark.y) }}
            />
            <span
              className="absolute whitespace-nowrap bg-paper/85 px-1 font-medium text-accent"
              style={{
                left: `${left(mark.x)}%`,
                top: top(mark.y) + (top(mark.y) > 40 ? -28 : 10),
                transform: `translateX(-${left(mark.x)}%)`,
              }}
            >
              {mark.text}
            </span>
          </>
        )}
        <div className="relative mt-1 h-5">
          {x.ticks.map((tick) => (
            <span
              key={tick}
              className="absolute text-muted tabular-nums"
              style={{ left: `${left(tick)}%`, transform: `translateX(-${left(tick)}%)` }}
            >
              {(x.say ?? String)(tick)}
            </span>
          ))}
        </div>
        <div className="mt-1 text-right text-muted">{x.label}</div>
      </div>
    </div>
  )
}

/** The part of a line that the frame shows: it ends where it leaves the top. */
function visible(line: Line, x: Axis, y: Axis): readonly (readonly [number, number])[] {
  const inside = line.points.filter(([px]) => px >= x.from && px <= x.to)
  const end = inside.findIndex(([, py]) => py > y.to)
  return end < 0 ? inside : inside.slice(0, end)
}
