'use client'
import { useState } from 'react'
import { FigureFrame, useRun } from '@/app/ui/figure/index.ts'
import { type Run, SALES, sales, UNITS } from './runs.ts'
import { harmed, InWords, TwoRuns } from './two-runs.tsx'

const units = (value: number) => `${value} units`

export default function StockFigure() {
  const [leaseMs, setLease] = useState(500)
  const [pauseMs, setPause] = useState(900)
  const locked = useRun(sales, { guard: 'lock', leaseMs, pauseMs })
  const swapped = useRun(sales, { guard: 'cas', leaseMs, pauseMs })
  const sides = locked &&
    swapped && [
      { label: 'Under a lock with a lease', tell: tell(locked), run: locked },
      { label: 'By compare-and-set', tell: tell(swapped), run: swapped },
    ]
  const spanMs = Math.max(
    1500,
    ...(sides ?? []).flatMap(({ run }) => run.marks.map(({ atMs }) => atMs + 100)),
  )
  return (
    <FigureFrame
      knobs={[
        { label: 'Lease', unit: 'ms', min: 100, max: 2000, step: 100, value: leaseMs, onChange: setLease },
        {
          label: 'Pause in the fifth sale',
          unit: 'ms',
          min: 0,
          max: 2000,
          step: 100,
          value: pauseMs,
          onChange: setPause,
        },
      ]}
      text={
        sides && (
          <InWords
            world={`Two sellers sell ${SALES} units one by one from a stock of ${UNITS}: each reads the number, works for 5 ms, and writes one less. In the fifth sale the seller stops for ${pauseMs} ms between reading and writing.`}
            sides={sides}
            spanMs={spanMs}
            noun="writes"
            format={units}
          />
        )
      }
    >
      {sides && (
        <TwoRuns sides={sides} spanMs={spanMs} axis="The stock after each write" format={units} top={UNITS} />
      )}
    </FigureFrame>
  )
}

function tell(run: Run): string {
  const left = run.marks.at(-1)?.value ?? UNITS
  const lost = left - (UNITS - SALES)
  const undone = harmed(run)
  if (undone === 0 && lost === 0) return `${SALES} sold, ${left} left, as it should be`
  return `${SALES} sold, and the stock says ${left} instead of ${UNITS - SALES}: ${lost} sales are forgotten`
}
