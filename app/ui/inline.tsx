import { Fragment } from 'react'

/** Text with `code` and *emphasis*, the whole markup of quizzes and citations. */
export function Inline({ text }: { text: string }) {
  const parts = text.split(/(`[^`]+`|\*[^*\s](?:[^*]*[^*\s])?\*)/)
  return parts.map((part, at) => {
    const key = `${at}`
    if (part.startsWith('`') && part.length > 1) {
      return (
        <code key={key} className="inline-code">
          {part.slice(1, -1)}
        </code>
      )
    }
    if (part.startsWith('*') && part.length > 2) return <em key={key}>{part.slice(1, -1)}</em>
    return <Fragment key={key}>{part}</Fragment>
  })
}
