import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { readerClock } from '@/app/reader-clock.ts'
import { findUser } from '@/app/session.ts'
import { Button } from '@/app/ui/button.tsx'
import { ReaderZone } from '@/app/ui/clock/reader-zone.tsx'
import { renderMarkdown } from '@/app/ui/discussion/markdown.tsx'
import { NewThread } from '@/app/ui/discussion/new-thread.tsx'
import { PostItem } from '@/app/ui/discussion/post-item.tsx'
import { EmptyState } from '@/app/ui/empty-state.tsx'
import { Link } from '@/app/ui/link.tsx'
import { Page } from '@/app/ui/page-frame.tsx'
import { PageHeader } from '@/app/ui/page-header.tsx'
import { urls } from '@/app/urls.ts'
import type { SessionUser } from '@/lib/auth/index.ts'
import {
  listThreads,
  type PostView,
  type Reader,
  requireReader,
  type Thread,
} from '@/lib/discussion/index.ts'
import { Refusal } from '@/lib/errors/index.ts'
import { findExercise } from '@/lib/exercises/index.ts'

interface Props {
  params: Promise<{ slug: string }>
  searchParams: Promise<{ before?: string | string[] }>
}

export async function generateMetadata({ params }: Pick<Props, 'params'>): Promise<Metadata> {
  const exercise = findExercise((await params).slug)
  return { title: exercise ? `${exercise.title}, discussion` : undefined, robots: { index: false } }
}

/** What others say about an exercise. lib/discussion decides who may read it; nothing of it is on the page before. */
export default async function DiscussionPage({ params, searchParams }: Props) {
  const { slug } = await params
  const { before } = await searchParams
  const exercise = findExercise(slug)
  if (!exercise) notFound()
  const user = await findUser()
  const reader = user ? await findReader(user, slug) : null
  return (
    <Page>
      <PageHeader
        crumbs={[{ label: exercise.title, href: urls.exercise(slug) }]}
        title="Discussion"
        lede="Questions, explanations, and what other designs cost. Open to everybody who has tried the exercise."
      />
      {!user ? (
        <SignedOut slug={slug} />
      ) : reader ? (
        <Threads reader={reader} before={isId(before) ? before : undefined} />
      ) : (
        <Locked slug={slug} />
      )}
    </Page>
  )
}

async function findReader(user: SessionUser, slug: string): Promise<Reader | null> {
  try {
    return await requireReader(user, slug)
  } catch (error) {
    if (error instanceof Refusal && error.code === 'attempt-required') return null
    throw error
  }
}

async function Threads({ reader, before }: { reader: Reader; before: string | undefined }) {
  const { threads, older } = await listThreads(reader, before)
  const { told } = await readerClock()
  return (
    <div className="max-w-[48rem]">
      <ReaderZone told={told} />
      {before === undefined && (
        <NewThread slug={reader.slug} passed={reader.passed} account={reader.userId} />
      )}
      {threads.length === 0 && (
        <p className="mt-12 border-hairline border-t pt-6 text-muted">
          {before === undefined
            ? 'Nobody has written anything yet. Yours is the first thread.'
            : 'There is nothing older.'}
        </p>
      )}
      <ol className="mt-12 flex flex-col">
        {threads.map((thread) => (
          <ThreadItem key={thread.id} thread={thread} reader={reader} />
        ))}
      </ol>
      {older && (
        <p className="mt-8">
          <Link href={`${urls.discussion(reader.slug)}?before=${older}`}>Older threads</Link>
        </p>
      )}
    </div>
  )
}

function ThreadItem({ thread: { answers, ...post }, reader }: { thread: Thread; reader: Reader }) {
  return (
    <li id={`post-${post.id}`} className="border-hairline border-t py-6 target:bg-accent-wash">
      <Post post={post} reader={reader} {...(post.state === 'shown' ? { answerTo: post.id } : {})} />
      {answers.length > 0 && (
        <ol className="mt-5 ml-2 flex flex-col gap-5 border-hairline border-l pl-4 sm:ml-4 sm:pl-6">
          {answers.map((answer) => (
            <li key={answer.id} id={`post-${answer.id}`} className="target:bg-accent-wash">
              <Post post={answer} reader={reader} />
            </li>
          ))}
        </ol>
      )}
    </li>
  )
}

async function Post({ post, reader, answerTo }: { post: PostView; reader: Reader; answerTo?: string }) {
  const { createdAt, editedAt, ...plain } = post
  const { day } = await readerClock()
  const instant = (at: Date) => ({ iso: at.toISOString(), day: day(at) })
  return (
    <PostItem
      // A post that was edited or moderated starts over, closed.
      key={`${post.editedAt?.getTime()} ${post.state}`}
      slug={reader.slug}
      account={reader.userId}
      post={{ ...plain, created: instant(createdAt), edited: editedAt && instant(editedAt) }}
      moderates={reader.moderates}
      {...(answerTo ? { answerTo } : {})}
    >
      {post.body === null ? null : renderMarkdown(post.body)}
    </PostItem>
  )
}

function Locked({ slug }: { slug: string }) {
  return (
    <EmptyState
      title="Opens with your first judged submission"
      action={
        <Button asChild look="primary">
          <Link href={urls.exercise(slug)} className="">
            Open the exercise
          </Link>
        </Button>
      }
    >
      What others found would spoil it. A failed submission counts; one that does not compile, or that we
      failed to judge, does not.
    </EmptyState>
  )
}

function SignedOut({ slug }: { slug: string }) {
  return (
    <EmptyState
      title="The discussion is for people who have tried the exercise"
      action={
        <Button asChild look="primary">
          <Link href={urls.signIn(urls.discussion(slug))} className="">
            Sign in
          </Link>
        </Button>
      }
    >
      It opens with your first judged submission, so that nothing is given away before.
    </EmptyState>
  )
}

function isId(text: string | string[] | undefined): text is string {
  return typeof text === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)
}
