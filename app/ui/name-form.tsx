'use client'
import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { Button } from './button.tsx'
import { Field } from './field.tsx'
import { postJson } from './post-json.ts'

/** Changes a name: PATCHes `{ name }` to `url`, and shows the page anew. */
export function NameForm({
  url,
  name,
  label,
  hint,
  action,
  done,
}: {
  url: string
  name: string
  label: string
  hint: string
  /** What the button says, and what is said when it is done. */
  action: string
  done: string
}) {
  const router = useRouter()
  const [problem, setProblem] = useState<string>()
  const [state, setState] = useState<'idle' | 'sending' | 'done'>('idle')
  const send = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const given = String(new FormData(event.currentTarget).get('name') ?? '')
    setState('sending')
    const answer = await postJson(url, { name: given }, 'PATCH')
    setProblem(answer.ok ? undefined : (answer.fields.name ?? answer.message))
    setState(answer.ok ? 'done' : 'idle')
    if (answer.ok) router.refresh()
  }
  return (
    <form onSubmit={send} noValidate className="flex max-w-96 flex-col items-start gap-4">
      <Field
        label={label}
        hint={hint}
        name="name"
        defaultValue={name}
        autoComplete="name"
        error={problem}
        className="w-full"
        onChange={() => setState('idle')}
      />
      <div className="flex items-center gap-3">
        <Button type="submit" disabled={state === 'sending'}>
          {action}
        </Button>
        <span role="status" className="text-muted">
          {state === 'done' && done}
        </span>
      </div>
    </form>
  )
}
