import type { Metadata } from 'next'
import { readerClock } from '@/app/reader-clock.ts'
import { Button } from '@/app/ui/button.tsx'
import { ReaderZone } from '@/app/ui/clock/reader-zone.tsx'
import { EmptyState } from '@/app/ui/empty-state.tsx'
import { HistoryList } from '@/app/ui/history/list.tsx'
import { Link } from '@/app/ui/link.tsx'
import { Page } from '@/app/ui/page-frame.tsx'
import { PageHeader } from '@/app/ui/page-header.tsx'
import { urls } from '@/app/urls.ts'
import { findExercise } from '@/lib/exercises/index.ts'
import { findProgress } from '@/lib/progress/index.ts'
import { findDraft, KEPT_COPIES_MAX, listHistory } from '@/lib/submissions/index.ts'
import { FILE, requireLearner } from './versions.ts'

interface Props {
  params: Promise<{ slug: string }>
  /** Where the page before ended. */
  searchParams: Promise<{ before?: string | string[] }>
}

export async function generateMetadata({ params }: Pick<Props, 'params'>): Promise<Metadata> {
  const exercise = findExercise((await params).slug)
  return { title: exercise ? `${exercise.title}, history` : undefined, robots: { index: false } }
}

/** All that the learner submitted for an exercise, and all that something else took the place of. */
export default async function HistoryPage({ params, searchParams }: Props) {
  const { slug } = await params
  const { before } = await searchParams
  const { exercise, user } = await requireLearner(slug, urls.history(slug))
  const [{ entries, next }, draft, progress, clock] = await Promise.all([
    listHistory(user.id, exercise.uuid, typeof before === 'string' ? { before } : {}),
    findDraft(user.id, exercise.uuid, FILE),
    findProgress(user.id, exercise.uuid),
    readerClock(),
  ])
  return (
    <Page>
      <ReaderZone told={clock.told} />
      <PageHeader
        crumbs={[
          { label: 'Learn', href: urls.learn() },
          { label: exercise.title, href: urls.exercise(slug) },
        ]}
        title="History"
        lede={`Every submission stays as it was judged. So do the newest ${KEPT_COPIES_MAX} texts that a reset, a restored version or a conflict took out of the editor.`}
        actions={
          <span className="flex flex-wrap gap-2">
            {progress?.state === 'PASSED' && (
              <Button asChild>
                <Link href={urls.solutions(slug)} className="">
                  Model solution
                </Link>
              </Button>
            )}
            <Button asChild>
              <Link href={urls.exercise(slug)} className="">
                Back to the code
              </Link>
            </Button>
          </span>
        }
      />
      {entries.length === 0 ? (
        <EmptyState
          title={before === undefined ? 'Nothing has been submitted yet' : 'Nothing is older than this'}
          action={
            <Button asChild look="primary">
              <Link href={before === undefined ? urls.exercise(slug) : urls.history(slug)} className="">
                {before === undefined ? 'Open the exercise' : 'To the newest'}
              </Link>
            </Button>
          }
        >
          Submit a solution, whatever becomes of it: it stands here with its verdict, to be opened, compared
          and restored.
        </EmptyState>
      ) : (
        <HistoryList
          exercise={exercise}
          entries={entries}
          draft={before === undefined ? draft : null}
          clock={clock}
        />
      )}
      <nav aria-label="Pages of the history" className="flex gap-6 py-8">
        {before !== undefined && <Link href={urls.history(slug)}>Newest</Link>}
        {next && <Link href={urls.history(slug, next)}>Older</Link>}
      </nav>
    </Page>
  )
}
