'use client'
import { Calculator, Facts, Plot, percent, ticksTo, useInputs } from '@/app/ui/calculator/index.ts'
import { anySlow, perCallQuantile } from '@/lib/formulas/index.ts'

const INPUTS = {
  calls: { label: 'Parallel calls', unit: '', initial: 100, min: 1, max: 1e5, whole: true },
  slow: {
    label: 'Slow calls',
    unit: '%',
    initial: 1,
    min: 0,
    max: 100,
    hint: '1 % if the limit is their p99.',
  },
  target: {
    label: 'Wanted',
    unit: '% of requests',
    initial: 99,
    min: 0.1,
    max: 99.9999,
    hint: 'With no slow call in them.',
  },
}

export default function TailCalculator() {
  const [given, fields] = useInputs(INPUTS)
  return (
    <Calculator fields={fields} result={given && <Result {...given} />}>
      {given && <Drawing {...given} />}
    </Calculator>
  )
}

type Given = Record<keyof typeof INPUTS, number>

function Result({ calls, slow, target }: Given) {
  const p = anySlow(slow / 100, calls)
  return (
    <Facts
      rows={[
        ['Requests with a slow call', percent(p)],
        ['Requests without one', percent(1 - p)],
        [`For ${target} % each call needs`, percent(perCallQuantile(target / 100, calls))],
      ]}
    >
      A request that waits for all of its calls is as slow as the slowest of them. To promise the p{target} of
      the request, each call has to keep the limit in {percent(perCallQuantile(target / 100, calls))} of the
      cases.
    </Facts>
  )
}

function Drawing({ calls, slow }: Given) {
  const xs = ticksTo(Math.max(10, calls * 2))
  const right = xs.at(-1) as number
  const line = (p: number) =>
    Array.from({ length: 81 }, (_, i) => {
      const n = 1 + ((right - 1) * i) / 80
      return [n, anySlow(p, n) * 100] as const
    })
  return (
    <Plot
      x={{ from: 0, to: right, label: 'calls in parallel', ticks: xs, say: (n) => n.toLocaleString('en') }}
      y={{ from: 0, to: 100, label: 'requests with a slow call, %', ticks: [0, 25, 50, 75, 100] }}
      lines={[
        { name: `${slow / 10} % slow`, points: line(slow / 1000), look: 'muted', below: true, nameAt: 0.9 },
        { name: `${slow} % slow`, points: line(slow / 100), nameAt: 0.3 },
      ]}
      mark={{ x: calls, y: anySlow(slow / 100, calls) * 100, text: percent(anySlow(slow / 100, calls)) }}
    />
  )
}
