import { SearchIcon } from 'lucide-react'
import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { Button } from '@/app/ui/button.tsx'
import { EmptyState } from '@/app/ui/empty-state.tsx'
import { Link } from '@/app/ui/link.tsx'
import { Page } from '@/app/ui/page-frame.tsx'
import { PageHeader } from '@/app/ui/page-header.tsx'
import { ExcerptText } from '@/app/ui/search/excerpt-text.tsx'
import { kindNames } from '@/app/ui/search/kind-names.ts'
import { urls } from '@/app/urls.ts'
import { Refusal } from '@/lib/errors/index.ts'
import { admitVisitor } from '@/lib/http/index.ts'
import { KINDS, type Kind } from '@/lib/search/index.ts'
import { type FoundHit, searchSite } from './site-search.ts'

type Params = Promise<{ q?: string | string[]; kind?: string | string[] }>

export async function generateMetadata({ searchParams }: { searchParams: Params }): Promise<Metadata> {
  const { q } = await readParams(searchParams)
  return {
    title: q ? `Search for ${q}` : 'Search',
    description: 'Lessons, patterns, exercises and pages by their words, misspelt ones included.',
    robots: { index: false },
  }
}

/** A form and its answer as links: nothing here needs a script. */
export default async function SearchPage({ searchParams }: { searchParams: Params }) {
  const { q, kind } = await readParams(searchParams)
  const refused = q ? await findRefusal() : null
  const hits = q && !refused ? await searchSite(q, { kind, limit: 40 }) : []
  return (
    <Page>
      <PageHeader title="Search" />
      <search>
        <form action={urls.search()} className="flex max-w-measure gap-2">
          <label htmlFor="search-words" className="sr-only">
            Words to search for
          </label>
          <input
            id="search-words"
            type="search"
            name="q"
            defaultValue={q}
            maxLength={200}
            placeholder="lost update, Kafka"
            className="h-10 w-full min-w-0 rounded-md border border-stroke bg-raised px-3 text-ink text-ui hover:border-ink"
          />
          {kind && <input type="hidden" name="kind" value={kind} />}
          <Button type="submit" look="primary">
            <SearchIcon size={16} strokeWidth={1.75} aria-hidden />
            Search
          </Button>
        </form>
      </search>
      {q === '' ? (
        <p className="mt-8 max-w-measure font-serif text-muted text-read">
          Lessons section by section, patterns, exercises and pages. A word may be misspelt or unfinished;
          what has all the words comes first.
        </p>
      ) : refused ? (
        <EmptyState title="Too many requests from this address">{refused}</EmptyState>
      ) : (
        <>
          <Kinds q={q} kind={kind} />
          <p role="status" className="mt-6 mb-2 text-muted text-note">
            {countOf(hits.length)}
          </p>
          {hits.length === 0 ? (
            <EmptyState title={`${kind ? `No ${kindNames[kind].one.toLowerCase()}` : 'Nothing'} has “${q}”`}>
              Try fewer words, or a more common name for it
              {kind && (
                <>
                  , or look among <Link href={urls.search(q)}>all kinds</Link>
                </>
              )}
              . <Link href={urls.library()}>The library</Link> finds patterns by problem and by layer.
            </EmptyState>
          ) : (
            <ol className="mt-2 max-w-[44rem]">
              {hits.map((hit) => (
                <HitItem key={`${hit.kind} ${hit.href}`} hit={hit} />
              ))}
            </ol>
          )}
        </>
      )}
    </Page>
  )
}

/** Why this request is one too many, or null: whoever asks here asks for as much work as over the API. */
async function findRefusal(): Promise<string | null> {
  try {
    await admitVisitor(await headers())
    return null
  } catch (error) {
    if (error instanceof Refusal) return error.message
    throw error
  }
}

function HitItem({ hit: { kind, href, title, excerpt, sections } }: { hit: FoundHit }) {
  return (
    <li className="border-hairline border-b py-5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 className="font-serif text-read">
          <Link href={href}>{title}</Link>
        </h2>
        <span className="text-muted text-note">{kindNames[kind].one}</span>
      </div>
      <p className="mt-1 text-pretty [overflow-wrap:anywhere]">
        <ExcerptText excerpt={excerpt} />
      </p>
      {sections.length > 0 && (
        <ul className="mt-3 flex flex-col gap-3 border-hairline border-l pl-4">
          {sections.map((section) => (
            <li key={section.href}>
              <Link href={section.href}>{section.heading}</Link>
              <p className="text-pretty text-muted text-note [overflow-wrap:anywhere]">
                <ExcerptText excerpt={section.excerpt} />
              </p>
            </li>
          ))}
        </ul>
      )}
    </li>
  )
}

function Kinds({ q, kind }: { q: string; kind: Kind | undefined }) {
  const choices = [undefined, ...KINDS]
  return (
    <nav aria-label="Kinds of hits" className="mt-6">
      <ul className="-ml-3 flex flex-wrap gap-1">
        {choices.map((choice) => (
          <li key={choice ?? 'all'}>
            <Link
              href={`${urls.search(q)}${choice ? `&kind=${choice}` : ''}`}
              aria-current={choice === kind ? 'true' : undefined}
              className="flex h-8 items-center rounded-md px-3 text-muted hover:bg-sunken hover:text-ink aria-current:text-ink aria-current:underline aria-current:decoration-1 aria-current:underline-offset-[0.4em]"
            >
              {choice ? kindNames[choice].many : 'All'}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}

function countOf(hits: number): string {
  return hits === 1 ? '1 hit' : `${hits === 40 ? 'The first 40' : hits} hits`
}

async function readParams(params: Params): Promise<{ q: string; kind: Kind | undefined }> {
  const { q, kind } = await params
  return {
    q: (typeof q === 'string' ? q : '').trim().slice(0, 200),
    kind: KINDS.find((known) => known === kind),
  }
}
