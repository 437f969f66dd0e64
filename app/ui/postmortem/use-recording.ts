'use client'
import { useEffect, useState } from 'react'
import type { RunAnswer, RunRequest } from '@/lib/exercises/index.ts'
import type { Trace } from '@/lib/sim/index.ts'

/** A Worker that says nothing for so long is in a loop that never gives way. */
const SILENT_MS_MAX = 9_000

export type Recording =
  | { kind: 'playing' }
  /** `ended` says why the run stopped before its end, where it did. */
  | { kind: 'played'; trace: Trace; nodes: readonly string[]; ended?: string }
  /** There is no run: why, and whether the code is to blame. */
  | { kind: 'none'; because: string }

/** Plays one schedule of the visible suite with this code, in a Worker of its own, and gives the whole run. Its verdict plays no part. */
export function useRecording(runnerUrl: string, code: string, seed: string | undefined): Recording {
  const [recording, setRecording] = useState<Recording>({ kind: 'playing' })
  useEffect(() => {
    if (seed === undefined) return
    setRecording({ kind: 'playing' })
    const worker = new Worker(runnerUrl, { type: 'module', name: 'faultline-postmortem' })
    const end = (r: Recording) => {
      clearTimeout(timer)
      worker.terminate()
      setRecording(r)
    }
    const silent = () =>
      end({
        kind: 'none',
        because: `The replay was stopped: for ${SILENT_MS_MAX / 1000} s the code did not give way to anything else.`,
      })
    let timer = setTimeout(silent, SILENT_MS_MAX)
    worker.onmessage = ({ data }: MessageEvent<RunAnswer>) => {
      clearTimeout(timer)
      timer = setTimeout(silent, SILENT_MS_MAX)
      if (data.kind === 'broken') end({ kind: 'none', because: `The replay itself stopped: ${data.message}` })
      if (data.kind === 'recorded') {
        const { trace, nodes, ended } = data
        end({ kind: 'played', trace, nodes, ...(ended === undefined ? {} : { ended }) })
      }
      if (data.kind === 'verdict') {
        const message = 'message' in data.verdict ? data.verdict.message : 'It came to no end.'
        end({ kind: 'none', because: `This submission has no run to show. ${message}` })
      }
    }
    worker.onerror = (event) => {
      event.preventDefault()
      end({
        kind: 'none',
        because: event.message || 'The replay did not load. Check the connection, then reload the page.',
      })
    }
    const request: RunRequest = { kind: 'record', code, seed }
    worker.postMessage(request)
    return () => {
      clearTimeout(timer)
      worker.terminate()
    }
  }, [runnerUrl, code, seed])
  return recording
}
