'use client'
import { Check, Copy, Download } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/app/ui/button.tsx'
import { NameForm } from '@/app/ui/name-form.tsx'

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
      <NameForm
        url={`/api/certificates/${code}`}
        name={name}
        label="Name on the certificate"
        hint="Link and date stay as they are; PDFs that you gave away keep the earlier name."
        action="Change the name"
        done="Changed."
      />
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
