import { CircleAlert } from 'lucide-react'
import { type ComponentProps, type ReactNode, useId } from 'react'

type Props = ComponentProps<'input'> & {
  label: string
  /** Stands under the label before anything went wrong. */
  hint?: ReactNode
  /** What came, what was expected, what to do. Marks the field invalid. */
  error?: string | undefined
}

/** A labelled input with its hint and its error tied to it for screen readers. */
export function Field({ label, hint, error, id, className = '', ...input }: Props) {
  const ownId = useId()
  const inputId = id ?? ownId
  const hintId = `${inputId}-hint`
  const errorId = `${inputId}-error`
  const describedBy = [hint ? hintId : '', error ? errorId : ''].filter(Boolean).join(' ')
  return (
    <div className={`flex flex-col gap-1 ${className}`}>
      <label htmlFor={inputId} className="font-medium">
        {label}
      </label>
      {hint && (
        <p id={hintId} className="text-muted text-note">
          {hint}
        </p>
      )}
      <input
        id={inputId}
        className="h-10 w-full rounded-md border border-stroke bg-raised px-3 text-ink text-ui transition-colors hover:border-ink aria-invalid:border-2 aria-invalid:border-ink"
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy || undefined}
        {...input}
      />
      {error && (
        // No fault colour: that one is kept for what broke in a run.
        <p id={errorId} className="flex gap-1.5 text-note">
          <CircleAlert size={16} strokeWidth={1.75} className="mt-0.5 shrink-0" aria-hidden />
          {error}
        </p>
      )}
    </div>
  )
}
