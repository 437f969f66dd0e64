import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { readerClock } from '@/app/reader-clock.ts'
import { findUser } from '@/app/session.ts'
import { Button } from '@/app/ui/button.tsx'
import type { Clock } from '@/app/ui/clock/clock.ts'
import { ReaderZone } from '@/app/ui/clock/reader-zone.tsx'
import { Link } from '@/app/ui/link.tsx'
import { NameForm } from '@/app/ui/name-form.tsx'
import { Page } from '@/app/ui/page-frame.tsx'
import { PageHeader } from '@/app/ui/page-header.tsx'
import { urls } from '@/app/urls.ts'
import { type AccountFacts, readAccount } from '@/lib/account/index.ts'
import { config } from '@/lib/config/index.ts'
import { Deletion } from './deletion.tsx'
import { PasswordForm } from './password-form.tsx'
import { EndSessions } from './sessions.tsx'

export const metadata: Metadata = { title: 'Account', robots: { index: false } }

export default async function AccountPage() {
  const user = await findUser()
  if (!user) redirect(urls.signIn(urls.account()))
  const facts = await readAccount(user.id)
  const clock = await readerClock()
  const providers = config().providers.filter(({ id }) => facts.providers.includes(id))
  return (
    <Page>
      <ReaderZone told={clock.told} />
      <PageHeader
        title="Account"
        lede={
          <>
            What you have learned is on <Link href={urls.progress()}>Progress</Link>, how the site looks on{' '}
            <Link href={urls.settings()}>Settings</Link>.
          </>
        }
      />
      <div className="max-w-[60rem]">
        <Section title="Name">
          <NameForm
            url="/api/account"
            name={user.name ?? ''}
            label="Name"
            hint="Shown to you, in discussions, and to teachers of a course that you join. Certificates keep their own."
            action="Save the name"
            done="Saved."
          />
        </Section>
        <Section title="Email address">
          <p>{user.email}</p>
          <p className="mt-1 max-w-measure text-muted">
            {facts.hasPassword ? 'You sign in with it and a password' : 'You sign in without a password'}
            {providers.length > 0 &&
              `${facts.hasPassword ? ', or' : ','} with ${providers.map(({ name }) => name).join(' or ')}`}
            . The account exists since {clock.day(facts.createdAt)}.
          </p>
        </Section>
        {facts.hasPassword && (
          <Section title="Password">
            <PasswordForm email={user.email} />
          </Section>
        )}
        <Section title="Sessions">
          <Sessions facts={facts} clock={clock} />
        </Section>
        <Section title="Your data">
          <p className="mb-4 max-w-measure text-muted">
            One JSON file with everything that is kept about you: the account, progress, reading positions,
            days, drafts and kept copies, submissions with code and verdicts, quiz answers, notes, bookmarks,
            posts, preferences and certificates. No passwords and no keys are in it.
          </p>
          <Button asChild>
            <a href="/api/account/export" download>
              Download my data
            </a>
          </Button>
        </Section>
        <Section title="Delete the account">
          <Deletion email={user.email} hasPassword={facts.hasPassword} counts={facts.counts} />
        </Section>
      </div>
    </Page>
  )
}

function Section({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section className="grid gap-x-14 border-stroke border-t pt-4 pb-12 md:grid-cols-[11.5rem_minmax(0,1fr)]">
      <h2 className="mb-4 font-serif text-read">{title}</h2>
      <div className="min-w-0">{children}</div>
    </section>
  )
}

function Sessions({ facts: { sessions }, clock }: { facts: AccountFacts; clock: Clock }) {
  return (
    <>
      <p className="max-w-measure text-muted">
        {sessions.length === 1
          ? 'You are signed in here and nowhere else.'
          : `You are signed in ${sessions.length} times, this browser included.`}
      </p>
      <ul className="mt-3 mb-4 flex flex-col gap-1 tabular-nums">
        {sessions.slice(0, SHOWN).map(({ startedAt, expiresAt }) => (
          <li key={startedAt.toISOString()}>
            since {clock.minute(startedAt)}, until {clock.day(expiresAt)} at the latest
          </li>
        ))}
        {sessions.length > SHOWN && <li className="text-muted">and {sessions.length - SHOWN} older</li>}
      </ul>
      <EndSessions />
    </>
  )
}

const SHOWN = 5
