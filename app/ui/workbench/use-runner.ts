'use client'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { RunAnswer, RunRequest } from '@/lib/exercises/index.ts'
import type { FaultOp, Place } from '@/lib/sim/index.ts'
import type { Verdict } from '@/lib/suite/index.ts'

/** A Worker that says nothing for so long is in a loop that never gives way. */
const SILENT_MS_MAX = 3_000

export type RunState =
  | { kind: 'idle' }
  | { kind: 'running'; done: number; of: number }
  | { kind: 'over'; verdict: Verdict; code: string }
  | { kind: 'broken'; message: string }

function where(place: Place | undefined): string {
  return place?.story === undefined ? '' : ` The story: ${place.story}.`
}

/**
 * Runs the visible suite in a Worker of its own. A Worker serves one run, so nothing that code did to its globals
 * outlives it; the next one is made ready meanwhile. `url` is the exercise's runner script.
 */
export function useRunner(url: string) {
  const [state, setState] = useState<RunState>({ kind: 'idle' })
  const spare = useRef<Worker | null>(null)
  const busy = useRef<{ worker: Worker; timer: ReturnType<typeof setTimeout> } | null>(null)

  const prepare = useCallback(() => {
    spare.current ??= new Worker(url, { type: 'module', name: 'faultline-run' })
    return spare.current
  }, [url])

  const stop = useCallback(() => {
    if (!busy.current) return
    clearTimeout(busy.current.timer)
    busy.current.worker.terminate()
    busy.current = null
  }, [])

  useEffect(
    () => () => {
      stop()
      spare.current?.terminate()
      spare.current = null
    },
    [stop],
  )

  const start = useCallback(
    (request: RunRequest) => {
      stop()
      const worker = prepare()
      spare.current = null
      setState({ kind: 'running', done: 0, of: 0 })
      const end = (next: RunState) => {
        stop()
        setState(next)
        prepare()
      }
      let playing: Place | undefined
      const silent = () =>
        end({
          kind: 'over',
          code: request.code,
          verdict: {
            outcome: 'exceeded',
            limit: 'time',
            message: `The run was stopped: for ${SILENT_MS_MAX / 1000} s your code did not give way to anything else. Look for a loop that never ends or never awaits.${where(playing)}`,
            ...(playing?.seed === undefined ? {} : { seed: playing.seed }),
            ms: SILENT_MS_MAX,
          },
        })
      const rearm = () => {
        if (!busy.current) return
        clearTimeout(busy.current.timer)
        busy.current.timer = setTimeout(silent, SILENT_MS_MAX)
      }
      busy.current = { worker, timer: setTimeout(silent, SILENT_MS_MAX * 3) }
      worker.onmessage = ({ data }: MessageEvent<RunAnswer>) => {
        if (busy.current?.worker !== worker) return
        rearm()
        if (data.kind === 'playing') playing = data.place
        if (data.kind === 'progress') setState({ kind: 'running', done: data.done, of: data.of })
        if (data.kind === 'verdict') end({ kind: 'over', verdict: data.verdict, code: request.code })
        if (data.kind === 'broken') end({ kind: 'broken', message: data.message })
      }
      worker.onerror = (event) => {
        event.preventDefault()
        if (busy.current?.worker !== worker) return
        end({
          kind: 'broken',
          message: event.message || 'The runner did not load. Check the connection, then run again.',
        })
      }
      worker.postMessage(request)
    },
    [prepare, stop],
  )

  const cancel = useCallback(() => {
    stop()
    setState({ kind: 'idle' })
    prepare()
  }, [prepare, stop])

  const run = useCallback((code: string) => start({ kind: 'explore', code }), [start])
  const replay = useCallback(
    (code: string, seed: string, faults: readonly FaultOp[]) => start({ kind: 'replay', code, seed, faults }),
    [start],
  )
  /** Puts an earlier verdict back on show. */
  const show = useCallback((verdict: Verdict, code: string) => setState({ kind: 'over', verdict, code }), [])
  return { state, prepare, run, replay, cancel, show }
}
