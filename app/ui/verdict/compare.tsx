'use client'
import { Columns2 } from 'lucide-react'
import { useId, useMemo } from 'react'
import type { EventId, NodeId, Trace } from '@/lib/sim/index.ts'
import {
  type Comparison,
  causality,
  compareRuns,
  describe,
  formatMs,
  headHeight,
  heads,
  type Layout,
  layoutPair,
  ruler,
  rulerWidth,
  scene,
} from '@/lib/spacetime/index.ts'
import type { Failed } from '@/lib/suite/index.ts'
import { Button } from '../button.tsx'
import { Dialog } from '../dialog.tsx'
import { Hatch, SceneView, Shapes } from '../spacetime/scene-view.tsx'
import { ScrollBox } from '../table.tsx'

interface Props {
  failing: Failed
  passing: { readonly trace: Trace; readonly nodes: readonly NodeId[] }
}

/** A button that opens both runs side by side. */
export function CompareRuns(props: Props) {
  return (
    <Dialog
      wide
      title="The failing run and the passing run"
      trigger={
        <Button size="small" className="w-fit">
          <Columns2 size={14} strokeWidth={1.75} aria-hidden />
          Compare with the failing run
        </Button>
      }
    >
      <Both {...props} />
    </Dialog>
  )
}

/** Two diagrams with one height for what both runs did, the differences marked, and the same in words. */
export function Both({ failing, passing }: Props) {
  const c = useMemo(() => compareRuns(failing.trace, passing.trace, failing.nodes), [failing, passing])
  const pair = useMemo(() => layoutPair(c, failing.nodes, { witness: failing.witness }), [c, failing])
  const changed = c.pairs.filter((p) => !p.same)
  const differs = {
    failing: new Set([...c.onlyFailing, ...changed.map((p) => p.failing)]),
    passing: new Set([...c.onlyPassing, ...changed.map((p) => p.passing)]),
  }
  return (
    <div className="flex flex-col gap-5 text-ui">
      <p className="max-w-measure">{summary(c)} Steps that differ are shaded and framed with dashes.</p>
      <ScrollBox label="Both diagrams">
        <div className="flex w-max gap-8">
          <Side title="Failed" picture={pair.failing} partY={pair.partY} differs={differs.failing} />
          <Side title="Passed" picture={pair.passing} partY={pair.partY} differs={differs.passing} />
        </div>
      </ScrollBox>
      <Differences c={c} />
    </div>
  )
}

function summary(c: Comparison): string {
  if (c.partAt === undefined) return 'The two runs are the same as far as they are shown.'
  const until =
    c.partAt > 0 ? `The runs are the same until ${formatMs(c.partAt)}.` : 'The runs differ from the start.'
  const only = (n: number) => (n === 1 ? '1 event happens' : `${n} events happen`)
  return `${until} From there on, ${only(c.onlyFailing.length)} only in the failing run, and ${only(c.onlyPassing.length)} only in the passing run.`
}

function Side(props: {
  title: string
  picture: Layout
  partY: number | undefined
  differs: ReadonlySet<EventId>
}) {
  const { title, picture: l, partY, differs } = props
  const hatch = useId()
  const left = rulerWidth(l)
  const groups = useMemo(() => scene(l, hatch), [l, hatch])
  const ticks = useMemo(() => ruler(l, left), [l, left])
  const names = useMemo(() => heads(l), [l])
  const rows = l.rows.filter((r) => r.events.some((id) => differs.has(id)))
  return (
    <figure aria-label={`${title} run, told in words below`}>
      <figcaption className="font-medium">{title}</figcaption>
      <svg width={left + l.width} height={headHeight + l.height} aria-hidden className="block">
        <defs>
          <Hatch id={hatch} />
        </defs>
        <g transform={`translate(${left} 0)`}>
          <Shapes shapes={names} />
        </g>
        <g transform={`translate(0 ${headHeight})`}>
          {rows.map((r) => (
            <rect
              key={r.y}
              x={left + 2}
              y={r.y - 12}
              width={l.marginX - 4}
              height={24}
              rx="3"
              fill="var(--accent-wash)"
              stroke="var(--accent)"
              strokeDasharray="3 3"
            />
          ))}
          {partY !== undefined && (
            <line
              x1="0"
              x2={left + l.marginX}
              y1={partY}
              y2={partY}
              stroke="var(--accent)"
              strokeWidth="1.5"
            />
          )}
          <Shapes shapes={ticks} />
        </g>
        <g transform={`translate(${left} ${headHeight})`}>
          <SceneView groups={groups} lit={undefined} still />
        </g>
      </svg>
    </figure>
  )
}

/** The differences as two lists of sentences. */
function Differences({ c }: { c: Comparison }) {
  const changed = c.pairs.filter((p) => !p.same)
  return (
    <div className="grid max-w-breakout gap-6 sm:grid-cols-2">
      <Told title="Only in the failing run" trace={c.failing} ids={c.onlyFailing} />
      <Told title="Only in the passing run" trace={c.passing} ids={c.onlyPassing} />
      {changed.length > 0 && (
        <section className="sm:col-span-2">
          <h3 className="text-muted text-note">In both, but not the same (failing, then passing)</h3>
          <ol className="mt-1">
            {changed.map((p) => (
              <li key={p.failing} className="border-hairline border-t py-1">
                {told(c.failing, p.failing)}; {told(c.passing, p.passing)}
              </li>
            ))}
          </ol>
        </section>
      )}
    </div>
  )
}

function Told({ title, trace, ids }: { title: string; trace: Trace; ids: readonly EventId[] }) {
  return (
    <section>
      <h3 className="text-muted text-note">{title}</h3>
      {ids.length === 0 ? (
        <p className="mt-1">Nothing.</p>
      ) : (
        <ol className="mt-1">
          {ids.map((id) => (
            <li key={id} className="border-hairline border-t py-1">
              {told(trace, id)}
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}

function told(trace: Trace, id: EventId): string {
  const e = trace[causality(trace).indexOf(id)]
  return e ? `${formatMs(e.at)}: ${describe(e, trace)}` : ''
}
