import { ScrollBox } from '@/app/ui/table.tsx'
import { lanes, messages, pause, rows, strikes } from './lease-run.ts'

const laneGap = 84
const rowGap = 40
const left = 60
const top = 44
const width = left + laneGap * (lanes.length - 1) + 44
const height = top + rowGap * (rows.length - 1) + 28

const x = (lane: number) => left + lane * laneGap
const y = (row: number) => top + row * rowGap

/** A failing run as the course shows it: the verdict in words, the run as a diagram, the same events as a list. */
export function LandingRun() {
  return (
    <figure aria-labelledby="landing-run" className="min-w-0">
      <div className="border-fault border-l-2 pl-4">
        <p className="font-medium text-fault">Failed</p>
        <p id="landing-run" className="font-serif text-read">
          The store never accepts a token older than one it has accepted.
        </p>
      </div>
      <div className="mt-6 grid gap-x-6 gap-y-6 grid-cols-[minmax(0,1fr)] sm:grid-cols-[auto_minmax(0,1fr)]">
        <ScrollBox label="Diagram">
          <svg
            width={width}
            height={height}
            viewBox={`0 0 ${width} ${height}`}
            role="img"
            aria-label="Space-time diagram of the run that the list beside it tells"
            className="max-w-none font-sans text-note"
          >
            {lanes.map((lane, at) => (
              <Lane key={lane} name={lane} at={at} />
            ))}
            {messages.map((message) => (
              <Message key={message.label + message.row} {...message} />
            ))}
            {rows.map((row, at) => (
              <text
                key={row.ms}
                x={30}
                y={y(at) + 4}
                textAnchor="end"
                className="fill-muted font-mono tabular-nums"
              >
                {row.ms}
              </text>
            ))}
          </svg>
        </ScrollBox>
        <ol className="max-w-96 text-ui sm:pt-[34px]">
          {rows.map((row, at) => (
            <li
              key={row.ms}
              style={{ minHeight: rowGap }}
              className={`grid grid-cols-[4.5rem_1fr] sm:grid-cols-1 ${strikes.includes(at) ? 'text-fault' : ''}`}
            >
              {/* On a wide page the rows stand beside the diagram's, which has the times. */}
              <span className="font-mono text-note tabular-nums sm:sr-only">{row.ms} ms</span>
              <span>{row.text}</span>
            </li>
          ))}
        </ol>
      </div>
      <figcaption className="mt-4 max-w-measure text-muted">
        A lease without fencing. Time runs down, one column per node. n1 pauses for longer than its lease and
        wakes up believing that it still holds it.
      </figcaption>
    </figure>
  )
}

function Lane({ name, at }: { name: string; at: number }) {
  const paused = pause.lane === at
  return (
    <g>
      <text x={x(at)} y={16} textAnchor="middle" className="fill-ink font-medium">
        {name}
      </text>
      <g stroke={`var(--lane-${at + 1})`} strokeWidth={2}>
        <line x1={x(at)} x2={x(at)} y1={26} y2={paused ? y(pause.from) : height - 8} />
        {paused && (
          <>
            <line
              x1={x(at)}
              x2={x(at)}
              y1={y(pause.from)}
              y2={y(pause.to)}
              strokeWidth={1}
              strokeDasharray="2 4"
            />
            <line x1={x(at)} x2={x(at)} y1={y(pause.to)} y2={height - 8} />
          </>
        )}
      </g>
      {paused && (
        <text x={x(at) - 8} y={y(pause.to) - rowGap / 2} textAnchor="end" className="fill-muted">
          paused
        </text>
      )}
    </g>
  )
}

function Message({ from, to, row, label }: (typeof messages)[number]) {
  const struck = strikes.includes(row)
  const start = { x: x(from), y: y(row) - 14 }
  const end = { x: x(to), y: y(row) }
  const colour = struck ? 'var(--fault)' : 'var(--ink)'
  const towards = end.x > start.x ? 1 : -1
  return (
    <g>
      <line x1={start.x} y1={start.y} x2={end.x} y2={end.y} stroke={colour} strokeWidth={struck ? 2 : 1} />
      <path
        d={`M${end.x - towards * 3} ${end.y} l${-towards * 7} -4.5 l${towards * 1} 6 z`}
        fill={colour}
        stroke={colour}
      />
      <text
        x={(x(from) + x(from) + towards * laneGap) / 2}
        y={y(row) - 15}
        textAnchor="middle"
        fill={struck ? 'var(--fault)' : 'var(--ink)'}
        stroke="var(--paper)"
        strokeWidth={4}
        paintOrder="stroke"
      >
        {label}
      </text>
    </g>
  )
}
