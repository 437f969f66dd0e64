import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import type { ReactNode } from 'react'
import { readerClock } from '@/app/reader-clock.ts'
import { Button } from '@/app/ui/button.tsx'
import { ReaderZone } from '@/app/ui/clock/reader-zone.tsx'
import { PastVerdict } from '@/app/ui/history/past-verdict.tsx'
import { RestoreButton } from '@/app/ui/history/restore-button.tsx'
import { Source } from '@/app/ui/history/source.tsx'
import { Link } from '@/app/ui/link.tsx'
import { Page } from '@/app/ui/page-frame.tsx'
import { PageHeader } from '@/app/ui/page-header.tsx'
import { renderHints } from '@/app/ui/workbench/task-text.tsx'
import { urls } from '@/app/urls.ts'
import { type Exercise, findExercise } from '@/lib/exercises/index.ts'
import type { Submission } from '@/lib/submissions/index.ts'
import { FILE, requireLearner, requireVersion } from '../versions.ts'

interface Props {
  params: Promise<{ slug: string; version: string }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const exercise = findExercise((await params).slug)
  return { title: exercise ? `${exercise.title}, a version` : undefined, robots: { index: false } }
}

/** One submission with its verdict, or one kept copy, to be read. */
export default async function VersionPage({ params }: Props) {
  const { slug, version: name } = await params
  const { exercise, user } = await requireLearner(slug, urls.version(slug, name))
  if (name === 'draft') notFound()
  const { label, code, submission } = await requireVersion(user.id, exercise, name)
  return (
    <Page>
      <ReaderZone told={(await readerClock()).told} />
      <PageHeader
        crumbs={[
          { label: exercise.title, href: urls.exercise(slug) },
          { label: 'History', href: urls.history(slug) },
        ]}
        title={submission ? 'Submission' : 'Kept copy'}
        lede={submission ? about(exercise, submission, label) : `${label}.`}
        actions={
          <span className="flex flex-wrap items-center gap-2">
            <Button asChild size="small">
              <Link href={urls.compareVersions(slug, name, 'draft')} className="">
                Compare with the editor
              </Link>
            </Button>
            {submission && exercise.isGameDay && (
              <Button asChild size="small">
                <Link href={urls.postmortem(slug, submission.id)} className="">
                  Postmortem
                </Link>
              </Button>
            )}
            <RestoreButton slug={slug} version={name} stage={submission?.stage ?? null} />
          </span>
        }
      />
      <div className="flex flex-col gap-10 pb-16">
        {submission && (
          <section aria-label="Verdict" className="border-hairline border-t pt-6">
            <Judged exercise={exercise} submission={submission} />
          </section>
        )}
        <section aria-label="Code">
          <Source code={code} title={FILE} />
        </section>
      </div>
    </Page>
  )
}

function about({ stages, version }: Exercise, { stage, suiteVersion }: Submission, label: string): string {
  const at = stages.findIndex((s) => s.id === stage)
  const stageWords = at < 0 ? '' : ` Stage ${at + 1}, ${stages[at]?.title}.`
  const suiteWords =
    suiteVersion === version
      ? ''
      : ` Judged by version ${suiteVersion} of the suite; the exercise now has version ${version}.`
  return `${label}.${stageWords}${suiteWords}`
}

async function Judged({
  exercise,
  submission,
}: {
  exercise: Exercise
  submission: Submission
}): Promise<ReactNode> {
  const { verdict, state } = submission
  if (verdict) {
    const hint =
      verdict.outcome === 'failed' && verdict.hint ? (await renderHints(exercise))[verdict.hint] : undefined
    return <PastVerdict slug={exercise.slug} verdict={verdict} {...(hint ? { hint } : {})} />
  }
  if (state === 'CANCELLED')
    return <p className="max-w-measure">It was cancelled before it had a verdict, and does not count.</p>
  return (
    <p className="max-w-measure">
      It has no verdict yet. <Link href={urls.exercise(exercise.slug)}>The workbench</Link> shows how far it
      is; reload this page when it is over.
    </p>
  )
}
