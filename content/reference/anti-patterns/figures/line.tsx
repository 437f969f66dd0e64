'use client'
import { useState } from 'react'
import { FigureFrame, useRun } from '@/app/ui/figure/index.ts'
import { BURST_MS, burst, CALM_PCT, QUEUE_SPAN_MS, type Run } from './runs.ts'
import { harmed, InWords, ms, TwoRuns } from './two-runs.tsx'

export default function LineFigure() {
  const [loadPct, setLoad] = useState(150)
  const [patienceMs, setPatience] = useState(400)
  const [limit, setLimit] = useState(10)
  const endless = useRun(burst, { loadPct, patienceMs, limit: null })
  const bounded = useRun(burst, { loadPct, patienceMs, limit })
  const sides = endless &&
    bounded && [
      { label: 'No limit', tell: tell(endless), run: endless },
      { label: `At most ${limit} wait`, tell: tell(bounded), run: bounded },
    ]
  return (
    <FigureFrame
      knobs={[
        {
          label: 'Load in the burst',
          unit: '% of capacity',
          min: 80,
          max: 300,
          step: 10,
          value: loadPct,
          onChange: setLoad,
        },
        {
          label: 'People wait',
          unit: 'ms',
          min: 100,
          max: 2000,
          step: 100,
          value: patienceMs,
          onChange: setPatience,
        },
        {
          label: 'Places in the queue',
          unit: '',
          min: 0,
          max: 100,
          step: 1,
          value: limit,
          onChange: setLimit,
        },
      ]}
      text={
        sides && (
          <InWords
            world={`A server does one request in 20 ms. For ${BURST_MS / 1000} s, ${loadPct} % of what it can do comes in, then ${CALM_PCT} %. Who waits more than ${patienceMs} ms has left, and is served all the same. A request that is turned away waits 0 ms.`}
            sides={sides}
            spanMs={QUEUE_SPAN_MS}
            noun="requests"
            format={ms}
          />
        )
      }
    >
      {sides && (
        <TwoRuns
          sides={sides}
          spanMs={QUEUE_SPAN_MS}
          axis="How long each request waited for its answer"
          format={ms}
          top={patienceMs}
        />
      )}
    </FigureFrame>
  )
}

function tell(run: Run): string {
  const late = harmed(run)
  const away = run.marks.filter(({ value }) => value === 0).length
  return `${run.marks.length - late - away} of ${run.marks.length} answered in time, ${late} too late, ${away} turned away at once`
}
