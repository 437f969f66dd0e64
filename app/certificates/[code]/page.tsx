import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { findUser } from '@/app/session.ts'
import { Page } from '@/app/ui/page-frame.tsx'
import { FaultMark } from '@/app/ui/site/wordmark.tsx'
import { urls } from '@/app/urls.ts'
import { config } from '@/lib/config/index.ts'
import { findCertificate } from '@/lib/progress/index.ts'
import { OwnerTools } from './owner-tools.tsx'

interface Props {
  params: Promise<{ code: string }>
}

/** Whoever has the link may see it; search engines are asked to leave it alone. */
export const metadata: Metadata = { title: 'Certificate', robots: { index: false, follow: false } }

export default async function CertificatePage({ params }: Props) {
  const { code } = await params
  const user = await findUser()
  const found = await findCertificate(code, user?.id ?? null)
  if (!found) notFound()
  const { name, pathTitle, issuedAt, mine } = found
  const link = `${config().origin}${urls.certificate(code)}`
  return (
    <Page className="pt-8 md:pt-12 print:pt-0">
      <article className="flex min-h-112 max-w-[60rem] flex-col border border-stroke bg-raised p-8 sm:p-14 print:min-h-[90vh] print:border-0">
        <p className="flex items-center gap-2.5">
          <FaultMark />
          <span className="font-serif text-read">Faultline</span>
        </p>
        <div className="my-14">
          <h1 className="font-serif text-muted text-read">Certificate</h1>
          <p className="mt-1 break-words font-serif text-title">{name}</p>
          <p className="mt-5 text-balance font-serif text-head">has completed the {pathTitle} path</p>
          <p className="mt-2 max-w-measure text-muted">
            and passed the exercise of every pattern on it, each judged in a simulated cluster under faults.
          </p>
        </div>
        <footer className="mt-auto flex flex-wrap items-end justify-between gap-x-10 gap-y-3 border-hairline border-t pt-4">
          <p>
            <span className="block text-muted text-note">Issued</span>
            <time dateTime={issuedAt.toISOString().slice(0, 10)}>{dateText(issuedAt)}</time>
          </p>
          <p className="min-w-0">
            <span className="block text-muted text-note">Genuine, if this page is at</span>
            <span className="break-all">{link}</span>
          </p>
        </footer>
      </article>
      {mine && <OwnerTools code={code} name={name} link={link} />}
    </Page>
  )
}

function dateText(date: Date): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(date)
}
