import type { Metadata } from 'next'
import { readerClock } from '@/app/reader-clock.ts'
import { findUser } from '@/app/session.ts'
import { ReaderZone } from '@/app/ui/clock/reader-zone.tsx'
import { NeedsAccount } from '@/app/ui/needs-account.tsx'
import { Page } from '@/app/ui/page-frame.tsx'
import { PageHeader } from '@/app/ui/page-header.tsx'
import { urls } from '@/app/urls.ts'
import { listExercises } from '@/lib/exercises/index.ts'
import { findResume, kindReports, nextStep, readStandings } from '@/lib/paths/index.ts'
import {
  calendarOf,
  dateIn,
  listActivity,
  listCertificates,
  listFailureKinds,
  listProgress,
} from '@/lib/progress/index.ts'
import { Activity } from './activity.tsx'
import { Certificates } from './certificates.tsx'
import { Exercises } from './exercises.tsx'
import { Kinds } from './kinds.tsx'
import { Next } from './next.tsx'
import { Weeks } from './weeks.tsx'

export const metadata: Metadata = { title: 'Progress', robots: { index: false } }

export default async function ProgressPage() {
  const user = await findUser()
  return <Page>{user ? <Dashboard userId={user.id} name={user.name} /> : <SignedOut />}</Page>
}

async function Dashboard({ userId, name }: { userId: string; name: string | null }) {
  const clock = await readerClock()
  const [progress, standings, resume, days, tallies, certificates] = await Promise.all([
    listProgress(userId),
    readStandings(userId),
    findResume(userId),
    listActivity(userId, { timeZone: clock.zone }),
    listFailureKinds(userId),
    listCertificates(userId),
  ])
  const calendar = calendarOf(days, dateIn(clock.zone, new Date()))
  const exercises = listExercises()
  const passed = progress.filter((entry) => entry.state === 'PASSED').length
  const begun = progress.length > 0 || days.length > 0 || resume !== null
  return (
    <>
      <ReaderZone told={clock.told} />
      <PageHeader
        title="Progress"
        lede={
          begun
            ? `${passed} of ${exercises.length} exercises passed.`
            : 'Nothing is read or submitted yet. This page fills as you go.'
        }
      />
      <div className="max-w-[68rem]">
        <Next step={nextStep(standings)} resume={resume} />
        <Weeks standings={standings} />
        <Activity calendar={calendar} />
        <Kinds reports={kindReports(tallies, progress)} judged={attemptsOf(progress)} exercises={exercises} />
        <Exercises progress={progress} exercises={exercises} clock={clock} />
        <Certificates certificates={certificates} standings={standings} name={name} clock={clock} />
      </div>
    </>
  )
}

function SignedOut() {
  return (
    <>
      <PageHeader title="Progress" />
      <NeedsAccount title="Progress is kept with an account" backTo={urls.progress()}>
        Lessons and the Run button work without one. Submissions, and what they prove, are recorded for an
        account.
      </NeedsAccount>
    </>
  )
}

function attemptsOf(progress: readonly { attempts: number }[]): number {
  return progress.reduce((sum, { attempts }) => sum + attempts, 0)
}
