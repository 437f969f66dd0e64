'use client'
import {
  Calculator,
  duration,
  Facts,
  Plot,
  significant,
  ticksTo,
  useInputs,
} from '@/app/ui/calculator/index.ts'
import { littlesL } from '@/lib/formulas/index.ts'

const INPUTS = {
  rate: { label: 'Arrivals', unit: '/s', initial: 400, min: 0.001, max: 1e7 },
  stay: {
    label: 'Mean stay',
    unit: 'ms',
    initial: 250,
    min: 0.001,
    max: 1e8,
    hint: 'From coming to leaving.',
  },
  room: {
    label: 'Room for',
    unit: 'at once',
    initial: 64,
    min: 1,
    max: 1e7,
    whole: true,
    hint: 'Workers, connections, slots.',
  },
}

export default function LittleCalculator() {
  const [given, fields] = useInputs(INPUTS)
  return (
    <Calculator fields={fields} result={given && <Result {...given} />}>
      {given && <Drawing {...given} />}
    </Calculator>
  )
}

type Given = Record<keyof typeof INPUTS, number>

function Result({ rate, stay, room }: Given) {
  const inside = littlesL(rate, stay / 1000)
  const most = room / (stay / 1000)
  return (
    <Facts
      rows={[
        ['Inside on average, L = λW', significant(inside, 4)],
        [`Most that ${significant(room, 6)} can serve`, `${significant(most, 4)} /s`],
        ['Longest mean stay at this rate', duration(room / rate)],
      ]}
    >
      {inside > room
        ? `There is room for ${significant(room, 6)}, and ${significant(inside, 4)} would have to be inside: the rest waits outside, and more of it with every second.`
        : `On average ${significant((inside / room) * 100)} % of the room is taken. The average says nothing of the moments when all of it is.`}
    </Facts>
  )
}

function Drawing({ rate, stay, room }: Given) {
  const inside = littlesL(rate, stay / 1000)
  const xs = ticksTo(stay * 2)
  const ys = ticksTo(Math.max(inside * 2, room * 1.2))
  const [right, high] = [xs.at(-1) as number, ys.at(-1) as number]
  const points = Array.from(
    { length: 41 },
    (_, i) => [(right * i) / 40, littlesL(rate, (right * i) / 40000)] as const,
  )
  return (
    <Plot
      x={{ from: 0, to: right, label: 'mean stay, ms', ticks: xs, say: significant }}
      y={{ from: 0, to: high, label: 'inside on average', ticks: ys, say: significant }}
      lines={[
        {
          name: 'room',
          points: [
            [0, room],
            [right, room],
          ],
          look: 'muted',
          nameAt: 0,
        },
        { name: '', points },
      ]}
      mark={{ x: stay, y: inside, text: significant(inside, 4) }}
    />
  )
}
