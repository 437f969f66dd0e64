'use client'
import { useEffect, useRef } from 'react'
import { cursorOf, openAt, type PlaceKeeper } from './use-place.ts'

/** A text area: for touch screens, and for who has chosen it. */
export function PlainEditor({
  code,
  onChange,
  reveal,
  place,
}: {
  code: string
  onChange: (code: string) => void
  reveal: { line: number } | null
  place: PlaceKeeper
}) {
  const area = useRef<HTMLTextAreaElement>(null)
  // Once: what the page hears later must not move a cursor that is being typed at.
  const start = useRef(place.start)
  useEffect(() => {
    if (area.current && start.current) openAt(area.current, start.current)
  }, [])
  useEffect(() => {
    const element = area.current
    if (!element || !reveal) return
    const lines = element.value.split('\n')
    const start = lines.slice(0, reveal.line - 1).reduce((n, l) => n + l.length + 1, 0)
    element.focus()
    element.setSelectionRange(start, start + (lines[reveal.line - 1]?.length ?? 0))
    element.scrollTop = (element.scrollHeight / lines.length) * Math.max(0, reveal.line - 4)
  }, [reveal])
  return (
    <textarea
      ref={area}
      aria-label="Your solution"
      value={code}
      onChange={(e) => onChange(e.target.value)}
      onSelect={(e) => place.moved(cursorOf(e.currentTarget))}
      spellCheck={false}
      autoCapitalize="off"
      autoComplete="off"
      autoCorrect="off"
      wrap="off"
      className="h-full w-full resize-none bg-raised p-3 font-mono text-code outline-offset-[-2px]"
    />
  )
}
