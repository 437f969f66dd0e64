import type { ReactNode } from 'react'
import { lessonHref } from '@/app/lesson-href.ts'
import { urls } from '@/app/urls.ts'
import { findLesson, findPlace, type LibraryPattern, relationsOf } from '@/lib/content/index.ts'
import { listExercises } from '@/lib/exercises/index.ts'
import { Button } from '../button.tsx'
import { Link } from '../link.tsx'
import { Page } from '../page-frame.tsx'
import { type Crumb, PageHeader } from '../page-header.tsx'
import { familyName } from './family-names.ts'
import { LibraryNav } from './library-header.tsx'
import { PatternLink } from './pattern-link.tsx'
import { RelationLists } from './relations.tsx'

/**
 * What the library knows of a pattern, and where to go from there: to its lesson and exercise, or to what is near. With
 * crumbs it is a page of where they lead, without them one of the library.
 */
export function PatternEntry({ pattern, crumbs }: { pattern: LibraryPattern; crumbs?: readonly Crumb[] }) {
  return (
    <Page className="pb-16">
      <PageHeader
        crumbs={crumbs ?? [{ label: 'Library', href: urls.library() }]}
        title={pattern.title}
        lede={pattern.core}
        actions={<Study pattern={pattern} />}
      />
      {!crumbs && <LibraryNav here={urls.pattern(pattern.slug)} className="mb-8 hidden sm:block" />}
      <dl className="grid max-w-[60rem] gap-x-10 border-stroke border-t text-read sm:grid-cols-[12rem_1fr]">
        <Fact name="Classic problem">{pattern.problem}</Fact>
        <Fact name="When to use it">{pattern.when}</Fact>
        {pattern.challenges.length > 0 && (
          <Fact name="Challenges">
            {pattern.challenges.map(({ area, problem }) => `${problem} (${area})`).join('; ')}
          </Fact>
        )}
        <Fact name="Seen in">{pattern.seen.join('; ')}</Fact>
        {pattern.aliases.length > 0 && <Fact name="Also found as">{pattern.aliases.join('; ')}</Fact>}
        <Fact name="Where it stands">
          {pattern.level[0]?.toUpperCase()}
          {pattern.level.slice(1)}, in the family{' '}
          <Link href={`${urls.library()}#${pattern.family}`}>{familyName(pattern.family)}</Link>
          {pattern.layers.length > 0 && `; layer: ${pattern.layers.join(', ').toLowerCase()}`}
        </Fact>
        <Fact name="Relations">
          <div className="font-sans text-ui max-sm:pt-2">
            <RelationLists of={relationsOf(pattern.slug)} name={(slug) => <PatternLink slug={slug} />} />
            <p className="mt-3">
              <Link href={`${urls.graph()}?at=${pattern.slug}`}>On the map</Link>
            </p>
          </div>
        </Fact>
        <Fact name="Lesson and exercise">
          <Lesson pattern={pattern} />
        </Fact>
      </dl>
      {/* On a phone it is longer than what is looked for here, and comes after it. */}
      {!crumbs && <LibraryNav here={urls.pattern(pattern.slug)} className="mt-12 sm:hidden" />}
    </Page>
  )
}

function Study({ pattern }: { pattern: LibraryPattern }) {
  const lesson = lessonHref(pattern.slug)
  const exercise = exerciseOf(pattern.slug)
  if (!lesson) return null
  return (
    <div className="flex flex-wrap gap-3">
      <Button asChild look="primary">
        <Link href={lesson} className="">
          Read the lesson
        </Link>
      </Button>
      {exercise && (
        <Button asChild>
          <Link href={urls.exercise(exercise)} className="">
            Open the exercise
          </Link>
        </Button>
      )}
    </div>
  )
}

function Lesson({ pattern }: { pattern: LibraryPattern }) {
  const place = findPlace(pattern.slug)
  const lesson = findLesson(pattern.slug)
  const week = place && (
    <Link href={urls.week(place.path.id, place.week.id)}>
      week {place.weekNumber} of the {place.path.title} path
    </Link>
  )
  if (lesson)
    return (
      <>
        {lesson.minutes} minutes to read
        {exerciseOf(pattern.slug) ? ', and an exercise' : '; the exercise is in preparation'}
        {week && <>: {week}</>}.
      </>
    )
  return <>In preparation{week && <>: they belong to {week}</>}.</>
}

function exerciseOf(slug: string): string | null {
  const exercise = findLesson(slug)?.frontmatter.exercise
  return exercise && listExercises().some((known) => known.slug === exercise) ? exercise : null
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="col-span-full grid grid-cols-subgrid border-hairline border-b py-4">
      <dt className="pt-1 text-muted text-ui">{name}</dt>
      <dd className="max-w-measure font-serif">{children}</dd>
    </div>
  )
}
