import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { readerClock } from '@/app/reader-clock.ts'
import { ReaderZone } from '@/app/ui/clock/reader-zone.tsx'
import { Diff } from '@/app/ui/diff/index.ts'
import { RestoreButton } from '@/app/ui/history/restore-button.tsx'
import { Page } from '@/app/ui/page-frame.tsx'
import { PageHeader } from '@/app/ui/page-header.tsx'
import { urls } from '@/app/urls.ts'
import { findExercise } from '@/lib/exercises/index.ts'
import { requireLearner, requireVersion, type Version } from '../versions.ts'

interface Props {
  params: Promise<{ slug: string }>
  /** Names of two versions: 's-<id>', 'c-<id>' or 'draft'. */
  searchParams: Promise<{ from?: string | string[]; to?: string | string[] }>
}

export async function generateMetadata({ params }: Pick<Props, 'params'>): Promise<Metadata> {
  const exercise = findExercise((await params).slug)
  return { title: exercise ? `${exercise.title}, two versions` : undefined, robots: { index: false } }
}

export default async function ComparePage({ params, searchParams }: Props) {
  const { slug } = await params
  const { from, to } = await searchParams
  if (typeof from !== 'string' || typeof to !== 'string') redirect(urls.history(slug))
  const { exercise, user } = await requireLearner(slug, urls.compareVersions(slug, from, to))
  const [left, right] = await Promise.all([
    requireVersion(user.id, exercise, from),
    requireVersion(user.id, exercise, to),
  ])
  const alike = left.code === right.code
  const restore = (v: Version, what: string) =>
    v.version === 'draft' || alike ? null : (
      <RestoreButton
        key={what}
        slug={slug}
        version={v.version}
        stage={v.submission?.stage ?? null}
        what={left.version === 'draft' || right.version === 'draft' ? 'it into the editor' : what}
      />
    )
  return (
    <Page className="pb-16">
      <ReaderZone told={(await readerClock()).told} />
      <PageHeader
        crumbs={[
          { label: exercise.title, href: urls.exercise(slug) },
          { label: 'History', href: urls.history(slug) },
        ]}
        title="Two versions"
        // Without a difference there are no two columns to bear the names.
        lede={alike ? `${left.label}; ${right.label}.` : undefined}
      />
      <Diff
        left={left.code}
        right={right.code}
        leftLabel={left.label}
        rightLabel={right.label}
        actions={[restore(left, 'the first'), restore(right, 'the second')]}
      />
    </Page>
  )
}
