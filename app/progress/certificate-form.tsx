'use client'
import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { Button } from '@/app/ui/button.tsx'
import { Field } from '@/app/ui/field.tsx'
import { postJson } from '@/app/ui/post-json.ts'
import { urls } from '@/app/urls.ts'

/** Asks for the name that is to stand on it, and goes to the certificate. */
export function CertificateForm({ path, name }: { path: string; name: string }) {
  const router = useRouter()
  const [problem, setProblem] = useState<string>()
  const [sending, setSending] = useState(false)
  const send = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const given = String(new FormData(event.currentTarget).get('name') ?? '')
    setSending(true)
    const answer = await postJson<{ code: string }>('/api/certificates', { path, name: given })
    if (answer.ok) return router.push(urls.certificate(answer.value.code))
    setSending(false)
    setProblem(answer.fields.name ?? answer.message)
  }
  return (
    <form onSubmit={send} noValidate className="flex max-w-96 flex-col items-start gap-4">
      <Field
        label="Name on the certificate"
        name="name"
        defaultValue={name}
        autoComplete="name"
        error={problem}
        className="w-full"
      />
      <Button look="primary" type="submit" disabled={sending}>
        {sending ? 'One moment' : 'Issue the certificate'}
      </Button>
    </form>
  )
}
