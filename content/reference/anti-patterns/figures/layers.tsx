'use client'
import { useState } from 'react'
import { FigureFrame, useRun } from '@/app/ui/figure/index.ts'
import {
  BIN_MS,
  DATABASE_PER_BIN,
  DIP_FROM_MS,
  DIP_MS,
  DIP_PER_BIN,
  RETRY_SPAN_MS,
  type Run,
  retries,
} from './runs.ts'
import { InWords, largest, TwoRuns } from './two-runs.tsx'

const times = (value: number) => `${value} attempts`

export default function LayersFigure() {
  const [layers, setLayers] = useState(3)
  const [attempts, setAttempts] = useState(3)
  const everywhere = useRun(retries, { layers, attempts, everywhere: true })
  const once = useRun(retries, { layers, attempts, everywhere: false })
  const sides = everywhere &&
    once && [
      { label: 'Every layer retries', tell: tell(everywhere), run: everywhere },
      { label: 'Only the first layer does', tell: tell(once), run: once },
    ]
  return (
    <FigureFrame
      knobs={[
        {
          label: 'Layers above the database',
          unit: '',
          min: 1,
          max: 4,
          step: 1,
          value: layers,
          onChange: setLayers,
        },
        {
          label: 'Attempts per layer',
          unit: '',
          min: 1,
          max: 4,
          step: 1,
          value: attempts,
          onChange: setAttempts,
        },
      ]}
      text={
        sides && (
          <InWords
            world={`50 queries a second. The database can do ${DATABASE_PER_BIN} per ${BIN_MS} ms, and from ${DIP_FROM_MS / 1000} s on, for ${DIP_MS / 1000} s, only ${DIP_PER_BIN}.`}
            sides={sides}
            spanMs={RETRY_SPAN_MS}
            noun="tenths of a second"
            format={times}
          />
        )
      }
    >
      {sides && (
        <TwoRuns
          sides={sides}
          spanMs={RETRY_SPAN_MS}
          axis="Attempts at the database in each 0.1 s"
          format={times}
          top={DATABASE_PER_BIN * 2}
        />
      )}
    </FigureFrame>
  )
}

function tell(run: Run): string {
  const dip = run.marks.filter((m) => m.atMs >= DIP_FROM_MS && m.atMs < DIP_FROM_MS + DIP_MS)
  const sum = dip.reduce((all, { value }) => all + value, 0)
  return `${sum} attempts in the half second in which the database is slow, up to ${largest(run)} in 0.1 s; on a good day it can do ${DATABASE_PER_BIN}`
}
