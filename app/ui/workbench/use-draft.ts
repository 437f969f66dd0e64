'use client'
import { useCallback, useEffect, useRef, useState } from 'react'
import { readStored, writeStored } from '@/app/ui/stored.ts'
import { callApi } from './api.ts'

/** Keys go quiet for this long before a save; a steady typist is saved every `SAVE_EVERY_MS` all the same. */
const QUIET_MS = 800
const SAVE_EVERY_MS = 4_000
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

export type SaveState =
  | { kind: 'saved'; where: 'server' | 'browser' }
  | { kind: 'unsaved' }
  | { kind: 'failed'; message: string }
  /** Another tab or device saved meanwhile: the learner chooses. */
  | { kind: 'conflict'; theirs: string; revision: number }

const VISITOR = 'visitor'

interface StoredDraft {
  code: string
  revision: number
}

/** A draft that reaches the server (or this browser, without an account) seconds after the last key. */
export function useDraft(o: {
  slug: string
  /** Id of the account that the page was opened for; null for a visitor. */
  account: string | null
  initial: { code: string; revision: number } | null
  starter: string
}) {
  const signedIn = o.account !== null
  // Each account keeps its own copy in a browser that several people use. A visitor's goes to whoever signs in next.
  const key = `draft:${o.account ?? VISITOR}:${o.slug}`
  const visitorKey = `draft:${VISITOR}:${o.slug}`
  const [code, setCode] = useState(o.initial?.code ?? o.starter)
  const [save, setSave] = useState<SaveState>({ kind: 'saved', where: signedIn ? 'server' : 'browser' })
  const [undoReset, setUndoReset] = useState<string | null>(null)
  // Grows when the code changes by anything but typing, so that the editor takes it over then and only then.
  const [epoch, setEpoch] = useState(0)
  const latest = useRef(code)
  const revision = useRef(o.initial?.revision ?? 0)
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  const firstUnsaved = useRef(0)
  const inFlight = useRef(false)
  const failures = useRef(0)
  const retry = useRef<ReturnType<typeof setTimeout> | null>(null)

  const forget = useCallback(() => {
    writeStored(key, null)
    writeStored(visitorKey, null)
  }, [key, visitorKey])

  const flush = useCallback(async () => {
    for (const waiting of [timer, retry]) {
      if (waiting.current) clearTimeout(waiting.current)
      waiting.current = null
    }
    firstUnsaved.current = 0
    const sending = latest.current
    writeStored(key, { code: sending, revision: revision.current } satisfies StoredDraft)
    if (o.account === null) return setSave({ kind: 'saved', where: 'browser' })
    if (inFlight.current) return
    inFlight.current = true
    const answer = await callApi<{ revision: number }>(
      'PUT',
      `/api/drafts/${o.slug}`,
      { code: sending, revision: revision.current },
      o.account,
    )
    inFlight.current = false
    if (answer.ok) {
      failures.current = 0
      revision.current = answer.value.revision
      // Saved on the server: the copy in this browser has done its duty.
      if (latest.current === sending) {
        forget()
        setSave({ kind: 'saved', where: 'server' })
      } else void flush()
      return
    }
    const draft = answer.error.details?.draft as StoredDraft | null | undefined
    if (answer.error.code === 'draft-conflict' && draft) {
      setSave({ kind: 'conflict', theirs: draft.code, revision: draft.revision })
      return
    }
    setSave({ kind: 'failed', message: answer.error.message })
    if (FINAL.has(answer.error.code)) return
    const [first, longest] = RETRY_MS
    const wait = Math.min(longest, first * 2 ** failures.current++)
    retry.current = setTimeout(() => void flush(), wait)
  }, [key, forget, o.account, o.slug])

  const change = useCallback(
    (next: string) => {
      if (next === latest.current) return
      latest.current = next
      setCode(next)
      setSave((s) => (s.kind === 'conflict' ? s : { kind: 'unsaved' }))
      const now = Date.now()
      firstUnsaved.current ||= now
      if (timer.current) clearTimeout(timer.current)
      const wait = Math.max(0, Math.min(QUIET_MS, firstUnsaved.current + SAVE_EVERY_MS - now))
      timer.current = setTimeout(() => void flush(), wait)
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

  // What this browser kept and the server does not have: typed signed out, or saved last while offline.
  useEffect(() => {
    const left = signedIn ? readStored<StoredDraft>(visitorKey) : null
    const kept = readStored<StoredDraft>(key) ?? (left && { ...left, revision: 0 })
    if (!kept || kept.code === latest.current) return
    const serverMovedOn = o.initial !== null && o.initial.revision !== kept.revision
    if (!serverMovedOn) return replace(kept.code)
    latest.current = kept.code
    setCode(kept.code)
    setEpoch((n) => n + 1)
    setSave({ kind: 'conflict', theirs: o.initial?.code ?? o.starter, revision: o.initial?.revision ?? 0 })
  }, [key, visitorKey, signedIn, o.initial, o.starter, replace])

  // A page that goes away keeps what it has, synchronously.
  useEffect(() => {
    const keep = () => {
      if (timer.current || inFlight.current)
        writeStored(key, { code: latest.current, revision: revision.current })
    }
    window.addEventListener('pagehide', keep)
    window.addEventListener('online', flush)
    return () => {
      window.removeEventListener('pagehide', keep)
      window.removeEventListener('online', flush)
      if (retry.current) clearTimeout(retry.current)
      keep()
    }
  }, [key, flush])

  /** Takes other code into the editor; `undo` brings back what was there. */
  const take = useCallback(
    (next: string) => {
      setUndoReset(latest.current)
      replace(next)
    },
    [replace],
  )
  const reset = useCallback(() => take(o.starter), [take, o.starter])

  const undo = useCallback(() => {
    if (undoReset !== null) replace(undoReset)
    setUndoReset(null)
  }, [replace, undoReset])

  /** Ends a conflict: 'mine' overwrites what the server has, 'theirs' takes it. */
  const resolve = useCallback(
    (choice: 'mine' | 'theirs') => {
      if (save.kind !== 'conflict') return
      revision.current = save.revision
      if (choice === 'theirs') {
        latest.current = save.theirs
        setCode(save.theirs)
        setEpoch((n) => n + 1)
        forget()
        setSave({ kind: 'saved', where: 'server' })
      } else {
        setSave({ kind: 'unsaved' })
        void flush()
      }
    },
    [flush, forget, save],
  )

  return { code, epoch, change, flush, save, reset, take, undo: undoReset === null ? null : undo, resolve }
}
