import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { Link } from '@/app/ui/link.tsx'
import { Page } from '@/app/ui/page-frame.tsx'
import { PageHeader } from '@/app/ui/page-header.tsx'
import { urls } from '@/app/urls.ts'

export const metadata: Metadata = {
  title: 'What is stored',
  description: 'What this installation stores about you, where, and for how long.',
}

export default function StoredPage() {
  return (
    <Page>
      <PageHeader
        title="What is stored"
        lede="Everything stays with whoever runs this installation. No page loads anything from another host, and nothing is sent to one."
      />
      <dl className="flex max-w-measure flex-col gap-8 font-serif text-read">
        <Entry term="Without an account">
          In your browser only: your settings, the pages that you opened last, how far you read each lesson,
          your quiz answers and the code you write. Clear the site data in your browser and it is gone.
        </Entry>
        <Entry term="With an account">
          On the server: your email address, the name you gave, a hash of your password (argon2id), your
          drafts and kept copies, your submissions with their verdicts, your progress and certificates, where
          you were last in each lesson and exercise, how long a lesson or an exercise was in use on each day,
          your answers, notes, bookmarks and settings, and what you write in discussions. Submissions are
          never changed after the fact. The <Link href={urls.account()}>Account</Link> page hands out all of
          it in one file, and deletes it at once; of a post that others answered an empty place stays.
        </Entry>
        <Entry term="In your browser">
          For use without a network: the lessons and exercises that you opened, the scripts that they need,
          and your drafts. What you are writing in notes and discussions, until it is sent. Signing out
          removes all of it, except for code that has not reached the server yet.
        </Entry>
        <Entry term="What other learners see">
          What you write in discussions, with your name. Of an exercise that at least five have passed, how
          many reached which cost: yours are counted too, and nobody is named.
        </Entry>
        <Entry term="Certificates">
          Whoever has the link of your certificate sees the name on it, the path and the date, and nothing
          else. Search engines are asked to leave it alone.
        </Entry>
        <Entry term="Cookies">
          One that keeps you signed in, for at most 30 days, short-lived ones while you sign in, and one with
          the name of your time zone, so that days and times are written as your calendar shows them. No
          others.
        </Entry>
        <Entry term="Logs">
          What fails on the server leaves a line with the time, the route, the reason and a request id; with
          detailed logs switched on, each request to the API does. Code and passwords are not logged.
        </Entry>
        <Entry term="Your code">
          It runs in a caged process without network and without access to the database. Teachers of a course
          you join can see what you submit; other learners cannot.
        </Entry>
      </dl>
    </Page>
  )
}

function Entry({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div>
      <dt className="font-semibold">{term}</dt>
      <dd className="mt-1 text-pretty">{children}</dd>
    </div>
  )
}
