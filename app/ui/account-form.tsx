'use client'
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { Button } from './button.tsx'
import { keepZone } from './clock/reader-zone.tsx'
import { Field } from './field.tsx'
import { postJson, type Refused } from './post-json.ts'

interface FieldSpec {
  name: string
  label: string
  type: 'email' | 'password' | 'text'
  autoComplete: string
  hint?: string
  required?: boolean
}

/** Sends a few fields to a route that answers with where to go next. Errors stand at their field, else above. */
export function AccountForm({
  action,
  fields,
  submit,
  callbackUrl,
  problem,
  children,
}: {
  action: string
  fields: readonly FieldSpec[]
  submit: string
  callbackUrl: string
  /** What went wrong before this page opened. */
  problem?: string | undefined
  children?: ReactNode
}) {
  const form = useRef<HTMLFormElement>(null)
  const [refused, setRefused] = useState<Refused | null>(null)
  const [sending, setSending] = useState(false)
  // What comes after may show times.
  useEffect(() => void keepZone(), [])

  const send = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const values = Object.fromEntries(new FormData(event.currentTarget)) as Record<string, string>
    const missing = fields.filter((field) => field.required !== false && !values[field.name]?.trim())
    if (missing.length > 0) {
      const message = 'Some fields are empty.'
      const empty = missing.map((field) => [field.name, `${field.label} is needed.`])
      show({ ok: false, code: 'empty', message, requestId: null, fields: Object.fromEntries(empty) })
      return
    }
    setSending(true)
    const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''))
    const answer = await postJson<{ url: string }>(action, { ...given, callbackUrl })
    if (answer.ok) return window.location.assign(answer.value.url)
    setSending(false)
    show(answer)
  }

  const show = (answer: Refused) => {
    setRefused(answer)
    const first = fields.find((field) => answer.fields[field.name])
    const input = first && form.current?.elements.namedItem(first.name)
    if (input instanceof HTMLInputElement) input.focus()
  }

  const byField = refused?.fields ?? {}
  const placed = fields.some((field) => byField[field.name])
  const general = refused ? (placed ? null : refused.message) : problem
  return (
    <form ref={form} onSubmit={send} noValidate method="post" className="flex max-w-96 flex-col gap-5">
      <div role="alert">
        {general && (
          <p className="border-ink border-l-2 pl-3">
            {general}
            {refused?.requestId && (
              <span className="mt-1 block text-muted text-note">
                Request <code className="select-all font-mono">{refused.requestId}</code>
              </span>
            )}
          </p>
        )}
      </div>
      {fields.map(({ required = true, ...field }) => (
        <Field key={field.name} {...field} required={required} error={byField[field.name]} />
      ))}
      <div>
        <Button look="primary" type="submit" disabled={sending}>
          {sending ? 'One moment' : submit}
        </Button>
      </div>
      {children}
    </form>
  )
}
