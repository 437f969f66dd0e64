import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import type { ReactNode } from 'react'
import { readerClock } from '@/app/reader-clock.ts'
import { findUser } from '@/app/session.ts'
import { Button } from '@/app/ui/button.tsx'
import type { Clock } from '@/app/ui/clock/clock.ts'
import { ReaderZone } from '@/app/ui/clock/reader-zone.tsx'
import { EmptyState } from '@/app/ui/empty-state.tsx'
import { Link } from '@/app/ui/link.tsx'
import { Page } from '@/app/ui/page-frame.tsx'
import { PageHeader } from '@/app/ui/page-header.tsx'
import { Postmortem } from '@/app/ui/postmortem/index.ts'
import { wordOf } from '@/app/ui/verdict/words.ts'
import { urls } from '@/app/urls.ts'
import { Refusal } from '@/lib/errors/index.ts'
import { bundleSuite, findBaselines, findExercise } from '@/lib/exercises/index.ts'
import { listSubmissions, requireSubmission, type Submission } from '@/lib/submissions/index.ts'

interface Props {
  params: Promise<{ slug: string }>
  /** One of the learner's own submissions; the newest unless given. */
  searchParams: Promise<{ submission?: string | string[] }>
}

export async function generateMetadata({ params }: Pick<Props, 'params'>): Promise<Metadata> {
  const exercise = findExercise((await params).slug)
  return { title: exercise ? `${exercise.title}, postmortem` : undefined, robots: { index: false } }
}

/** What the scripted outage of a game day did to the learner's submission. The replay runs in the browser and decides nothing. */
export default async function PostmortemPage({ params, searchParams }: Props) {
  const { slug } = await params
  const { submission: asked } = await searchParams
  const exercise = findExercise(slug)
  const baselines = findBaselines(slug)
  if (!exercise || !baselines) notFound()
  const user = await findUser()
  const submission = user ? await findSubmission(user.id, slug, exercise.uuid, asked) : null
  const runner = submission ? await bundleSuite(slug, 'visible', 'worker') : null
  const clock = await readerClock()
  return (
    <Page>
      <ReaderZone told={clock.told} />
      <PageHeader
        crumbs={[
          { label: 'Learn', href: urls.learn() },
          { label: exercise.title, href: urls.exercise(slug) },
        ]}
        title="Postmortem"
        lede={
          submission
            ? about(submission, clock)
            : 'The scripted outage, as the reference and the starter go through it.'
        }
        actions={
          <Button asChild>
            <Link href={urls.exercise(slug)} className="">
              Back to the code
            </Link>
          </Button>
        }
      />
      {!submission && <NothingYet slug={slug} signedIn={user !== null} />}
      <Postmortem
        key={submission?.id ?? ''}
        slug={slug}
        baselines={baselines}
        {...(submission && runner
          ? { run: { code: submission.code, runnerUrl: `${urls.exercise(slug)}/runner?v=${runner.hash}` } }
          : {})}
      />
    </Page>
  )
}

function about({ createdAt, verdict, state }: Submission, clock: Clock): ReactNode {
  const word = verdict
    ? wordOf[verdict.outcome].toLowerCase()
    : state === 'CANCELLED'
      ? 'cancelled'
      : 'not judged yet'
  const why = verdict?.outcome === 'failed' ? ` at ${verdict.property}` : ''
  return `The scripted outage, replayed with your submission of ${clock.minute(createdAt)} (${word}${why}). The replay changes no verdict.`
}

function NothingYet({ slug, signedIn }: { slug: string; signedIn: boolean }) {
  const page = urls.postmortem(slug)
  return (
    <div className="mb-12">
      <EmptyState
        title={signedIn ? 'You have not submitted yet' : 'Sign in to see your own run here'}
        action={
          <Button asChild look="primary">
            <Link href={signedIn ? urls.exercise(slug) : urls.signIn(page)} className="">
              {signedIn ? 'Open the exercise' : 'Sign in'}
            </Link>
          </Button>
        }
      >
        {signedIn
          ? 'Submit a solution, whatever becomes of it. This page then replays the outage with its code.'
          : 'Submissions belong to an account. This page replays the outage with the code of your last one.'}
      </EmptyState>
    </div>
  )
}

/** The one that the address names, else the newest. Another's is as absent as one that never was. */
async function findSubmission(
  userId: string,
  slug: string,
  uuid: string,
  asked: string | string[] | undefined,
) {
  if (asked === undefined) {
    const [newest] = await listSubmissions(userId, uuid, { limit: 1 })
    return newest ? await requireSubmission(userId, newest.id) : null
  }
  try {
    const found = await requireSubmission(userId, String(asked))
    if (found.slug === slug && found.kind === 'SUBMISSION') return found
  } catch (e) {
    if (!(e instanceof Refusal)) throw e
  }
  return notFound()
}
