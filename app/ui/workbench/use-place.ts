'use client'
import { useCallback, useEffect, useMemo, useRef } from 'react'

export interface Cursor {
  /** Both from 1. */
  line: number
  column: number
}

/** Where the learner is in the file: what the editor opens at, and whom it tells when the cursor moves. */
export interface PlaceKeeper {
  start: Cursor | null
  moved: (cursor: Cursor) => void
}

/** After the last move; as long as the draft waits for the last key. */
const QUIET_MS = 1_500
/** Who opens an exercise and reads its task is in it, without having touched the editor. */
const OPEN_MS = 5_000

/** Keeps the cursor with the account, so that any device goes on there. Without an account nothing is kept. */
export function usePlace({
  slug,
  stage,
  account,
  start,
}: {
  slug: string
  /** Of a staged exercise. */
  stage: string | null
  account: string | null
  start: (Cursor & { stage: string | null }) | null
}): PlaceKeeper {
  const latest = useRef<Cursor>(start ? { line: start.line, column: start.column } : { line: 1, column: 1 })
  const startStage = useRef(start?.stage ?? null)
  const sent = useRef('')
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)

  const send = useCallback(() => {
    clearTimeout(timer.current)
    timer.current = undefined
    const body = JSON.stringify({ file: 'solution.ts', stage, ...latest.current })
    if (account === null || sent.current === body) return
    sent.current = body
    void fetch(`/api/progress/places/${slug}`, {
      method: 'PUT',
      // A page that closes is still heard.
      keepalive: true,
      headers: { 'content-type': 'application/json', 'x-faultline-account': account },
      body,
    }).catch(() => {
      // Without a connection the next move says it again; the draft has a keeper of its own.
      sent.current = ''
    })
  }, [slug, stage, account])

  useEffect(() => {
    // Whoever has gone to a stage is there at once.
    timer.current = setTimeout(send, stage === startStage.current ? OPEN_MS : QUIET_MS)
    const leave = () => document.visibilityState === 'hidden' && sent.current && send()
    document.addEventListener('visibilitychange', leave)
    return () => {
      document.removeEventListener('visibilitychange', leave)
      clearTimeout(timer.current)
      if (sent.current) send()
    }
  }, [send, stage])

  return useMemo(
    () => ({
      start,
      moved: (cursor) => {
        latest.current = cursor
        clearTimeout(timer.current)
        timer.current = setTimeout(send, QUIET_MS)
      },
    }),
    [start, send],
  )
}

/** What is needed of Monaco's editor. */
interface CursorEditor {
  setPosition: (position: { lineNumber: number; column: number }) => void
  revealLineInCenterIfOutsideViewport: (line: number) => void
  onDidChangeCursorPosition: (
    tell: (event: { position: { lineNumber: number; column: number } }) => void,
  ) => unknown
}

/** Opens the editor at the place, without taking the focus there, and follows the cursor. */
export function followCursor(editor: CursorEditor, place: PlaceKeeper): void {
  if (place.start) {
    // A place beyond the end of a file that has become shorter is its end: the editor sees to that.
    editor.setPosition({ lineNumber: place.start.line, column: place.start.column })
    editor.revealLineInCenterIfOutsideViewport(place.start.line)
  }
  editor.onDidChangeCursorPosition(({ position }) =>
    place.moved({ line: position.lineNumber, column: position.column }),
  )
}

/** The same for a text area: its selection, and the line in view. */
export function openAt(area: HTMLTextAreaElement, { line, column }: Cursor): void {
  const lines = area.value.split('\n')
  const row = Math.min(line, lines.length) - 1
  const before = lines.slice(0, row).reduce((sum, text) => sum + text.length + 1, 0)
  const at = before + Math.min(column - 1, lines[row]?.length ?? 0)
  area.setSelectionRange(at, at)
  area.scrollTop = (area.scrollHeight / lines.length) * Math.max(0, row - 3)
}

export function cursorOf(area: HTMLTextAreaElement): Cursor {
  const before = area.value.slice(0, area.selectionStart).split('\n')
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}
