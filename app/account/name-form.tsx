'use client'
import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { Button } from '@/app/ui/button.tsx'
import { Field } from '@/app/ui/field.tsx'
import { postJson } from '@/app/ui/post-json.ts'

export function NameForm({ name }: { name: string }) {
  const router = useRouter()
  const [problem, setProblem] = useState<string>()
  const [state, setState] = useState<'idle' | 'sending' | 'done'>('idle')
  const send = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const given = String(new FormData(event.currentTarget).get('name') ?? '')
    setState('sending')
    const answer = await postJson('/api/account', { name: given }, 'PATCH')
    setProblem(answer.ok ? undefined : (answer.fields.name ?? answer.message))
    setState(answer.ok ? 'done' : 'idle')
    if (answer.ok) router.refresh()
  }
  return (
    <form onSubmit={send} noValidate className="flex max-w-96 flex-col items-start gap-4">
      <Field
        label="Name"
        hint="Shown to you, in discussions, and to teachers of a course that you join. Certificates keep their own."
        name="name"
        defaultValue={name}
        autoComplete="name"
        error={problem}
        className="w-full"
        onChange={() => setState('idle')}
      />
      <div className="flex items-center gap-3">
        <Button type="submit" disabled={state === 'sending'}>
          Save the name
        </Button>
        <span role="status" className="text-muted">
          {state === 'done' && 'Saved.'}
        </span>
      </div>
    </form>
  )
}
