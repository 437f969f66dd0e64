'use client'
import { useEffect, useRef } from 'react'
import Editor from 'react-simple-code-editor'
import { highlight } from 'sugar-high'

const FIELD = 'first-run-code'

/** A few lines of TypeScript to change. Tab leaves it, as it leaves any field. */
export function CodeField({
  code,
  onChange,
  reveal,
}: {
  code: string
  onChange: (code: string) => void
  /** A line to select; a new object selects it again. */
  reveal: { line: number } | null
}) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const field = box.current?.querySelector('textarea')
    if (!field || !reveal) return
    const lines = field.value.split('\n')
    const start = lines.slice(0, reveal.line - 1).reduce((n, l) => n + l.length + 1, 0)
    field.focus()
    field.setSelectionRange(start, start + (lines[reveal.line - 1]?.length ?? 0))
  }, [reveal])
  return (
    <div ref={box} className="first-run-code">
      <label htmlFor={FIELD} className="sr-only">
        The shop, in TypeScript
      </label>
      <Editor
        textareaId={FIELD}
        value={code}
        onValueChange={onChange}
        highlight={highlight}
        ignoreTabKey
        padding={{ top: 12, right: 16, bottom: 0, left: 16 }}
      />
    </div>
  )
}
