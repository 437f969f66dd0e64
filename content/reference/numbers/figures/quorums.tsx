'use client'
import { Calculator, Facts, Plot, percent, useInputs } from '@/app/ui/calculator/index.ts'
import { atLeast, quorum } from '@/lib/formulas/index.ts'

const INPUTS = {
  n: { label: 'Replicas, n', unit: '', initial: 5, min: 1, max: 99, whole: true },
  r: { label: 'Read quorum, r', unit: '', initial: 2, min: 1, max: 99, whole: true },
  w: { label: 'Write quorum, w', unit: '', initial: 4, min: 1, max: 99, whole: true },
  up: { label: 'Availability of one', unit: '%', initial: 99, min: 0, max: 100 },
}

export default function QuorumCalculator() {
  const [given, fields] = useInputs(INPUTS)
  return (
    <Calculator fields={fields} result={given && <Result {...given} />}>
      {given && given.r <= given.n && given.w <= given.n && <Drawing {...given} />}
    </Calculator>
  )
}

type Given = Record<keyof typeof INPUTS, number>

function Result({ n, r, w, up }: Given) {
  if (r > n || w > n) {
    const [name, size] = r > n ? ['read', r] : ['write', w]
    return (
      <p className="my-0">
        A {name} quorum of {size} never answers: there are {n} replicas. Expected{' '}
        {name === 'read' ? 'r' : 'w'} from 1 to {n}; make it smaller, or n larger.
      </p>
    )
  }
  const facts = quorum(n, r, w, up / 100)
  return (
    <Facts
      rows={[
        [
          'Reads meet writes, r + w > n',
          `${r} + ${w} ${facts.readsMeetWrites ? '>' : '≤'} ${n}: ${yes(facts.readsMeetWrites)}`,
        ],
        [
          'Writes meet writes, 2w > n',
          `${2 * w} ${facts.writesMeetWrites ? '>' : '≤'} ${n}: ${yes(facts.writesMeetWrites)}`,
        ],
        ['Reads survive', `${facts.readSurvives} down`],
        ['Writes survive', `${facts.writeSurvives} down`],
        ['Reads find a quorum', percent(facts.readAvailability)],
        ['Writes find a quorum', percent(facts.writeAvailability)],
      ]}
    >
      {facts.readsMeetWrites
        ? 'Every read quorum contains a replica that took the last finished write. That alone is not linearizability: writes under way, and writes that failed half way, can be seen by one read and not by the next.'
        : `A read can be answered by ${r} replicas of which none took the last write.`}
    </Facts>
  )
}

function Drawing({ n, r, w, up }: Given) {
  const line = (k: number) =>
    Array.from({ length: 101 }, (_, i) => [50 + i / 2, atLeast(k, n, (50 + i / 2) / 100) * 100] as const)
  return (
    <Plot
      x={{ from: 50, to: 100, label: 'availability of one replica, %', ticks: [50, 60, 70, 80, 90, 100] }}
      y={{ from: 0, to: 100, label: 'operations that find a quorum, %', ticks: [0, 25, 50, 75, 100] }}
      lines={[
        {
          name: r === w ? `reads and writes, ${r} of ${n}` : `reads, ${r} of ${n}`,
          points: line(r),
          nameAt: 0.3,
        },
        ...(r === w
          ? []
          : [
              {
                name: `writes, ${w} of ${n}`,
                points: line(w),
                look: 'muted' as const,
                nameAt: 0.5,
                below: true,
              },
            ]),
      ]}
      mark={{
        x: up,
        y: atLeast(Math.max(r, w), n, up / 100) * 100,
        text: percent(atLeast(Math.max(r, w), n, up / 100)),
      }}
    />
  )
}

const yes = (holds: boolean) => (holds ? 'yes' : 'no')
