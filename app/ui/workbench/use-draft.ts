'use client'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { type ApiError, callApi } from './api.ts'
import { draftStore, openingOf, type ServerDraft, saveWaitMs, type WaitingCopy } from './draft-store.ts'

/** After a save that failed for a reason that passes: the first wait, doubled each time up to the last. */
const RETRY_MS = [1_000, 8_000] as const
/** Failures that trying again cannot mend: somebody has to sign in, or choose. */
const FINAL = new Set([
  'session-ended',
  'sign-in-required',
  'not-allowed',
  'other-account',
  'source-too-large',
  'invalid-text',
])
const UNKEEPABLE = new Set(['source-too-large', 'invalid-text'])

export type SaveState =
  | { kind: 'saved'; where: 'server' | 'browser' }
  | { kind: 'unsaved' }
  /** The browser has no network; it goes to the server by itself later. */
  | { kind: 'offline' }
  | { kind: 'failed'; message: string }
  /** Another tab or device saved meanwhile: the learner chooses. */
  | { kind: 'conflict'; theirs: string; revision: number }

/** What took the editor's text away, and the text. */
export interface Undoable {
  because: 'RESET' | 'RESTORE'
  code: string
}

/** A draft that reaches the server (or this browser, without an account) seconds after the last key. */
export function useDraft(o: {
  slug: string
  /** Id of the account that the page was opened for; null for a visitor. */
  account: string | null
  initial: ServerDraft | null
  starter: string
  /** What was replaced last, when nothing was typed since. */
  undoable?: Undoable | null
}) {
  const signedIn = o.account !== null
  const store = useMemo(() => draftStore(o.account, o.slug), [o.account, o.slug])
  const [code, setCode] = useState(o.initial?.code ?? o.starter)
  const [save, setSave] = useState<SaveState>({ kind: 'saved', where: signedIn ? 'server' : 'browser' })
  const [undoable, setUndoable] = useState(o.undoable ?? null)
  // Grows when the code changes by anything but typing, so that the editor takes it over then and only then.
  const [epoch, setEpoch] = useState(0)
  const latest = useRef(code)
  /** What the server has, as far as this page knows. */
  const onServer = useRef(o.initial?.code ?? null)
  const revision = useRef(o.initial?.revision ?? 0)
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  const firstUnsaved = useRef(0)
  const inFlight = useRef(false)
  const failures = useRef(0)
  const retry = useRef<ReturnType<typeof setTimeout> | null>(null)

  /** Undefined when all that waited is kept; else why not. Goes before the text that replaces it. */
  const deliverCopies = useCallback(async (): Promise<ApiError | undefined> => {
    for (const copy of store.waiting()) {
      if (copy.refused) continue
      const { because, code } = copy
      const answer = await callApi('POST', `/api/copies/${o.slug}`, { because, code }, o.account)
      if (answer.ok) store.settle(copy, 'kept')
      else if (UNKEEPABLE.has(answer.error.code)) store.settle(copy, 'refused')
      else return answer.error
    }
    return undefined
  }, [store, o.slug, o.account])

  const flush = useCallback(async () => {
    for (const waiting of [timer, retry]) {
      if (waiting.current) clearTimeout(waiting.current)
      waiting.current = null
    }
    firstUnsaved.current = 0
    const sending = latest.current
    store.write({ code: sending, revision: revision.current, saved: sending === onServer.current })
    if (o.account === null) return setSave({ kind: 'saved', where: 'browser' })
    if (inFlight.current) return
    inFlight.current = true
    const error = await send()
    inFlight.current = false
    if (error === undefined) {
      failures.current = 0
      store.write({ code: sending, revision: revision.current, saved: true })
      if (latest.current === sending) setSave({ kind: 'saved', where: 'server' })
      else void flush()
      return
    }
    if (error.code === 'draft-conflict') {
      const draft = error.details?.draft as ServerDraft | null | undefined
      if (!draft) {
        // There is nothing to save over any more: it is the first.
        revision.current = 0
        return void flush()
      }
      // Safe before it is decided upon: another tab of this browser may write over what this one remembers.
      store.keep({ because: 'CONFLICT', code: sending })
      void deliverCopies()
      setSave({ kind: 'conflict', theirs: draft.code, revision: draft.revision })
      return
    }
    setSave(navigator.onLine ? { kind: 'failed', message: error.message } : { kind: 'offline' })
    if (FINAL.has(error.code)) return
    const [first, longest] = RETRY_MS
    const wait = Math.min(longest, first * 2 ** failures.current++)
    retry.current = setTimeout(() => void flush(), wait)

    async function send(): Promise<ApiError | undefined> {
      const undelivered = await deliverCopies()
      if (undelivered) return undelivered
      if (sending === onServer.current) return undefined
      const answer = await callApi<{ revision: number }>(
        'PUT',
        `/api/drafts/${o.slug}`,
        { code: sending, revision: revision.current },
        o.account,
      )
      if (!answer.ok) return answer.error
      revision.current = answer.value.revision
      onServer.current = sending
      return undefined
    }
  }, [store, deliverCopies, o.account, o.slug])

  const change = useCallback(
    (next: string) => {
      if (next === latest.current) return
      latest.current = next
      setCode(next)
      setSave((s) => (s.kind === 'conflict' ? s : { kind: 'unsaved' }))
      const now = Date.now()
      firstUnsaved.current ||= now
      if (timer.current) clearTimeout(timer.current)
      timer.current = setTimeout(() => void flush(), saveWaitMs(now, firstUnsaved.current))
    },
    [flush],
  )

  /** Replaces the code from outside the editor. */
  const replace = useCallback(
    (next: string) => {
      change(next)
      setEpoch((n) => n + 1)
    },
    [change],
  )

  // What this browser kept and the page does not have: typed signed out or offline, or later than a page from the cache.
  // Once: what is typed later is newer than either.
  const opened = useRef(false)
  useEffect(() => {
    if (opened.current) return
    opened.current = true
    const opening = openingOf(o.initial, store.read(), o.starter)
    if (opening.kind === 'browser') {
      revision.current = opening.revision
      if (opening.saved) {
        latest.current = opening.code
        onServer.current = opening.code
        setCode(opening.code)
        setEpoch((n) => n + 1)
      } else replace(opening.code)
    }
    if (opening.kind === 'conflict') {
      latest.current = opening.mine
      setCode(opening.mine)
      setEpoch((n) => n + 1)
      setSave({ kind: 'conflict', theirs: o.initial?.code ?? o.starter, revision: o.initial?.revision ?? 0 })
    }
    const waiting = store.waiting()
    const last = waiting.at(-1)
    if (last?.because === 'RESET' && latest.current === o.starter)
      setUndoable({ because: 'RESET', code: last.code })
    if (signedIn && waiting.some((c) => !c.refused)) void deliverCopies()
  }, [store, signedIn, o.initial, o.starter, replace, deliverCopies])

  // A page that goes away keeps what it has, synchronously.
  useEffect(() => {
    const keep = () => {
      if (timer.current || retry.current || inFlight.current)
        store.write({ code: latest.current, revision: revision.current })
    }
    const backOnline = () => {
      if (timer.current || retry.current) void flush()
    }
    window.addEventListener('pagehide', keep)
    window.addEventListener('online', backOnline)
    return () => {
      window.removeEventListener('pagehide', keep)
      window.removeEventListener('online', backOnline)
      keep()
      if (retry.current) clearTimeout(retry.current)
    }
  }, [store, flush])

  /** Takes other code into the editor. What was there goes to the kept copies, and `undo` brings it back. */
  const take = useCallback(
    (next: string, because: Undoable['because'] = 'RESTORE') => {
      const before = latest.current
      if (before === next) return
      if (before !== o.starter) store.keep({ because, code: before } satisfies WaitingCopy)
      setUndoable({ because, code: before })
      replace(next)
    },
    [replace, store, o.starter],
  )
  const reset = useCallback(() => take(o.starter, 'RESET'), [take, o.starter])

  const undo = useCallback(() => {
    if (undoable === null) return
    take(undoable.code)
    setUndoable(null)
  }, [take, undoable])

  /** Ends a conflict with the text that the learner chose. What of the two did not become it is kept. */
  const resolve = useCallback(
    (chosen: string) => {
      if (save.kind !== 'conflict') return
      for (const text of [latest.current, save.theirs])
        if (text !== chosen && text !== o.starter) store.keep({ because: 'CONFLICT', code: text })
      revision.current = save.revision
      onServer.current = save.theirs
      setSave({ kind: 'unsaved' })
      if (chosen !== latest.current) {
        latest.current = chosen
        setCode(chosen)
        setEpoch((n) => n + 1)
      }
      void flush()
    },
    [flush, save, store, o.starter],
  )

  return { code, epoch, change, flush, save, reset, take, undoable, undo, resolve }
}
