import { urls } from '@/app/urls.ts'
import type { Path } from '@/lib/content/index.ts'
import { Link } from '../link.tsx'

/** The four weeks of a path in one row. */
export function WeekTitles({ path }: { path: Path }) {
  return (
    <ol className="grid gap-x-6 gap-y-3 sm:grid-cols-2 xl:grid-cols-4">
      {path.weeks.map((week, at) => (
        <li key={week.id}>
          <span className="block text-muted">Week {at + 1}</span>
          <Link href={urls.week(path.id, week.id)} className="hover:underline hover:underline-offset-4">
            {week.title}
          </Link>
        </li>
      ))}
    </ol>
  )
}
