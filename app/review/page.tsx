import type { Metadata } from 'next'
import { findUser } from '@/app/session.ts'
import { NeedsAccount } from '@/app/ui/needs-account.tsx'
import { Page } from '@/app/ui/page-frame.tsx'
import { PageHeader } from '@/app/ui/page-header.tsx'
import { ReviewSession } from '@/app/ui/review/review-session.tsx'
import { urls } from '@/app/urls.ts'
import { findLesson, findPlace, listLessons } from '@/lib/content/index.ts'

export const metadata: Metadata = { title: 'Review', robots: { index: false } }

export default async function ReviewPage() {
  const user = await findUser()
  return (
    <Page>
      <PageHeader
        title="Review"
        lede="Quiz questions that you have answered come back when you are about to forget them."
      />
      {user ? <ReviewSession lessons={lessonLinks()} /> : <SignedOut />}
    </Page>
  )
}

/** Lesson -> its title and address, for the line above each question. */
function lessonLinks(): Record<string, { title: string; href: string }> {
  return Object.fromEntries(
    listLessons().flatMap((slug) => {
      const place = findPlace(slug)
      const title = findLesson(slug)?.frontmatter.title
      return place && title ? [[slug, { title, href: urls.lesson(place.path.id, place.week.id, slug) }]] : []
    }),
  )
}

function SignedOut() {
  return (
    <NeedsAccount title="Reviews are kept with an account" backTo={urls.review()}>
      Lessons and their quizzes work without one. With an account every question that you answer is asked
      again after days, then weeks, then months.
    </NeedsAccount>
  )
}
