'use client'
import { type FormEvent, useId, useState } from 'react'
import { Button } from '../button.tsx'

/** One sentence of why, for a report or a moderator's decision. */
export function ReasonForm({
  label,
  submitLabel,
  onCancel,
  onSubmit,
}: {
  label: string
  submitLabel: string
  onCancel: () => void
  /** A message when it was refused; null when it is done. */
  onSubmit: (reason: string) => Promise<string | null>
}) {
  const id = useId()
  const [reason, setReason] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const [sending, setSending] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setSending(true)
    setProblem(await onSubmit(reason))
    setSending(false)
  }
  return (
    <form onSubmit={submit} className="mt-3 flex max-w-measure flex-col gap-2">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <input
        id={id}
        value={reason}
        maxLength={500}
        onChange={(event) => setReason(event.currentTarget.value)}
        className="h-10 w-full rounded-md border border-stroke bg-raised px-3 text-ui hover:border-ink"
      />
      {problem && <p role="alert">{problem}</p>}
      <div className="flex gap-2">
        <Button type="submit" size="small" look="primary" disabled={sending || reason.trim() === ''}>
          {submitLabel}
        </Button>
        <Button size="small" look="quiet" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </form>
  )
}
