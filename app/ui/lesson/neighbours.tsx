import { lessonHref } from '@/app/lesson-href.ts'
import type { Pattern } from '@/lib/content/index.ts'
import { Link } from '../link.tsx'

/** Previous and next in the path. What is not written yet is named, not linked. */
export function Neighbours({ previous, next }: { previous: Pattern | null; next: Pattern | null }) {
  if (!previous && !next) return null
  return (
    <nav
      aria-label="Previous and next lesson"
      className="mt-16 grid max-w-measure grid-cols-2 gap-8 border-hairline border-t pt-6"
    >
      <div>{previous && <Neighbour label="Previous" pattern={previous} rel="prev" />}</div>
      <div className="text-right">{next && <Neighbour label="Next" pattern={next} rel="next" />}</div>
    </nav>
  )
}

function Neighbour({ label, pattern, rel }: { label: string; pattern: Pattern; rel: string }) {
  const href = lessonHref(pattern.slug)
  return (
    <>
      <p className="text-muted">{label}</p>
      <p className="mt-1 font-serif text-read">
        {href ? (
          <Link href={href} rel={rel}>
            {pattern.title}
          </Link>
        ) : (
          pattern.title
        )}
      </p>
      {!href && <p className="text-muted text-note">in preparation</p>}
    </>
  )
}
