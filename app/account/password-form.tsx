'use client'
import { type FormEvent, useState } from 'react'
import { Button } from '@/app/ui/button.tsx'
import { Field } from '@/app/ui/field.tsx'
import { postJson, type Refused } from '@/app/ui/post-json.ts'

export function PasswordForm({ email }: { email: string }) {
  const [refused, setRefused] = useState<Refused | null>(null)
  const [state, setState] = useState<'idle' | 'sending' | 'done'>('idle')
  const send = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const { current, password } = Object.fromEntries(new FormData(form))
    setState('sending')
    const answer = await postJson('/api/account/password', { current, password }, 'PUT')
    setRefused(answer.ok ? null : answer)
    setState(answer.ok ? 'done' : 'idle')
    if (answer.ok) form.reset()
  }
  const wrong = refused?.code === 'wrong-credentials' ? refused.message : undefined
  const general = refused && !wrong && Object.keys(refused.fields).length === 0 ? refused.message : null
  return (
    <form onSubmit={send} noValidate className="flex max-w-96 flex-col items-start gap-4">
      {/* Tells password managers whose it is. */}
      <input type="email" name="email" value={email} readOnly autoComplete="username" className="hidden" />
      <p role="alert" className={general ? 'border-ink border-l-2 pl-3' : 'hidden'}>
        {general}
      </p>
      <Field
        label="Present password"
        name="current"
        type="password"
        autoComplete="current-password"
        error={wrong ?? refused?.fields.current}
        className="w-full"
      />
      <Field
        label="New password"
        hint="At least 10 characters. Every other session ends."
        name="password"
        type="password"
        autoComplete="new-password"
        error={refused?.fields.password}
        className="w-full"
        onChange={() => setState('idle')}
      />
      <div className="flex items-center gap-3">
        <Button type="submit" disabled={state === 'sending'}>
          Change the password
        </Button>
        <span role="status" className="text-muted">
          {state === 'done' && 'Changed. Other sessions have ended.'}
        </span>
      </div>
    </form>
  )
}
