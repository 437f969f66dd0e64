'use client'
import { Check, Copy, Download } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { Button } from '@/app/ui/button.tsx'
import { Field } from '@/app/ui/field.tsx'
import { postJson } from '@/app/ui/post-json.ts'

/** What only the owner is offered: the file, the link, and a correction of the name. */
export function OwnerTools({ code, name, link }: { code: string; name: string; link: string }) {
  return (
    <section aria-label="Your certificate" className="mt-8 flex max-w-[60rem] flex-col gap-8 print:hidden">
      <div className="flex flex-wrap gap-3">
        <Button asChild look="primary">
          <a href={`/api/certificates/${code}/pdf`} download>
            <Download size={16} strokeWidth={1.75} aria-hidden />
            Download the PDF
          </a>
        </Button>
        <CopyLink link={link} />
      </div>
      <Rename code={code} name={name} />
    </section>
  )
}

function CopyLink({ link }: { link: string }) {
  const [state, setState] = useState<'idle' | 'copied' | 'refused'>('idle')
  const copy = () =>
    navigator.clipboard.writeText(link).then(
      () => setState('copied'),
      () => setState('refused'),
    )
  const Icon = state === 'copied' ? Check : Copy
  return (
    <Button onClick={copy} onBlur={() => setState('idle')}>
      <Icon size={16} strokeWidth={1.75} aria-hidden />
      <span aria-live="polite">{labels[state]}</span>
    </Button>
  )
}

const labels = { idle: 'Copy the link', copied: 'Copied', refused: 'Copy it from the page' }

function Rename({ code, name }: { code: string; name: string }) {
  const router = useRouter()
  const [problem, setProblem] = useState<string>()
  const [state, setState] = useState<'idle' | 'sending' | 'done'>('idle')
  const send = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const given = String(new FormData(event.currentTarget).get('name') ?? '')
    setState('sending')
    const answer = await postJson<{ name: string }>(`/api/certificates/${code}`, { name: given }, 'PATCH')
    setProblem(answer.ok ? undefined : (answer.fields.name ?? answer.message))
    setState(answer.ok ? 'done' : 'idle')
    if (answer.ok) router.refresh()
  }
  return (
    <form onSubmit={send} noValidate className="flex max-w-96 flex-col items-start gap-4">
      <Field
        label="Name on the certificate"
        hint="Link and date stay as they are; PDFs that you gave away keep the earlier name."
        name="name"
        defaultValue={name}
        autoComplete="name"
        error={problem}
        className="w-full"
        onChange={() => setState('idle')}
      />
      <div className="flex items-center gap-3">
        <Button type="submit" disabled={state === 'sending'}>
          Change the name
        </Button>
        <span role="status" className="text-muted">
          {state === 'done' && 'Changed.'}
        </span>
      </div>
    </form>
  )
}
