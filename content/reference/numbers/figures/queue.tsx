'use client'
import {
  Calculator,
  duration,
  Facts,
  Plot,
  percent,
  significant,
  ticksTo,
  useInputs,
} from '@/app/ui/calculator/index.ts'
import { mmc } from '@/lib/formulas/index.ts'

const INPUTS = {
  rate: { label: 'Arrivals', unit: '/s', initial: 85, min: 0.001, max: 1e6 },
  service: {
    label: 'Mean service',
    unit: 'ms',
    initial: 100,
    min: 0.001,
    max: 1e7,
    hint: 'Work, without waiting.',
  },
  servers: { label: 'Servers', unit: '', initial: 10, min: 1, max: 2000, whole: true, hint: '1 is M/M/1.' },
}

export default function QueueCalculator() {
  const [given, fields] = useInputs(INPUTS)
  return (
    <Calculator fields={fields} result={given && <Result {...given} />}>
      {given && <Drawing {...given} />}
    </Calculator>
  )
}

type Given = Record<keyof typeof INPUTS, number>

function Result({ rate, service, servers }: Given) {
  const queue = mmc({ arrivalsPerS: rate, serviceS: service / 1000, servers })
  if (!queue) {
    const needed = Math.floor((rate * service) / 1000) + 1
    return (
      <Facts
        rows={[
          ['Load', `${significant((rate * service) / 10 / servers)} %`],
          ['Queue', 'grows without end'],
        ]}
      >
        {`${significant(rate)} a second need ${significant((rate * service) / 1000)} servers busy all the time, and there are ${servers}. With ${needed} it would keep up.`}
      </Facts>
    )
  }
  return (
    <Facts
      rows={[
        ['Utilisation, ρ = λ/(cμ)', percent(queue.utilisation)],
        ['Arrivals that have to wait', percent(queue.waits)],
        ['Mean wait', duration(queue.meanWaitS)],
        ['Wait at p99', duration(queue.waitQuantileS(0.99))],
        ['Mean response', duration(queue.meanResponseS)],
        ['Inside on average', significant(queue.meanInside)],
      ]}
    >
      {`The mean response is ${significant(queue.meanResponseS / (service / 1000))} times the service.`}
    </Facts>
  )
}

function Drawing({ rate, service, servers }: Given) {
  const curve = (c: number) =>
    Array.from({ length: 199 }, (_, i) => {
      const load = (i + 1) / 200
      const queue = mmc({ arrivalsPerS: (load * c * 1000) / service, serviceS: service / 1000, servers: c })
      return [load * 100, (queue?.meanResponseS ?? 0) * 1000] as const
    })
  const load = (rate * service) / 1000 / servers
  const at = mmc({ arrivalsPerS: rate, serviceS: service / 1000, servers })
  const ys = ticksTo(service * 8)
  return (
    <Plot
      x={{ from: 0, to: 100, label: 'utilisation, %', ticks: [0, 25, 50, 75, 100] }}
      y={{ from: 0, to: ys.at(-1) as number, label: 'mean response, ms', ticks: ys, say: significant }}
      lines={[
        ...(servers === 1
          ? []
          : [{ name: '1 server', points: curve(1), look: 'muted' as const, nameAt: 0.75 }]),
        {
          name: servers === 1 ? '1 server' : `${servers} servers`,
          points: curve(servers),
          nameAt: servers === 1 ? 0.75 : 0.55,
          below: servers > 1,
        },
      ]}
      mark={at ? { x: load * 100, y: at.meanResponseS * 1000, text: duration(at.meanResponseS) } : undefined}
    />
  )
}
