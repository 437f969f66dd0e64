'use client'
import { useState } from 'react'
import { FigureFrame, useRun } from '@/app/ui/figure/index.ts'
import { type Run, SALES, sales, UNITS } from './runs.ts'
import { InWords, TwoRuns } from './two-runs.tsx'

const sold = (value: number) => `${value} sold`

export default function StockFigure() {
  const [leaseMs, setLease] = useState(500)
  const [pauseMs, setPause] = useState(1200)
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
            format={sold}
          />
        )
      }
    >
      {sides && (
        <TwoRuns
          sides={sides}
          spanMs={spanMs}
          axis="How many are sold, as the stock has it after each write"
          format={sold}
          top={SALES}
        />
      )}
    </FigureFrame>
  )
}

function tell(run: Run): string {
  const known = run.marks.at(-1)?.value ?? 0
  const lost = SALES - known
  if (lost === 0) return `${SALES} sold, and the stock knows of all`
  return `${SALES} sold, and the stock knows of ${known}: ${lost === 1 ? 'one sale is' : `${lost} sales are`} forgotten`
}
