import type { Metadata } from 'next'
import { WeekList } from '@/app/ui/course/week-list.tsx'
import { Link } from '@/app/ui/link.tsx'
import { Page } from '@/app/ui/page-frame.tsx'
import { PageHeader } from '@/app/ui/page-header.tsx'
import { urls } from '@/app/urls.ts'
import { getCourse, listLessons } from '@/lib/content/index.ts'

export const metadata: Metadata = {
  title: 'Learn',
  description: 'Four paths of four weeks each, from one service under load to consensus across regions.',
}

export default function LearnPage() {
  const { paths } = getCourse()
  const written = listLessons().length
  return (
    <Page>
      <PageHeader
        title="Learn"
        lede={`Four paths of four weeks each. ${written === 1 ? 'One lesson is' : `${written} lessons are`} ready to read; the rest is in preparation.`}
      />
      {paths.map((path) => (
        <section key={path.id} aria-labelledby={path.id} className="border-stroke border-t pt-6 pb-16">
          <h2 id={path.id} className="font-serif text-head">
            <Link
              href={urls.path(path.id)}
              className="hover:underline hover:decoration-1 hover:underline-offset-4"
            >
              {path.title}
            </Link>
          </h2>
          <p className="mt-1 mb-6 max-w-measure font-serif text-muted text-read">{path.summary}</p>
          <WeekList path={path} />
        </section>
      ))}
    </Page>
  )
}
