'use client'
import { Search, X } from 'lucide-react'
import { useEffect, useId, useMemo, useState } from 'react'
import { urls } from '@/app/urls.ts'
import { Button } from '../button.tsx'
import { EmptyState } from '../empty-state.tsx'
import { Link } from '../link.tsx'
import { Choice, FILTERS_LOOK, LEVELS } from './choice.tsx'
import { familyName } from './family-names.ts'
import { ANY, type Found, finderOf, fromQuery, toQuery, type Wish } from './match.ts'

const COLUMNS = 'gap-x-10 lg:grid-cols-[15rem_minmax(0,1fr)_minmax(0,1fr)]'

/** All patterns, narrowed by words, level, family, layer and whether there is a lesson; the address keeps the choice. */
export function Finder({
  patterns,
  layers,
  systems,
}: {
  patterns: readonly Found[]
  layers: readonly string[]
  systems: readonly string[]
}) {
  const [wish, setWish] = useState<Wish>(ANY)
  useEffect(() => setWish(fromQuery(location.search)), [])
  const find = useMemo(() => finderOf(patterns), [patterns])
  const found = useMemo(() => find(wish), [find, wish])
  const families = [...new Set(patterns.map((pattern) => pattern.family))]

  const change = (part: Partial<Wish>) => {
    const next = { ...wish, ...part }
    setWish(next)
    const query = toQuery(next)
    history.replaceState(history.state, '', `${location.pathname}${query && `?${query}`}`)
  }
  const isNarrowed = toQuery(wish) !== ''
  return (
    <section aria-label="Find a pattern">
      <search className={FILTERS_LOOK}>
        <SearchField value={wish.text} onChange={(text) => change({ text })} />
        <Choice
          label="Level"
          any="Any level"
          value={wish.level}
          options={LEVELS}
          onChange={(level) => change({ level })}
        />
        <Choice
          label="Family"
          any="Any family"
          value={wish.family}
          options={families.map((family) => [family, familyName(family)])}
          onChange={(family) => change({ family })}
        />
        <Choice
          label="Layer"
          any="Any layer"
          value={wish.layer}
          options={layers.map((layer) => [layer, layer])}
          onChange={(layer) => change({ layer })}
        />
        <Choice
          label="Seen in"
          any="Any system"
          value={wish.system}
          options={systems.map((system) => [system, system])}
          onChange={(system) => change({ system })}
        />
        <label className="flex h-10 items-center gap-2">
          <input
            type="checkbox"
            className="size-4 accent-[var(--accent)]"
            checked={wish.ready}
            onChange={(e) => change({ ready: e.target.checked })}
          />
          With a lesson
        </label>
        <p className="ml-auto flex h-10 items-center gap-3 text-muted" aria-live="polite">
          <span className="tabular-nums">
            {found.length} of {patterns.length}
          </span>
          {isNarrowed && (
            <Button size="small" look="quiet" onClick={() => change(ANY)}>
              <X size={16} strokeWidth={1.75} aria-hidden className="max-sm:hidden" />
              Show all
            </Button>
          )}
        </p>
      </search>
      {found.length > 0 && (
        <p aria-hidden className={`${COLUMNS} hidden pt-4 pb-2 text-muted text-note lg:grid`}>
          <span>Pattern</span>
          <span>Idea</span>
          <span>Classic problem</span>
        </p>
      )}
      {found.length === 0 ? (
        <EmptyState title="No pattern fits" action={<Button onClick={() => change(ANY)}>Show all</Button>}>
          Try the problem in your own words, such as “charged twice” or “too many retries”, or drop a filter.
        </EmptyState>
      ) : wish.text.trim() === '' ? (
        families.map((family) => {
          const members = found.filter((pattern) => pattern.family === family)
          return members.length > 0 && <Family key={family} id={family} members={members} />
        })
      ) : (
        <Rows patterns={found} />
      )}
    </section>
  )
}

function SearchField({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  const id = useId()
  return (
    <div className="col-span-full flex min-w-64 flex-1 flex-col gap-1">
      <label htmlFor={id} className="text-muted text-note">
        A name, a problem or a system
      </label>
      <div className="relative">
        <Search size={16} strokeWidth={1.75} className="absolute top-3 left-3 text-muted" aria-hidden />
        <input
          id={id}
          type="search"
          value={value}
          onChange={(e) => onChange(e.target.value)}
          placeholder="charged twice"
          className="h-10 w-full rounded-md border border-stroke bg-raised pr-3 pl-9 text-ink placeholder:text-muted hover:border-ink"
        />
      </div>
    </div>
  )
}

function Family({ id, members }: { id: string; members: readonly Found[] }) {
  return (
    <section id={id} aria-labelledby={`${id}-title`} className="scroll-mt-6 pt-10 first-of-type:pt-4">
      <h2 id={`${id}-title`} className="pb-2 font-serif text-head">
        {familyName(id)} <span className="text-muted text-ui tabular-nums">{members.length}</span>
      </h2>
      <Rows patterns={members} />
    </section>
  )
}

function Rows({ patterns }: { patterns: readonly Found[] }) {
  return (
    <ul>
      {patterns.map((pattern) => (
        <Row key={pattern.slug} pattern={pattern} />
      ))}
    </ul>
  )
}

function Row({ pattern: p }: { pattern: Found }) {
  return (
    <li className={`${COLUMNS} grid gap-y-1 border-hairline border-t py-4`}>
      <div>
        <Link href={urls.pattern(p.slug)}>{p.title}</Link>
        <p className="text-muted text-note">
          {p.level}
          {p.lesson && (
            <>
              , with a{' '}
              <Link href={p.lesson} className="underline underline-offset-2 hover:text-ink">
                lesson<span className="sr-only"> on {p.title}</span>
              </Link>
            </>
          )}
        </p>
      </div>
      <p className="max-w-measure text-pretty">{p.core}</p>
      <p className="max-w-measure text-pretty text-muted">
        <span className="lg:sr-only">Classic problem: </span>
        {p.problem}
      </p>
    </li>
  )
}
