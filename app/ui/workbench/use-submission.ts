'use client'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { Verdict } from '@/lib/suite/index.ts'
import { type ApiError, callApi } from './api.ts'

export type SubmissionView =
  | { kind: 'idle' }
  | { kind: 'sending' }
  | { kind: 'queued'; id: string; position: number; etaMs: number | null }
  | { kind: 'exploring'; id: string; done: number; of: number | null }
  /** `id` is what a replay refers to; `code` is what was judged. */
  | { kind: 'over'; id: string; verdict: Verdict; code: string; note?: string }
  | { kind: 'cancelled' }
  | { kind: 'refused'; error: ApiError }

interface Accepted {
  id: string
  suite: { changed: boolean }
}

type ServerEvent =
  | { type: 'queued'; position: number; etaMs: number | null }
  | { type: 'exploring'; done: number; of: number | null }
  | { type: 'over'; state: string; verdict: Verdict | null }

/** What became of the learner's last submission, as the page found it. */
export interface LastSubmission {
  readonly id: string
  readonly pending: boolean
  readonly verdict: Verdict | null
  readonly code: string
}

const needsNetwork: ApiError = {
  code: 'offline',
  message:
    'The hidden suite runs on the server, and this browser has no network just now. Nothing was sent. Your code is kept here; submit when the connection is back. Run works meanwhile.',
}

/** Failures after which the submission may be there all the same. */
const UNSURE = new Set(['offline', 'our-fault', 'database-unavailable'])
const unsure = ({ code, message }: ApiError) =>
  `${code === 'offline' ? 'The server did not answer.' : message} The submission may have arrived all the same. Submit again in a moment: the same code counts once.`

/** Sends code for judgement by the hidden suite and follows it to its verdict. */
export function useSubmission(
  slug: string,
  suiteHash: string,
  last: LastSubmission | null,
  stage: string | null,
  account: string | null,
) {
  const [view, setView] = useState<SubmissionView>(() => initialView(last))
  const source = useRef<EventSource | null>(null)
  const busy = useRef(false)
  // What was sent without an answer: sent again it is the same submission, not a second one.
  const unanswered = useRef<{ request: string; key: string } | null>(null)

  const unfollow = useCallback(() => {
    source.current?.close()
    source.current = null
    busy.current = false
  }, [])
  useEffect(() => unfollow, [unfollow])

  const follow = useCallback(
    (id: string, shownId: string, code: string, note?: string) => {
      const events = new EventSource(`/api/submissions/${id}/events`)
      source.current = events
      const on = (event: ServerEvent) => {
        if (event.type === 'queued')
          setView({ kind: 'queued', id, position: event.position, etaMs: event.etaMs })
        if (event.type === 'exploring') setView({ kind: 'exploring', id, done: event.done, of: event.of })
        if (event.type !== 'over') return
        unfollow()
        if (event.state === 'CANCELLED' || !event.verdict) setView({ kind: 'cancelled' })
        else setView({ kind: 'over', id: shownId, verdict: event.verdict, code, ...(note ? { note } : {}) })
      }
      for (const type of ['queued', 'exploring', 'over'] as const) {
        events.addEventListener(type, (e) => on({ ...JSON.parse((e as MessageEvent<string>).data), type }))
      }
      // EventSource reconnects by itself; it gives up only when the server refuses.
      events.onerror = () => {
        if (events.readyState !== EventSource.CLOSED) return
        unfollow()
        const message =
          'The connection to your submission was refused. It goes on; reload the page to see its verdict.'
        setView({ kind: 'refused', error: { code: 'not-found', message } })
      }
    },
    [unfollow],
  )

  // A page that was reloaded while its submission was judged goes on following it.
  const resumed = useRef(false)
  useEffect(() => {
    if (!last?.pending || resumed.current) return
    resumed.current = true
    busy.current = true
    follow(last.id, last.id, last.code)
  }, [last, follow])

  const send = useCallback(
    async (path: string, body: object, code: string, shownId?: string) => {
      // One click, one submission: a second click while the first is under way does nothing.
      if (busy.current) return
      if (!navigator.onLine) return setView({ kind: 'refused', error: needsNetwork })
      busy.current = true
      setView({ kind: 'sending' })
      const request = JSON.stringify([path, body])
      const before = unanswered.current
      const key = before?.request === request ? before.key : crypto.randomUUID()
      const sent = await callApi<Accepted>('POST', path, { ...body, idempotencyKey: key }, account)
      const isUnsure = !sent.ok && UNSURE.has(sent.error.code)
      unanswered.current = isUnsure ? { request, key } : null
      if (!sent.ok) {
        busy.current = false
        const error = isUnsure ? { ...sent.error, code: 'unsure', message: unsure(sent.error) } : sent.error
        setView({ kind: 'refused', error })
        return
      }
      const note = sent.value.suite.changed
        ? 'The suite of this exercise has changed since you opened the page; the new one judged this.'
        : undefined
      follow(sent.value.id, shownId ?? sent.value.id, code, note)
    },
    [follow, account],
  )

  const submit = useCallback(
    (code: string) =>
      send('/api/submissions', { slug, code, suiteHash, ...(stage === null ? {} : { stage }) }, code),
    [send, slug, suiteHash, stage],
  )
  /** The counterexample of submission `id` again, with this code, less some faults. */
  const replay = useCallback(
    (id: string, code: string, withoutFaults: readonly string[], mutant?: string) =>
      send(`/api/submissions/${id}/replay`, { code, withoutFaults, ...(mutant ? { mutant } : {}) }, code, id),
    [send],
  )
  const cancel = useCallback(async () => {
    if (view.kind !== 'queued' && view.kind !== 'exploring') return
    await callApi('POST', `/api/submissions/${view.id}/cancel`, {}, account)
  }, [view, account])
  /** Puts an earlier verdict back on show. */
  const show = useCallback(
    (id: string, verdict: Verdict, code: string) => setView({ kind: 'over', id, verdict, code }),
    [],
  )
  return { view, submit, replay, cancel, show }
}

function initialView(last: LastSubmission | null): SubmissionView {
  if (!last) return { kind: 'idle' }
  if (last.pending) return { kind: 'sending' }
  if (!last.verdict) return { kind: 'idle' }
  const note = 'This is the verdict of your last submission.'
  return { kind: 'over', id: last.id, verdict: last.verdict, code: last.code, note }
}
