import type { Metadata } from 'next'
import { lessonHref } from '@/app/lesson-href.ts'
import { readerClock } from '@/app/reader-clock.ts'
import { findUser } from '@/app/session.ts'
import { Button } from '@/app/ui/button.tsx'
import type { Clock } from '@/app/ui/clock/clock.ts'
import { ReaderZone } from '@/app/ui/clock/reader-zone.tsx'
import { EmptyState } from '@/app/ui/empty-state.tsx'
import { Field } from '@/app/ui/field.tsx'
import { Link } from '@/app/ui/link.tsx'
import { NeedsAccount } from '@/app/ui/needs-account.tsx'
import { EntryItem } from '@/app/ui/notes/entry-item.tsx'
import { Page } from '@/app/ui/page-frame.tsx'
import { PageHeader } from '@/app/ui/page-header.tsx'
import { urls } from '@/app/urls.ts'
import { lessonSections } from '@/lib/content/index.ts'
import { type Entry, findEverything } from '@/lib/notes/index.ts'

export const metadata: Metadata = { title: 'Notes', robots: { index: false } }

interface Props {
  searchParams: Promise<{ q?: string | string[] }>
}

/** Everything that the learner wrote or marked, with the way back to each place. */
export default async function NotesPage({ searchParams }: Props) {
  const user = await findUser()
  const { q } = await searchParams
  const query = typeof q === 'string' ? q.slice(0, 200) : ''
  const clock = await readerClock()
  return (
    <Page>
      <ReaderZone told={clock.told} />
      <PageHeader
        title="Notes"
        lede="What you wrote and marked beside lessons and recorded runs. Only you can read it."
      />
      {user ? (
        <Entries entries={await findEverything(user.id, query)} query={query} clock={clock} />
      ) : (
        <SignedOut />
      )}
    </Page>
  )
}

function Entries({ entries, query, clock }: { entries: readonly Entry[]; query: string; clock: Clock }) {
  if (entries.length === 0 && query === '') {
    return (
      <EmptyState
        title="No notes yet"
        action={
          <Button asChild look="primary">
            <Link href={urls.learn()} className="">
              Choose a lesson
            </Link>
          </Button>
        }
      >
        In a lesson, the notebook behind each heading takes notes and bookmarks. In a failed submission, the
        panel beside the space-time diagram takes them for the event at the cursor.
      </EmptyState>
    )
  }
  return (
    <div className="max-w-[48rem]">
      <search>
        <form action={urls.notes()} className="mb-8 flex max-w-measure items-end gap-3">
          <Field
            label="Search your notes"
            name="q"
            type="search"
            defaultValue={query}
            className="flex-1"
            maxLength={200}
          />
          <Button type="submit">Search</Button>
        </form>
      </search>
      <p className="mb-4 text-muted" role="status">
        {countOf(entries, query)}{' '}
        {query !== '' && (
          <Link href={urls.notes()} className="link">
            Show all
          </Link>
        )}
      </p>
      <ol>
        {entries.map((entry) => (
          <li key={entry.id} className="border-hairline border-t py-5">
            <EntryItem
              id={entry.id}
              kind={entry.kind}
              text={entry.text}
              said={isSaid(entry)}
              place={
                'lesson' in entry.place
                  ? entry.place
                  : { submission: entry.place.submission, event: entry.place.event }
              }
            >
              <Where entry={entry} clock={clock} />
            </EntryItem>
          </li>
        ))}
      </ol>
    </div>
  )
}

function Where({ entry, clock }: { entry: Entry; clock: Clock }) {
  const { place, title } = entry
  const at = (
    <time dateTime={entry.at.toISOString()} className="text-muted">
      {clock.day(entry.at)}
    </time>
  )
  if ('lesson' in place) {
    const lesson = lessonHref(place.lesson)
    const section = place.section === null ? '' : `, ${headingOf(place.section)}`
    const hash = place.section === null ? '' : `#${place.section}`
    return (
      <>
        {lesson ? (
          <Link href={`${lesson}${hash}`}>
            {title}
            {section}
          </Link>
        ) : (
          <span>{title}</span>
        )}
        {at}
      </>
    )
  }
  const words = `${title}, event ${place.event} of the run of ${clock.day(place.submittedAt)}`
  return (
    <>
      {place.slug ? (
        <Link href={urls.event(place.slug, place.submission, place.event)}>{words}</Link>
      ) : (
        <span>{words}</span>
      )}
      {at}
    </>
  )
}

/** The bookmark of a section is called as the section is. */
function isSaid({ kind, place, text }: Entry): boolean {
  return (
    kind === 'bookmark' && 'lesson' in place && place.section !== null && headingOf(place.section) === text
  )
}

/** 'how-it-works' as it stands in the lesson; of the headings that a lesson chose itself, near enough. */
function headingOf(section: string): string {
  const idOf = (name: string) =>
    name
      .toLowerCase()
      .replace(/[^a-z -]/g, '')
      .replaceAll(' ', '-')
  const words = lessonSections.find((name) => idOf(name) === section) ?? section.replaceAll('-', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function countOf(entries: readonly Entry[], query: string): string {
  const notes = entries.filter(({ kind }) => kind === 'note').length
  const bookmarks = entries.length - notes
  const parts = [
    `${notes} ${notes === 1 ? 'note' : 'notes'}`,
    `${bookmarks} ${bookmarks === 1 ? 'bookmark' : 'bookmarks'}`,
  ]
  return query === '' ? `${parts.join(', ')}.` : `${parts.join(', ')} with “${query}”.`
}

function SignedOut() {
  return (
    <NeedsAccount title="Notes are kept with an account" backTo={urls.notes()}>
      With one, every section of a lesson and every event of your failed runs takes notes and bookmarks.
    </NeedsAccount>
  )
}
