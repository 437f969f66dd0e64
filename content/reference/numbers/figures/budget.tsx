'use client'
import { Calculator, duration, Facts, useInputs } from '@/app/ui/calculator/index.ts'
import { worstCaseMs } from '@/lib/formulas/index.ts'

const INPUTS = {
  budget: {
    label: 'Budget',
    unit: 'ms',
    initial: 1000,
    min: 1,
    max: 1e7,
    hint: 'What the person waits at most.',
  },
  own: { label: 'Own work', unit: 'ms', initial: 120, min: 0, max: 1e7 },
  hops: { label: 'Calls in a row', unit: '', initial: 3, min: 1, max: 100, whole: true },
  timeout: { label: 'Timeout of a call', unit: 'ms', initial: 200, min: 1, max: 1e7 },
  attempts: {
    label: 'Attempts',
    unit: '',
    initial: 2,
    min: 1,
    max: 20,
    whole: true,
    hint: 'The first one counts.',
  },
  backoff: {
    label: 'First pause',
    unit: 'ms',
    initial: 50,
    min: 0,
    max: 1e6,
    hint: 'Doubles after each attempt.',
  },
}

export default function BudgetCalculator() {
  const [given, fields] = useInputs(INPUTS)
  return (
    <Calculator fields={fields} result={given && <Result {...given} />}>
      {given && <Drawing {...given} />}
    </Calculator>
  )
}

type Given = Record<keyof typeof INPUTS, number>

function Result({ budget, own, hops, timeout, attempts, backoff }: Given) {
  const call = worstCaseMs(attempts, timeout, backoff)
  const all = own + hops * call
  const pauses = worstCaseMs(attempts, 0, backoff)
  const fits = ((budget - own) / hops - pauses) / attempts
  return (
    <Facts
      rows={[
        ['One call at worst', duration(call / 1000)],
        ['The request at worst', duration(all / 1000)],
        [all > budget ? 'Over the budget by' : 'Left of the budget', duration(Math.abs(budget - all) / 1000)],
        ['Longest timeout that fits', fits > 0 ? duration(fits / 1000) : 'none'],
      ]}
    >
      {all > budget
        ? 'The person has gone before the last attempt answers, and the attempt is work for nobody. Pass a deadline down with the request instead of a timeout per call, or try less often.'
        : 'Even when every attempt but the last fails at its timeout, the answer comes in time.'}
    </Facts>
  )
}

/** Where the time of the worst case goes, from left to right. */
function Drawing({ budget, own, hops, timeout, attempts, backoff }: Given) {
  const all = own + hops * worstCaseMs(attempts, timeout, backoff)
  const full = Math.max(budget, all) * 1.04
  const percent = (ms: number) => `${(ms / full) * 100}%`
  const shown = Math.min(hops * attempts, 60)
  const bars = Array.from({ length: shown }, (_, i) => {
    const [hop, attempt] = [Math.floor(i / attempts), i % attempts]
    const at =
      own + hop * worstCaseMs(attempts, timeout, backoff) + attempt * timeout + backoff * (2 ** attempt - 1)
    return { at, hop, attempt }
  })
  return (
    <div aria-hidden="true" className="text-note">
      <div className="mb-2 text-muted">the worst case, from the request to the answer</div>
      <svg width="100%" height={100} className="block" fontSize="13" aria-hidden="true">
        <rect x="0" y="20" width={percent(own)} height="26" fill="var(--ink-muted)" />
        {bars.map(({ at, hop, attempt }) => (
          <rect
            key={`${hop} ${attempt}`}
            x={percent(at)}
            y="20"
            width={percent(timeout)}
            height="26"
            fill={hop % 2 === 0 ? 'var(--lane-1)' : 'var(--lane-5)'}
            stroke="var(--paper)"
          />
        ))}
        <line
          x1={percent(budget)}
          x2={percent(budget)}
          y1="6"
          y2="72"
          stroke={all > budget ? 'var(--fault)' : 'var(--ink)'}
          strokeWidth="2"
        />
        <text
          x={percent(budget)}
          y="90"
          textAnchor={budget / full > 0.5 ? 'end' : 'start'}
          fill={all > budget ? 'var(--fault)' : 'var(--ink)'}
        >
          budget: {duration(budget / 1000)}
        </text>
      </svg>
      <p className="my-0 text-muted">
        0 to {duration(full / 1000)}. Grey: own work. Blue, darker and lighter by turns: the calls, a block
        per attempt; the gaps are the pauses before the next one.
      </p>
    </div>
  )
}
