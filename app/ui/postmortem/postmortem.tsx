'use client'
import { useMemo, useState } from 'react'
import type { Baselines, Findings, GameDay } from '@/lib/gameday/index.ts'
import { Disclosure } from '../verdict/disclosure.tsx'
import { InWords } from './in-words.tsx'
import { InstantDiagram } from './instant-diagram.tsx'
import { Moments } from './moments.tsx'
import { Scoreboard } from './scoreboard.tsx'
import { Strips } from './strips.tsx'
import { useGameDay } from './use-game-day.ts'
import { type Recording, useRecording } from './use-recording.ts'

interface Props {
  slug: string
  baselines: Baselines
  /** What is replayed; without it only the comparisons are shown. */
  run?: { code: string; runnerUrl: string }
}

/** The scripted outage, replayed: scores, moments, curves, and the messages at any instant. */
export function Postmortem({ slug, baselines, run }: Props) {
  const gameDay = useGameDay(slug)
  return run ? (
    <Replayed gameDay={gameDay} baselines={baselines} run={run} />
  ) : (
    <Report gameDay={gameDay} baselines={baselines} findings={gameDay.read([])} />
  )
}

function Replayed({
  gameDay,
  baselines,
  run,
}: {
  gameDay: GameDay
  baselines: Baselines
  run: NonNullable<Props['run']>
}) {
  const recording = useRecording(run.runnerUrl, run.code, gameDay.seed)
  const findings = useMemo(
    () => (recording.kind === 'played' ? gameDay.read(recording.trace) : undefined),
    [recording, gameDay],
  )
  if (recording.kind === 'none')
    return (
      <p className="max-w-measure border-hairline border-y py-6 font-serif text-read">{recording.because}</p>
    )
  if (!findings || recording.kind !== 'played') return <Waiting />
  return <Report gameDay={gameDay} baselines={baselines} findings={findings} recording={recording} />
}

function Report({
  gameDay,
  baselines,
  findings,
  recording,
}: {
  gameDay: GameDay
  baselines: Baselines
  findings: Findings
  recording?: Extract<Recording, { kind: 'played' }>
}) {
  const own = recording !== undefined
  const [at, setAt] = useState(gameDay.phases[0]?.fromMs ?? 0)
  const strips = own ? findings.strips : findings.strips.filter((s) => s.kind === 'curve')
  return (
    <div className="flex flex-col gap-12 pb-20" data-postmortem="ready">
      {recording?.ended && (
        <p className="max-w-measure border-fault border-l-2 pl-4 font-serif text-read">
          The run ended early: {recording.ended}
        </p>
      )}
      <section aria-labelledby="scoreboard">
        <h2 id="scoreboard" className="mb-3 font-serif text-head">
          Scoreboard
        </h2>
        <Scoreboard scores={findings.scores} baselines={baselines} own={own} />
      </section>
      <section aria-labelledby="curves">
        <h2 id="curves" className="mb-1 font-serif text-head">
          Second by second
        </h2>
        <p className="mb-2 max-w-measure text-muted">
          What the script does is shaded. Drag across the strips, or use the slider under them, to move the
          cursor.
        </p>
        <Strips gameDay={gameDay} strips={strips} baselines={baselines} own={own} at={at} onAt={setAt} />
        <div className="mt-2">
          <Disclosure title="The same as numbers" wide>
            <InWords gameDay={gameDay} strips={strips} baselines={baselines} own={own} />
          </Disclosure>
        </div>
      </section>
      {recording && (
        <>
          <section aria-labelledby="timeline">
            <h2 id="timeline" className="mb-3 font-serif text-head">
              Timeline
            </h2>
            <Moments moments={findings.moments} at={at} onAt={setAt} />
          </section>
          <section aria-labelledby="instant">
            <h2 id="instant" className="mb-2 font-serif text-head">
              At the cursor
            </h2>
            <InstantDiagram trace={recording.trace} nodes={recording.nodes} at={at} />
          </section>
        </>
      )}
    </div>
  )
}

/** As tall as what comes. */
function Waiting() {
  return (
    <p role="status" className="min-h-[60rem] text-muted">
      Replaying the outage with your code.
    </p>
  )
}
