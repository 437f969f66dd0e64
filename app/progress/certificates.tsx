import type { Clock } from '@/app/ui/clock/clock.ts'
import { Link } from '@/app/ui/link.tsx'
import { urls } from '@/app/urls.ts'
import { getCourse } from '@/lib/content/index.ts'
import { completionOf, type Standings } from '@/lib/paths/index.ts'
import type { Certificate } from '@/lib/progress/index.ts'
import { CertificateForm } from './certificate-form.tsx'
import { Section } from './section.tsx'

/** What was earned, what can be had now, and what is missing for the rest. */
export function Certificates({
  certificates,
  standings,
  name,
  clock,
}: {
  certificates: readonly Certificate[]
  standings: Standings
  name: string | null
  clock: Clock
}) {
  const paths = getCourse().paths.map((path) => ({
    path,
    completion: completionOf(path, standings),
    certificate: certificates.find((candidate) => candidate.path === path.id),
  }))
  const open = paths.filter(({ completion: c }) => c.inPreparation.length === 0)
  const closed = paths.filter(({ completion: c, certificate }) => c.inPreparation.length > 0 && !certificate)
  const earned = paths.filter(({ certificate }) => certificate)
  return (
    <Section id="certificates" title="Certificates">
      <ul className="flex flex-col gap-6">
        {earned.map(({ path, certificate }) => (
          <li key={path.id}>
            <p className="font-serif text-read">
              <Link href={urls.certificate(certificate?.code ?? '')}>{path.title} path</Link>
            </p>
            <p className="mt-1 text-muted">
              Issued to {certificate?.name} on {certificate && clock.day(certificate.issuedAt)}. The page has
              the PDF and the link to verify it.
            </p>
          </li>
        ))}
        {open
          .filter(({ certificate }) => !certificate)
          .map(({ path, completion }) => (
            <li key={path.id}>
              <p className="font-serif text-read">{path.title} path</p>
              {completion.complete ? (
                <>
                  <p className="mt-1 mb-4 max-w-measure text-muted">
                    All {completion.of} exercises are passed. The certificate bears the name that you give
                    here, and anybody who has its link can see name, path and date.
                  </p>
                  <CertificateForm path={path.id} name={name ?? ''} />
                </>
              ) : (
                <p className="mt-1 max-w-measure text-muted">
                  {completion.passed.length} of {completion.of} exercises passed; the certificate is issued
                  for all of them.
                </p>
              )}
            </li>
          ))}
        {closed.length > 0 && (
          <li className="max-w-measure text-muted">
            Nobody can complete the other {closed.length === 1 ? 'path' : 'paths'} yet; in preparation are{' '}
            {closed
              .map(
                ({ path, completion: c }) => `${c.inPreparation.length} of ${c.of} patterns of ${path.title}`,
              )
              .join(', ')}
            .
          </li>
        )}
      </ul>
    </Section>
  )
}
