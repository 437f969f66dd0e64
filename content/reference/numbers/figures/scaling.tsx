'use client'
import { Calculator, Facts, Plot, significant, ticksTo, useInputs } from '@/app/ui/calculator/index.ts'
import { speedup, uslPeak } from '@/lib/formulas/index.ts'

const INPUTS = {
  nodes: { label: 'Nodes', unit: '', initial: 16, min: 1, max: 10_000, whole: true },
  sigma: {
    label: 'Contention, σ',
    unit: '%',
    initial: 4,
    min: 0,
    max: 100,
    hint: 'The part that queues.',
  },
  kappa: {
    label: 'Coherency, κ',
    unit: '%',
    initial: 0.1,
    min: 0,
    max: 100,
    hint: 'Per pair; 0 is Amdahl’s law.',
  },
}

export default function ScalingCalculator() {
  const [given, fields] = useInputs(INPUTS)
  return (
    <Calculator fields={fields} result={given && <Result {...given} />}>
      {given && <Drawing {...given} />}
    </Calculator>
  )
}

type Given = Record<keyof typeof INPUTS, number>

function Result({ nodes, sigma, kappa }: Given) {
  const [s, k] = [sigma / 100, kappa / 100]
  const peak = uslPeak(s, k)
  const best = Math.max(
    1,
    [Math.floor(peak), Math.ceil(peak)].sort((a, b) => speedup(b, s, k) - speedup(a, s, k))[0] ?? 1,
  )
  return (
    <Facts
      rows={[
        [
          nodes === 1 ? '1 node does the work of' : `${nodes} nodes do the work of`,
          significant(speedup(nodes, s, k)),
        ],
        ['Each is worth', `${significant((speedup(nodes, s, k) / nodes) * 100)} %`],
        ['Amdahl alone (κ = 0)', significant(speedup(nodes, s, 0))],
        ['Most at', Number.isFinite(peak) ? `${best} nodes: ${significant(speedup(best, s, k))}` : 'no peak'],
      ]}
    >
      {Number.isFinite(peak)
        ? `From ${best} nodes on, another one makes the whole slower.`
        : sigma === 0
          ? 'Without contention and coherency, twice the nodes do twice the work.'
          : `Never more than ${significant(1 / s)} times one node, however many there are.`}
    </Facts>
  )
}

function Drawing({ nodes, sigma, kappa }: Given) {
  const [s, k] = [sigma / 100, kappa / 100]
  const peak = uslPeak(s, k)
  const xs = ticksTo(Math.max(nodes * 1.5, Math.min(peak * 1.6, nodes * 6), 4))
  const right = xs.at(-1) as number
  const line = (kk: number) =>
    Array.from({ length: 121 }, (_, i) => {
      const n = 1 + ((right - 1) * i) / 120
      return [n, speedup(n, s, kk)] as const
    })
  const ys = ticksTo(Math.max(2, ...line(0).map(([, y]) => y)))
  return (
    <Plot
      x={{ from: 0, to: right, label: 'nodes', ticks: xs, say: significant }}
      y={{ from: 0, to: ys.at(-1) as number, label: 'work, in nodes’ worth', ticks: ys, say: significant }}
      lines={[
        ...(kappa === 0
          ? []
          : [{ name: 'Amdahl, κ = 0', points: line(0), look: 'muted' as const, nameAt: 0.95 }]),
        { name: kappa === 0 ? 'Amdahl' : 'universal law', points: line(k), nameAt: 0.95, below: true },
      ]}
      mark={{ x: nodes, y: speedup(nodes, s, k), text: significant(speedup(nodes, s, k)) }}
    />
  )
}
