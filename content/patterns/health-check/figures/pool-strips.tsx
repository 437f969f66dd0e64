'use client'
import { useId, useState } from 'react'
import { FigureFrame, RunDetails, useRun } from '@/app/ui/figure/index.ts'
import type { PatternView } from '@/lib/spacetime/index.ts'
import {
  CUT_MS,
  INSTANCES,
  type Outcome,
  REQUESTS_PER_S,
  RUN_MS,
  simulate,
  TROUBLE_FROM_MS,
  type Trouble,
} from './pool.ts'

const ROW = 44
const HEIGHT = 330
const LABEL = 26

export default function PoolFigure() {
  const [failureThreshold, setFailureThreshold] = useState(1)
  const [timeoutMs, setTimeoutMs] = useState(200)
  const [trouble, setTrouble] = useState<Trouble>('freeze')
  const outcome = useRun(simulate, { failureThreshold, timeoutMs, trouble })
  return (
    <FigureFrame
      knobs={[
        {
          label: 'Failure threshold',
          unit: failureThreshold === 1 ? 'failure' : 'failures',
          min: 1,
          max: 8,
          step: 1,
          value: failureThreshold,
          onChange: setFailureThreshold,
        },
        {
          label: 'Timeout',
          unit: 'ms',
          min: 50,
          max: 950,
          step: 50,
          value: timeoutMs,
          onChange: setTimeoutMs,
        },
        {
          label: 'At 10.3 s',
          options: [
            { id: 'freeze', label: 'c freezes' },
            { id: 'cut', label: 'checker cut off' },
            { id: 'none', label: 'nothing' },
          ],
          value: trouble,
          onChange: (id: string) => setTrouble(id as Trouble),
        },
      ]}
      text={outcome && <InWords outcome={outcome} trouble={trouble} />}
    >
      {outcome ? (
        <div className="flex flex-col gap-3" style={{ minHeight: HEIGHT }}>
          <div className="flex flex-col gap-1 text-note">
            <div>{tellTrouble(outcome, trouble)}</div>
            <div>
              Taken out with nothing wrong: {times(outcome.falseEjections)}. A stroke is a probe that passed,
              a cross one that failed; hatched is out of the pool
            </div>
          </div>
          <Strips outcome={outcome} trouble={trouble} />
        </div>
      ) : (
        <div style={{ height: HEIGHT }} />
      )}
      {outcome && (
        <RunDetails
          of={`${failureThreshold} ${timeoutMs} ${trouble}`}
          trace={outcome.trace}
          nodes={outcome.nodes}
          view={viewOf(outcome)}
          title="the checker and its five instances"
        />
      )}
    </FigureFrame>
  )
}

function Strips({ outcome, trouble }: { outcome: Outcome; trouble: Trouble }) {
  const [well, ill] = [useId(), useId()]
  const height = ROW * INSTANCES.length
  return (
    <div className="flex flex-col">
      <div className="flex">
        <svg width={LABEL} height={height} aria-hidden="true" fontSize="13" className="block shrink-0">
          {INSTANCES.map((name, i) => (
            <text key={name} x="2" y={i * ROW + 21} fill="var(--ink)">
              {name}
            </text>
          ))}
        </svg>
        <svg width="100%" height={height} aria-hidden="true" className="block">
          <Hatch id={well} stroke="var(--fault)" />
          <Hatch id={ill} stroke="var(--ink-muted)" />
          <Shade trouble={trouble} />
          {outcome.instances.map(({ name, probes, out }, i) => (
            <g key={name}>
              <line x1="0" x2="100%" y1={i * ROW + 17} y2={i * ROW + 17} stroke="var(--hairline)" />
              {out.map((o) => (
                <rect
                  key={o.fromMs}
                  x={percent(o.fromMs)}
                  width={percent(o.toMs - o.fromMs)}
                  y={i * ROW + 27}
                  height="10"
                  fill={`url(#${o.falsely ? well : ill})`}
                  stroke={o.falsely ? 'var(--fault)' : 'var(--ink-muted)'}
                />
              ))}
              {probes.map((p) => (
                <ProbeMark key={p.atMs} at={p.atMs} passed={p.passed} y={i * ROW + 17} />
              ))}
            </g>
          ))}
        </svg>
      </div>
      <div style={{ paddingLeft: LABEL }}>
        <svg
          width="100%"
          height="22"
          aria-hidden="true"
          className="block border-hairline border-t"
          fontSize="13"
        >
          {[0, 10, 20, 30].map((s) => (
            <text
              key={s}
              x={percent(s * 1000)}
              y="17"
              fill="var(--ink-muted)"
              textAnchor={s === 0 ? 'start' : s === 30 ? 'end' : 'middle'}
            >
              {s} s
            </text>
          ))}
        </svg>
      </div>
    </div>
  )
}

function Hatch({ id, stroke }: { id: string; stroke: string }) {
  return (
    <pattern id={id} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <line x1="0" y1="0" x2="0" y2="5" stroke={stroke} strokeWidth="2.5" />
    </pattern>
  )
}

/** When and where something is really wrong. */
function Shade({ trouble }: { trouble: Trouble }) {
  if (trouble === 'none') return null
  const c = INSTANCES.indexOf('c')
  const [y, height, forMs] =
    trouble === 'freeze' ? [c * ROW, ROW, RUN_MS - TROUBLE_FROM_MS] : [0, ROW * INSTANCES.length, CUT_MS]
  return (
    <rect x={percent(TROUBLE_FROM_MS)} width={percent(forMs)} y={y} height={height} fill="var(--sunken)" />
  )
}

function ProbeMark({ at, passed, y }: { at: number; passed: boolean; y: number }) {
  const x = percent(at)
  if (passed) return <line x1={x} x2={x} y1={y - 5} y2={y + 5} stroke="var(--ink)" strokeWidth="1.5" />
  return (
    <text x={x} y={y + 6} fontSize="17" textAnchor="middle" fill="var(--ink)">
      ×
    </text>
  )
}

function InWords({ outcome, trouble }: { outcome: Outcome; trouble: Trouble }) {
  return (
    <>
      <p>
        Five instances share {REQUESTS_PER_S} requests a second; each is probed once a second for 30 s.{' '}
        {tellTrouble(outcome, trouble)}. Taken out with nothing wrong: {times(outcome.falseEjections)}.
      </p>
      <ul>
        {outcome.instances.map(({ name, probes, out }) => (
          <li key={name}>
            {name}: {probes.filter((p) => p.passed).length} probes passed,{' '}
            {probes.filter((p) => !p.passed).length} failed
            {out.length === 0
              ? '; always in the pool'
              : `; out ${out.map((o) => `from ${exact(o.fromMs)} s to ${exact(o.toMs)} s${o.falsely ? ' (with nothing wrong)' : ''}`).join(', ')}`}
            .
          </li>
        ))}
      </ul>
    </>
  )
}

function tellTrouble({ detectionMs, lost, noneHealthyMs }: Outcome, trouble: Trouble): string {
  const none = noneHealthyMs > 0 ? `No instance counts as healthy for ${exact(noneHealthyMs)} s` : ''
  if (trouble === 'freeze') {
    const found =
      detectionMs === null
        ? 'c freezes at 10.3 s and stays in the pool'
        : `c freezes at 10.3 s and is out ${exact(detectionMs)} s later`
    return `${found}; ${lost} requests go to it. ${none}`.trim().replace(/\.$/, '')
  }
  if (trouble === 'cut')
    return noneHealthyMs > 0
      ? `For 5 s the checker reaches nobody, though all are well. ${none}: only failing open keeps the shop going`
      : 'For 5 s the checker reaches nobody, though all are well. Some instance counts as healthy all the time'
  return `All instances are well all the time${none ? `. ${none}` : ''}`
}

const times = (n: number) => (n === 0 ? 'never' : n === 1 ? 'once' : `${n} times`)
const percent = (ms: number) => `${ms / (RUN_MS / 100)}%`
const exact = (ms: number) => (ms / 1000).toFixed(1)

/** The same strips over the diagram of the run. */
function viewOf({ instances }: Outcome): PatternView {
  return () => ({
    kind: 'timeline',
    title: 'Probes of each instance, and when it is out of the pool (hatched)',
    fromMs: 0,
    toMs: RUN_MS,
    rows: instances.map(({ name, probes, out }) => ({
      name,
      bars: out.map((o) => ({ fromMs: o.fromMs, toMs: o.toMs, text: 'out', look: 'hatched' as const })),
      ticks: probes.map((p) => ({
        atMs: p.atMs,
        text: p.passed ? 'passed' : 'failed',
        look: p.passed ? ('full' as const) : ('cross' as const),
      })),
    })),
  })
}
