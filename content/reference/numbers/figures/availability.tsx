'use client'
import { Calculator, duration, Facts, Plot, percent, useInputs } from '@/app/ui/calculator/index.ts'
import { downtimeS, inSeries, redundant } from '@/lib/formulas/index.ts'

const YEAR_S = 365 * 86_400
const INPUTS = {
  each: { label: 'Availability of one', unit: '%', initial: 99, min: 0, max: 99.999999 },
  copies: { label: 'Copies, one is enough', unit: '', initial: 2, min: 1, max: 20, whole: true },
  common: {
    label: 'Common causes',
    unit: '%',
    initial: 10,
    min: 0,
    max: 100,
    hint: 'Outages that hit all copies.',
  },
  parts: {
    label: 'Such parts in a row',
    unit: '',
    initial: 4,
    min: 1,
    max: 200,
    whole: true,
    hint: 'All of them are needed.',
  },
}

export default function AvailabilityCalculator() {
  const [given, fields] = useInputs(INPUTS)
  return (
    <Calculator fields={fields} result={given && <Result {...given} />}>
      {given && <Drawing {...given} />}
    </Calculator>
  )
}

type Given = Record<keyof typeof INPUTS, number>

function Result({ each, copies, common, parts }: Given) {
  const part = redundant(copies, each / 100, common / 100)
  const all = inSeries(Array.from({ length: parts }, () => part))
  const ideal = inSeries(Array.from({ length: parts }, () => redundant(copies, each / 100, 0)))
  return (
    <Facts
      rows={[
        ['One part', percent(part)],
        ['All parts in a row', percent(all)],
        ['Down in a year of 365 days', duration(downtimeS(all, YEAR_S))],
        ['Were all outages independent', duration(downtimeS(ideal, YEAR_S))],
      ]}
    >
      {common > 0 && copies > 1
        ? `However many copies there are, a part cannot be better than ${percent(1 - (common / 100) * (1 - each / 100))}: the common causes take all of them.`
        : 'Copies that never fail together are an assumption. Set the share of common causes to see what it carries.'}
    </Facts>
  )
}

/** In nines: the number of nines of an availability, so that what matters can be seen. */
function Drawing({ each, copies, common }: Given) {
  const nines = (availability: number) => -Math.log10(Math.max(1e-12, 1 - availability))
  const right = Math.max(5, copies)
  const line = (share: number) =>
    Array.from({ length: right }, (_, i) => [i + 1, nines(redundant(i + 1, each / 100, share))] as const)
  const high = Math.min(
    12,
    Math.max(4, Math.ceil(nines(redundant(Math.min(copies + 1, right), each / 100, 0)))),
  )
  return (
    <Plot
      x={{
        from: 1,
        to: right,
        label: 'copies',
        ticks: Array.from({ length: right }, (_, i) => i + 1).filter(
          (n) => right <= 10 || n % 5 === 0 || n === 1,
        ),
      }}
      y={{
        from: 0,
        to: high,
        label: 'availability of one part',
        ticks: Array.from({ length: high + 1 }, (_, n) => n).filter((n) => high <= 6 || n % 2 === 0),
        say: (n) => (n === 0 ? '0 %' : n === 1 ? '90 %' : `${n} nines`),
      }}
      lines={[
        { name: 'independent', points: line(0), look: 'muted', nameAt: 0.5 },
        { name: `${common} % common`, points: line(common / 100), nameAt: 1, below: true },
      ]}
      mark={{
        x: copies,
        y: nines(redundant(copies, each / 100, common / 100)),
        text: percent(redundant(copies, each / 100, common / 100)),
      }}
    />
  )
}
