'use client'
import { type ReactNode, useState } from 'react'
import { FigureFrame, RunDetails, useRun } from '@/app/ui/figure/index.ts'
import type { PatternView } from '@/lib/spacetime/index.ts'
import { type Outcome, SILENT_AT_MS, type Silence, SPAN_MS, simulate, type Write } from './one-silence.ts'

const ROW = 34
const WORKERS = ['w1', 'w2'] as const
const KINDS: readonly { id: string; silence: Silence; fenced: boolean; label: string }[] = [
  { id: 'cut', silence: 'cut', fenced: false, label: 'cut off' },
  { id: 'paused', silence: 'paused', fenced: false, label: 'paused' },
  { id: 'fenced', silence: 'cut', fenced: true, label: 'fenced' },
]

export default function SilenceFigure() {
  const [kind, setKind] = useState('cut')
  const [silentMs, setSilentMs] = useState(1200)
  const [misses, setMisses] = useState(3)
  const { silence, fenced } = KINDS.find((k) => k.id === kind) ?? { silence: 'cut', fenced: false }
  const outcome = useRun(simulate, silence, silentMs, misses, fenced)
  return (
    <FigureFrame
      knobs={[
        { label: 'w1 is', value: kind, onChange: setKind, options: KINDS },
        {
          label: 'for so long',
          unit: 'ms',
          min: 100,
          max: 2000,
          step: 50,
          value: silentMs,
          onChange: setSilentMs,
        },
        {
          label: 'A failure is',
          unit: misses === 1 ? 'miss' : 'misses in a row',
          min: 1,
          max: 8,
          step: 1,
          value: misses,
          onChange: setMisses,
        },
      ]}
      text={outcome && <InWords outcome={outcome} />}
    >
      {outcome ? <Drawing outcome={outcome} /> : <div style={{ height: 260 }} />}
      {outcome && (
        <RunDetails
          of={JSON.stringify(outcome.settings)}
          trace={outcome.trace}
          nodes={outcome.nodes}
          faults={outcome.faults}
          view={viewOf(outcome)}
          title="the silence"
        />
      )}
    </FigureFrame>
  )
}

function Drawing({ outcome }: { outcome: Outcome }) {
  const { mixed, movedMs } = outcome
  return (
    <div className="flex flex-col gap-3">
      <div className={mixed.length > 0 ? 'text-fault' : ''}>{verdict(outcome)}</div>
      {WORKERS.map((worker) => (
        <Row key={worker} label={`Entries of ${worker} at the ledger`}>
          <svg width="100%" height={ROW} aria-hidden="true" className="block">
            {worker === 'w1' && <Silent outcome={outcome} />}
            <line x1="0" x2="100%" y1={ROW / 2} y2={ROW / 2} stroke="var(--hairline)" />
            {worker === 'w2' && movedMs !== undefined && (
              <line x1={x(movedMs)} x2={x(movedMs)} y1="2" y2={ROW - 2} stroke="var(--ink)" strokeWidth="2" />
            )}
            {outcome.writes
              .filter((w) => w.worker === worker)
              .map((w) => (
                <Mark key={w.event} write={w} mixed={mixed.includes(w)} />
              ))}
          </svg>
        </Row>
      ))}
      <svg
        width="100%"
        height="24"
        aria-hidden="true"
        className="block border-hairline border-t"
        fontSize="13"
      >
        {[0, 500, 1000, 1500, 2000, 2500].map((ms) => (
          <text key={ms} x={x(ms)} y="18" fill="var(--ink-muted)" textAnchor={ms === 0 ? 'start' : 'middle'}>
            {ms.toLocaleString('en')}
            {ms === 2500 ? ' ms' : ''}
          </text>
        ))}
      </svg>
      <div className="text-muted text-note">
        Shaded: w1 is silent. Dots: taken; crosses: refused; in red: taken from w1 after w2 was active, where
        the line is.
      </div>
    </div>
  )
}

function Row({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex flex-col gap-1">
      <div className="text-note">{label}</div>
      {children}
    </div>
  )
}

function Silent({ outcome }: { outcome: Outcome }) {
  return (
    <rect
      x={x(SILENT_AT_MS)}
      width={`${(outcome.settings.silentMs / SPAN_MS) * 100}%`}
      height={ROW}
      fill="var(--sunken)"
    />
  )
}

function Mark({ write, mixed }: { write: Write; mixed: boolean }) {
  const cx = x(write.atMs)
  const colour = mixed ? 'var(--fault)' : `var(--lane-${write.worker === 'w1' ? 1 : 2})`
  if (write.taken) return <circle cx={cx} cy={ROW / 2} r={mixed ? 6 : 4} fill={colour} />
  return (
    <svg x={cx} y={ROW / 2} overflow="visible" aria-hidden="true">
      <path d="M -5 -5 L 5 5 M -5 5 L 5 -5" stroke="var(--ink)" strokeWidth="2" />
    </svg>
  )
}

function InWords({ outcome }: { outcome: Outcome }) {
  const { silence, silentMs, misses, fenced } = outcome.settings
  const of = (worker: string) => outcome.writes.filter((w) => w.worker === worker)
  return (
    <>
      <p>
        w1 is active. From {ms(SILENT_AT_MS)} on it is{' '}
        {silence === 'paused' ? 'paused' : 'cut off from the controller, though not from the ledger'}, for{' '}
        {ms(silentMs)}. The controller pings every 200 ms; {misses}{' '}
        {misses === 1 ? 'miss is' : 'misses in a row are'} a failure. The ledger{' '}
        {fenced ? 'refuses entries of an older epoch' : 'takes entries of anybody'}. {verdict(outcome)}
      </p>
      <ul>
        {WORKERS.map((worker) => (
          <li key={worker}>
            {worker}: {of(worker).filter((w) => w.taken).length} entries taken,{' '}
            {of(worker).filter((w) => !w.taken).length} refused
          </li>
        ))}
      </ul>
    </>
  )
}

function verdict({ movedMs, mixed, longestGapMs, settings }: Outcome): string {
  const gap = `For ${ms(longestGapMs)} at the longest nothing was written.`
  if (movedMs === undefined) return `The job stays with w1. ${gap}`
  const moved = `w2 takes over ${ms(movedMs - SILENT_AT_MS)} after the silence began.`
  if (mixed.length === 0)
    return settings.fenced ? `${moved} ${gap} What w1 sends afterwards is refused.` : `${moved} ${gap}`
  const n = mixed.length
  return `${moved} After that the ledger takes ${n} ${n === 1 ? 'entry' : 'entries'} of w1: two workers write.`
}

const x = (t: number) => `${(t / SPAN_MS) * 100}%`
const ms = (t: number) => `${Math.round(t).toLocaleString('en')} ms`

function viewOf(outcome: Outcome): PatternView {
  return () => ({
    kind: 'timeline',
    title: 'What the ledger took from whom',
    fromMs: 0,
    toMs: SPAN_MS,
    rows: WORKERS.map((worker) => ({
      name: worker,
      bars: [],
      ticks: outcome.writes
        .filter((w) => w.worker === worker)
        .map((w) => ({
          atMs: w.atMs,
          text: w.taken ? 'taken' : 'refused',
          look: w.taken ? ('full' as const) : ('cross' as const),
          event: w.event,
          ...(outcome.mixed.includes(w) ? { accent: 'fault' as const } : {}),
        })),
    })),
  })
}
