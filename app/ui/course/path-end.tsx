'use client'
import { urls } from '@/app/urls.ts'
import { Link } from '../link.tsx'
import { useStanding } from './standing-store.ts'

/** What completes the path, and how far that is. */
export function PathEnd({
  title,
  slugs,
  inPreparation,
}: {
  title: string
  slugs: readonly string[]
  inPreparation: number
}) {
  const own = useStanding()
  const left = own && slugs.filter((slug) => own.standings[slug]?.exercise !== 'passed').length
  return (
    <section
      id="certificate"
      aria-labelledby="certificate-title"
      className="grid scroll-mt-6 gap-x-14 border-stroke border-t pt-4 md:grid-cols-[11.5rem_1fr]"
    >
      <h2 id="certificate-title" className="mb-4 font-serif text-read">
        Certificate
      </h2>
      <div className="max-w-measure font-serif text-read">
        {inPreparation > 0 ? (
          <p>
            {inPreparation} of the {slugs.length} patterns of this path {inPreparation === 1 ? 'is' : 'are'}{' '}
            in preparation, so nobody can complete it yet. What you pass now counts when{' '}
            {inPreparation === 1 ? 'it is' : 'they are'} ready.
          </p>
        ) : (
          <p>
            Whoever has passed the exercises of all {slugs.length} patterns has completed the {title} path and
            gets a certificate that anybody can verify. Game days are not asked for.
          </p>
        )}
        {inPreparation === 0 && left !== null && (
          <p className="mt-2">
            {left === 0 ? (
              <>
                You have passed them all.{' '}
                <Link href={`${urls.progress()}#certificates`}>Get the certificate</Link>
              </>
            ) : (
              `${left} to go.`
            )}
          </p>
        )}
      </div>
    </section>
  )
}
