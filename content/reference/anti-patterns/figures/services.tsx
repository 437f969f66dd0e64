'use client'
import { useState } from 'react'
import { FigureFrame, useRun } from '@/app/ui/figure/index.ts'
import { CHECKOUT_EVERY_MS, CHECKOUTS, checkouts, type Run } from './runs.ts'
import { harmed, InWords, ms, quantile, TwoRuns } from './two-runs.tsx'

const SPAN_MS = CHECKOUTS * CHECKOUT_EVERY_MS

export default function ServicesFigure() {
  const [steps, setSteps] = useState(6)
  const [latencyMs, setLatency] = useState(5)
  const [lossPct, setLoss] = useState(0.5)
  const apart = useRun(checkouts, { steps, latencyMs, lossPct, apart: true })
  const together = useRun(checkouts, { steps, latencyMs, lossPct, apart: false })
  const sides = apart &&
    together && [
      { label: 'A service per step', tell: tell(apart), run: apart },
      { label: 'One process', tell: tell(together), run: together },
    ]
  return (
    <FigureFrame
      knobs={[
        { label: 'Steps', unit: '', min: 1, max: 10, step: 1, value: steps, onChange: setSteps },
        {
          label: 'Latency, one way',
          unit: 'ms',
          min: 1,
          max: 50,
          step: 1,
          value: latencyMs,
          onChange: setLatency,
        },
        { label: 'Messages lost', unit: '%', min: 0, max: 3, step: 0.1, value: lossPct, onChange: setLoss },
      ]}
      text={
        sides && (
          <InWords
            world={`${CHECKOUTS} checkouts, one every ${CHECKOUT_EVERY_MS} ms, of ${steps} steps of 2 ms each; a call between services fails after 250 ms.`}
            sides={sides}
            spanMs={SPAN_MS}
            noun="checkouts"
            format={ms}
          />
        )
      }
    >
      {sides && (
        <TwoRuns sides={sides} spanMs={SPAN_MS} axis="How long each checkout took" format={ms} top={100} />
      )}
    </FigureFrame>
  )
}

function tell(run: Run): string {
  const failed = harmed(run)
  return `half take up to ${ms(quantile(run, 0.5))}, ${failed === 0 ? 'none fails' : failed === 1 ? '1 fails' : `${failed} fail`}`
}
