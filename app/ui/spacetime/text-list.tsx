'use client'
import { memo, type RefObject, useMemo } from 'react'
import type { EventId, FaultOp, Trace } from '@/lib/sim/index.ts'
import { laneOrder, toText } from '@/lib/spacetime/index.ts'
import { LaneName } from './lane-name.tsx'

interface Props {
  trace: Trace
  nodes: readonly string[]
  witness: readonly EventId[]
  faults: readonly FaultOp[]
}

/** So many lines are laid out at once. */
const STRETCH = 100

/**
 * Every event as a sentence, in order: the diagram's equal. In stretches, of which the browser lays out those that are
 * asked for: a run of thousands would keep the page waiting for a text that nobody looks at.
 */
export const PlainList = memo(function PlainList({ trace, witness, faults }: Omit<Props, 'nodes'>) {
  const lines = useMemo(() => toText(trace, faults), [trace, faults])
  const starts = Array.from({ length: Math.ceil(lines.length / STRETCH) }, (_, i) => i * STRETCH)
  return starts.map((from) => (
    <ol key={from} start={from + 1} className="[contain-intrinsic-size:auto_100lh] [content-visibility:auto]">
      {lines.slice(from, from + STRETCH).map((l) => (
        <li
          key={l.id}
        >{`${l.time}: ${l.sentence}${l.origin}${witness.includes(l.id) ? ` (${1 + witness.indexOf(l.id)} in the conflict)` : ''}`}</li>
      ))}
    </ol>
  ))
})

/** The same for the eye, with the cursor and the lines of code. */
export function TextList({
  trace,
  nodes,
  witness,
  faults,
  current,
  currentRef,
  onPick,
  onOpenLine,
}: Props & {
  current: readonly EventId[]
  currentRef: RefObject<HTMLLIElement | null>
  onPick: (id: EventId) => void
  onOpenLine: ((line: number) => void) | undefined
}) {
  const lines = useMemo(() => toText(trace, faults), [trace, faults])
  const lanes = useMemo(() => laneOrder(trace, nodes), [trace, nodes])
  return (
    <div role="document" className="@container">
      <ol>
        {lines.map((l, i) => {
          const isCurrent = current.includes(l.id)
          const number = witness.indexOf(l.id) + 1
          const line = trace[i]?.line
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the region around it steps by keys; this is the mouse's way.
            <li
              key={l.id}
              ref={isCurrent && l.id === current.at(-1) ? currentRef : undefined}
              aria-current={isCurrent ? 'true' : undefined}
              onClick={() => onPick(l.id)}
              className={`grid grid-cols-[6.5rem_6rem_minmax(0,1fr)_auto] items-baseline gap-x-3 border-hairline border-b px-1 py-1 [contain-intrinsic-size:auto_2rem] [content-visibility:auto] @max-md:grid-cols-[5.5rem_minmax(0,1fr)_auto] ${isCurrent ? 'bg-accent-wash' : number > 0 ? 'bg-fault-wash' : ''}`}
            >
              <span className="text-right font-mono text-muted text-note">{l.time}</span>
              <span className="@max-md:hidden">
                {l.node === '*' ? '' : <LaneName node={l.node} index={lanes.indexOf(l.node)} />}
              </span>
              <span className={`break-words ${number > 0 ? 'text-fault' : ''}`}>
                {number > 0 && <strong className="mr-2 font-medium">{number}</strong>}
                {l.sentence}
                {l.origin && <span className="text-muted">{l.origin}</span>}
              </span>
              {line !== undefined && onOpenLine ? (
                <button
                  type="button"
                  className="link whitespace-nowrap text-note"
                  onClick={() => onOpenLine(line)}
                >
                  Line {line}
                </button>
              ) : (
                <span />
              )}
            </li>
          )
        })}
      </ol>
    </div>
  )
}
