'use client'
import { useState } from 'react'
import { FigureFrame, useRun } from '@/app/ui/figure/index.ts'
import { EVENT_EVERY_MS, EVENT_ORDERS, events, type Run } from './runs.ts'
import { harmed, InWords, TwoRuns } from './two-runs.tsx'

const SPAN_MS = EVENT_ORDERS * EVENT_EVERY_MS
const times = (value: number) => (value === 1 ? 'one message' : `${value} messages`)

export default function GapFigure() {
  const [crashes, setCrashes] = useState(5)
  const [latencyMs, setLatency] = useState(4)
  const twoWrites = useRun(events, { outbox: false, crashes, latencyMs })
  const outbox = useRun(events, { outbox: true, crashes, latencyMs })
  const sides = twoWrites &&
    outbox && [
      { label: 'Write, then publish', tell: tell(twoWrites), run: twoWrites },
      { label: 'Outbox', tell: tell(outbox), run: outbox },
    ]
  return (
    <FigureFrame
      knobs={[
        { label: 'Crashes', unit: 'in 3 s', min: 0, max: 10, step: 1, value: crashes, onChange: setCrashes },
        {
          label: 'Latency, one way',
          unit: 'ms',
          min: 2,
          max: 20,
          step: 1,
          value: latencyMs,
          onChange: setLatency,
        },
      ]}
      text={
        sides && (
          <InWords
            world={`${EVENT_ORDERS} orders, one every ${EVENT_EVERY_MS} ms. Each has to be stored and announced. The process crashes ${crashes} times, each time just after the database has stored an order, and is back after 60 ms.`}
            sides={sides}
            spanMs={SPAN_MS}
            noun="orders stored"
            format={times}
          />
        )
      }
    >
      {sides && (
        <TwoRuns
          sides={sides}
          spanMs={SPAN_MS}
          axis="Messages published for each stored order"
          format={times}
          top={2}
        />
      )}
    </FigureFrame>
  )
}

function tell(run: Run): string {
  const lost = harmed(run)
  const more = run.marks.filter(({ value }) => value > 1).length
  return `${run.marks.length} orders stored, ${lost} of them never announced${more > 0 ? `, ${more} announced twice` : ''}`
}
