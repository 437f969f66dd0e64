'use client'
import { Pause, Play, SkipForward } from 'lucide-react'
import { type ReactNode, useCallback, useEffect, useId, useRef, useState } from 'react'
import { formatMs } from '@/lib/spacetime/index.ts'
import { Button } from '../button.tsx'
import { isReduced, RunDetails } from '../figure/index.ts'
import { PictureView } from '../views/index.ts'
import type { PlayedRun } from './played-run.ts'

/** Real time in which a run plays, whatever its own length. */
const PLAYS_MS = 5000

/**
 * The run of a predict question, played in the reader's browser by the simulator: content/patterns/<lesson>/runs/<run>.ts.
 * `onEnd` is called when the end has been seen, or cannot be.
 */
export function PredictedRun({ lesson, run, onEnd }: { lesson: string; run: string; onEnd: () => void }) {
  const [played, setPlayed] = useState<PlayedRun | 'failed' | null>(null)
  const end = useRef(onEnd)
  end.current = onEnd
  useEffect(() => {
    let wanted = true
    simulate(lesson, run)
      .then((found) => {
        if (wanted) setPlayed(found)
      })
      .catch(() => {
        if (!wanted) return
        setPlayed('failed')
        end.current()
      })
    return () => {
      wanted = false
    }
  }, [lesson, run])
  const ended = useCallback(() => end.current(), [])

  if (played === 'failed') {
    return (
      <Frame>
        <p className="text-muted">
          The run did not load. Reload the page to try again; the explanation says what happens.
        </p>
      </Frame>
    )
  }
  if (played === null) {
    return (
      <Frame>
        <p className="min-h-64 text-muted">Simulating.</p>
      </Frame>
    )
  }
  return (
    <Frame>
      <Player played={played} onEnd={ended} />
      <RunDetails of={run} trace={played.trace} nodes={played.nodes} title="the run of the question" />
    </Frame>
  )
}

function Frame({ children }: { children: ReactNode }) {
  return <div className="mt-4 border-hairline border-y py-4">{children}</div>
}

function Player({ played, onEnd }: { played: PlayedRun; onEnd: () => void }) {
  const { fromMs, toMs } = played.picture
  const still = useRef(isReduced())
  const [atMs, setAtMs] = useState(still.current ? toMs : fromMs)
  const [playing, setPlaying] = useState(!still.current)
  const sliderId = useId()
  const over = atMs >= toMs

  useEffect(() => {
    if (!playing) return
    let last: number | null = null
    let frame = requestAnimationFrame(function step(now) {
      const passed = last === null ? 0 : now - last
      last = now
      setAtMs((at) => Math.min(toMs, at + (passed * (toMs - fromMs)) / PLAYS_MS))
      frame = requestAnimationFrame(step)
    })
    return () => cancelAnimationFrame(frame)
  }, [playing, fromMs, toMs])
  useEffect(() => {
    if (!over) return
    setPlaying(false)
    onEnd()
  }, [over, onEnd])

  const toggle = () => {
    if (over) setAtMs(fromMs)
    setPlaying(over || !playing)
  }
  return (
    <>
      <div className="mb-3 flex flex-wrap items-center gap-3">
        <Button size="small" onClick={toggle}>
          {playing ? (
            <Pause size={14} strokeWidth={1.75} aria-hidden />
          ) : (
            <Play size={14} strokeWidth={1.75} aria-hidden />
          )}
          {playing ? 'Pause' : over ? 'Play again' : 'Play'}
        </Button>
        <Button size="small" look="quiet" disabled={over} onClick={() => setAtMs(toMs)}>
          <SkipForward size={14} strokeWidth={1.75} aria-hidden />
          To the end
        </Button>
        <label htmlFor={sliderId} className="sr-only">
          Time in the run
        </label>
        <input
          id={sliderId}
          type="range"
          className="h-6 min-w-24 flex-1 accent-accent"
          min={fromMs}
          max={toMs}
          step={(toMs - fromMs) / 100}
          value={atMs}
          aria-valuetext={formatMs(Math.round(atMs))}
          onChange={(event) => {
            setPlaying(false)
            setAtMs(event.currentTarget.valueAsNumber)
          }}
        />
        <output htmlFor={sliderId} className="w-20 text-right font-mono text-note tabular-nums">
          {formatMs(Math.round(atMs))}
        </output>
      </div>
      <PictureView picture={played.picture} {...(over ? {} : { atMs, upToMs: atMs })} />
      <p className="mt-2 min-h-5" aria-live="polite">
        {over && played.measured}
      </p>
    </>
  )
}

async function simulate(lesson: string, run: string): Promise<PlayedRun> {
  // A template, so that the bundler makes a chunk of each run.
  const module = (await import(`../../../content/patterns/${lesson}/runs/${run}.ts`)) as {
    default: () => Promise<PlayedRun>
  }
  return await module.default()
}
