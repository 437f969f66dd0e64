'use client'
import { useState } from 'react'
import { FigureFrame, useRun } from '@/app/ui/figure/index.ts'
import { type HostOutcome, type Outcome, type Policy, simulate } from './two-seconds.ts'

const POLICIES: readonly { id: Policy; label: string }[] = [
  { id: 'turns', label: 'in turn' },
  { id: 'random', label: 'random' },
  { id: 'two', label: 'two' },
  { id: 'ejecting', label: 'two, eject' },
]
const PLOT = 210
const HEIGHT = PLOT + 64
/** More requests than this at one host end the scale. */
const FULL = 64

export default function StacksFigure() {
  const [policy, setPolicy] = useState<Policy>('turns')
  const [slowness, setSlowness] = useState(10)
  const [failPct, setFailPct] = useState(0)
  const outcome = useRun(simulate, { policy, slowness, failPct })
  return (
    <FigureFrame
      knobs={[
        {
          label: 'The proxy picks by',
          options: POLICIES,
          value: policy,
          onChange: (id: string) => setPolicy(id as Policy),
        },
        {
          label: 'h1 takes',
          unit: '× as long',
          min: 1,
          max: 20,
          step: 1,
          value: slowness,
          onChange: setSlowness,
        },
        {
          label: 'h2 fails at once',
          unit: '%',
          min: 0,
          max: 100,
          step: 5,
          value: failPct,
          onChange: setFailPct,
        },
      ]}
      text={outcome && <InWords {...outcome} />}
    >
      {outcome ? <Drawing {...outcome} /> : <div style={{ height: HEIGHT + 28 }} />}
    </FigureFrame>
  )
}

function Drawing(o: Outcome) {
  return (
    <div className="flex flex-col gap-2">
      <div className="text-note">Requests at each host after two seconds; below, its share of the picks</div>
      <svg width="100%" height={HEIGHT} className="block" fontSize="13" aria-hidden="true">
        {[0, 20, 40, 60].map((n) => (
          <g key={n}>
            <line x1="0" x2="100%" y1={y(n)} y2={y(n)} stroke="var(--hairline)" />
            <text x="100%" y={y(n) - 5} textAnchor="end" fill="var(--ink-muted)">
              {n > 0 && n}
            </text>
          </g>
        ))}
        {o.hosts.map((h, i) => (
          <Stack key={h.name} {...h} middle={`${i * 10 + 5}%`} left={`${i * 10 + 2}%`} of={o.requests} />
        ))}
      </svg>
      <div>
        {verdict(o)} <span className={o.failed > 0 ? 'text-fault' : ''}>{failures(o)}</span>
      </div>
    </div>
  )
}

function Stack({
  name,
  picks,
  waiting,
  failed,
  middle,
  left,
  of,
}: HostOutcome & { middle: string; left: string; of: number }) {
  const shown = Math.min(waiting, FULL)
  return (
    <>
      <rect x={left} width="6%" y={y(shown)} height={y(0) - y(shown)} fill="var(--ink)" />
      <text x={middle} y={y(shown) - 6} textAnchor="middle" fill="var(--ink)">
        {waiting}
      </text>
      <text x={middle} y={PLOT + 36} textAnchor="middle" fill="var(--ink)">
        {name}
      </text>
      <text
        x={middle}
        y={PLOT + 56}
        textAnchor="middle"
        fill={failed > 0 ? 'var(--fault)' : 'var(--ink-muted)'}
      >
        {Math.round((100 * picks) / of)} %
      </text>
    </>
  )
}

function verdict({ medianMs, p99Ms, open }: Outcome): string {
  return `Of the requests that were answered, half took up to ${medianMs} ms, and 99 % up to ${p99Ms} ms. ${open} still wait.`
}

function failures({ failed, requests }: Outcome): string {
  return failed > 0 ? `${failed} of ${requests} failed.` : `None of ${requests} failed.`
}

function InWords(o: Outcome) {
  return (
    <>
      <p>
        {verdict(o)} {failures(o)}
      </p>
      <ul>
        {o.hosts.map((h) => (
          <li key={h.name}>
            {h.name}: {h.picks} picks, {Math.round((100 * h.picks) / o.requests)} %; {h.waiting} requests
            there after two seconds{h.failed > 0 ? `; ${h.failed} failed` : ''}
          </li>
        ))}
      </ul>
    </>
  )
}

const y = (requests: number) => 20 + PLOT - (requests * (PLOT - 20)) / FULL
