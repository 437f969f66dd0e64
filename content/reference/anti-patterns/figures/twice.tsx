'use client'
import { useState } from 'react'
import { FigureFrame, useRun } from '@/app/ui/figure/index.ts'
import { charges, ORDER_EVERY_MS, ORDERS, type Run } from './runs.ts'
import { harmed, InWords, TwoRuns } from './two-runs.tsx'

const SPAN_MS = ORDERS * ORDER_EVERY_MS
const times = (value: number) => (value === 1 ? 'one charge' : `${value} charges`)

export default function TwiceFigure() {
  const [lossPct, setLoss] = useState(5)
  const [attempts, setAttempts] = useState(3)
  const plain = useRun(charges, { lossPct, attempts, keyed: false })
  const keyed = useRun(charges, { lossPct, attempts, keyed: true })
  const sides = plain &&
    keyed && [
      { label: 'No key', tell: tell(plain), run: plain },
      { label: 'The order is the key', tell: tell(keyed), run: keyed },
    ]
  return (
    <FigureFrame
      knobs={[
        { label: 'Messages lost', unit: '%', min: 0, max: 30, step: 1, value: lossPct, onChange: setLoss },
        { label: 'Attempts', unit: '', min: 1, max: 5, step: 1, value: attempts, onChange: setAttempts },
      ]}
      text={
        sides && (
          <InWords
            world={`${ORDERS} orders. The shop asks the bank to charge the card, and asks again after 100 ms of silence, up to ${attempts} times in all.`}
            sides={sides}
            spanMs={SPAN_MS}
            noun="orders"
            format={times}
          />
        )
      }
    >
      {sides && (
        <TwoRuns sides={sides} spanMs={SPAN_MS} axis="Charges for each order" format={times} top={3} />
      )}
    </FigureFrame>
  )
}

function tell(run: Run): string {
  const twice = harmed(run)
  const never = run.marks.filter(({ value }) => value === 0).length
  return `${ORDERS - twice - never} charged once, ${twice} more than once, ${never} not at all`
}
