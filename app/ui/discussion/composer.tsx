'use client'
import { type FormEvent, useId, useState } from 'react'
import { Button } from '../button.tsx'
import { useUnsent } from '../kept/use-unsent.ts'

/** lib/discussion refuses longer ones; said here before it comes to that. */
const CHARS_MAX = 6000

interface Props {
  label: string
  /** What is kept in this browser until it is sent lies under this name. */
  draftKey?: string
  initial?: { body: string; spoiler: boolean }
  submitLabel: string
  onCancel?: () => void
  /** A message when it was refused; null when it is done. */
  onSubmit: (post: { body: string; spoiler: boolean }) => Promise<string | null>
}

/** A contribution being written. The words stay in this browser until the server has them. */
export function Composer({ label, draftKey, initial, submitLabel, onCancel, onSubmit }: Props) {
  const id = useId()
  const [body, setBody] = useUnsent(draftKey ?? null, initial?.body)
  const [spoiler, setSpoiler] = useState(initial?.spoiler ?? false)
  const [problem, setProblem] = useState<string | null>(null)
  const [sending, setSending] = useState(false)
  const over = body.length - CHARS_MAX

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (body.trim() === '' || sending) return
    setSending(true)
    const refused = await onSubmit({ body, spoiler })
    setSending(false)
    setProblem(refused)
    if (refused === null) setBody('')
  }
  return (
    <form onSubmit={submit} className="flex max-w-measure flex-col gap-2">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <textarea
        id={id}
        value={body}
        rows={5}
        onChange={(event) => setBody(event.currentTarget.value)}
        aria-describedby={`${id}-hint`}
        aria-invalid={problem !== null || over > 0 ? true : undefined}
        className="w-full rounded-md border border-stroke bg-raised px-3 py-2 text-ui hover:border-ink aria-invalid:border-ink"
      />
      <p id={`${id}-hint`} className="text-muted text-note">
        {over > 0
          ? `${over.toLocaleString('en')} characters too many.`
          : 'Markdown: `code`, *emphasis*, > quotes, lists, [links](https://…). HTML and images are shown as text.'}
      </p>
      <label className="flex items-start gap-2">
        <input
          type="checkbox"
          className="mt-0.5 size-4 accent-accent"
          checked={spoiler}
          onChange={(event) => setSpoiler(event.currentTarget.checked)}
        />
        <span>Spoiler: gives away how it is done, so it is folded until somebody opens it</span>
      </label>
      {problem && <p role="alert">{problem}</p>}
      <div className="mt-1 flex gap-2">
        <Button
          type="submit"
          look="primary"
          size="small"
          disabled={sending || body.trim() === '' || over > 0}
        >
          {submitLabel}
        </Button>
        {onCancel && (
          <Button
            size="small"
            look="quiet"
            onClick={() => {
              // An answer that is put off is there again; a change that is given up is not.
              if (initial) setBody('')
              onCancel()
            }}
          >
            Cancel
          </Button>
        )}
      </div>
    </form>
  )
}
