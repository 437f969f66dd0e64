import type { Metadata } from 'next'
import { notFound, redirect } from 'next/navigation'
import { readerClock } from '@/app/reader-clock.ts'
import { findUser } from '@/app/session.ts'
import type { Clock } from '@/app/ui/clock/clock.ts'
import { ReaderZone } from '@/app/ui/clock/reader-zone.tsx'
import { renderMarkdown } from '@/app/ui/discussion/markdown.tsx'
import { ModerationItem } from '@/app/ui/discussion/moderation-item.tsx'
import { EmptyState } from '@/app/ui/empty-state.tsx'
import { Link } from '@/app/ui/link.tsx'
import { Page } from '@/app/ui/page-frame.tsx'
import { PageHeader } from '@/app/ui/page-header.tsx'
import { urls } from '@/app/urls.ts'
import { can } from '@/lib/auth/index.ts'
import { listOpenReports, type ReportedPost } from '@/lib/discussion/index.ts'

export const metadata: Metadata = { title: 'Moderation', robots: { index: false } }

/** For instructors and administrators; to everybody else there is no such page. */
export default async function ModerationPage() {
  const user = await findUser()
  if (!user) redirect(urls.signIn(urls.moderation()))
  if (!can(user.role, 'teach')) notFound()
  const { open, hidden } = await listOpenReports(user)
  const clock = await readerClock()
  return (
    <Page>
      <ReaderZone told={clock.told} />
      <PageHeader
        title="Moderation"
        lede="Contributions that somebody reported, the longest waiting first. Every decision is kept in the audit log."
      />
      <div className="max-w-[48rem]">
        {open.length === 0 ? (
          <EmptyState title="No report is open">
            A report appears here as soon as a learner sends one. You can also hide a contribution in its
            discussion.
          </EmptyState>
        ) : (
          <ol>
            {open.map((post) => (
              <Item key={post.id} post={post} clock={clock} />
            ))}
          </ol>
        )}
        {hidden.length > 0 && (
          <section aria-labelledby="hidden" className="mt-16">
            <h2 id="hidden" className="mb-4 font-serif text-head">
              Hidden
            </h2>
            <ol>
              {hidden.map((post) => (
                <Item key={post.id} post={post} clock={clock} />
              ))}
            </ol>
          </section>
        )}
      </div>
    </Page>
  )
}

function Item({ post, clock }: { post: ReportedPost; clock: Clock }) {
  return (
    <li className="border-hairline border-t py-6">
      <p className="mb-2 flex flex-wrap gap-x-3 text-muted text-note">
        <Link href={urls.discussion(post.exercise.slug, post.id)}>{post.exercise.title}</Link>
        <span>{post.author ?? 'A learner'}</span>
        <time dateTime={post.createdAt.toISOString()}>{clock.day(post.createdAt)}</time>
        {post.spoiler && <span>spoiler</span>}
      </p>
      {renderMarkdown(post.body)}
      {post.reports.length > 0 && (
        <ul className="mt-3 flex flex-col gap-1 border-stroke border-l-2 pl-3">
          {post.reports.map((report) => (
            <li key={report.at.toISOString()}>
              {report.reason}{' '}
              <span className="text-muted text-note">
                {report.by ?? 'A learner'}, {clock.day(report.at)}
              </span>
            </li>
          ))}
        </ul>
      )}
      {post.hiddenReason && <p className="mt-3 text-muted">Hidden: {post.hiddenReason}</p>}
      <ModerationItem id={post.id} hidden={post.hiddenAt !== null} reported={post.reports.length > 0} />
    </li>
  )
}
