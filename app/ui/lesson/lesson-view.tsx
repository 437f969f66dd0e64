import { getMDXComponent } from 'mdx-bundler/client'
import { urls } from '@/app/urls.ts'
import {
  type CompiledLesson,
  compileLesson,
  findQuiz,
  type Lesson,
  type Pattern,
  type TocEntry,
} from '@/lib/content/index.ts'
import { listExercises } from '@/lib/exercises/index.ts'
import { Heartbeat } from '../activity/heartbeat.tsx'
import { Button } from '../button.tsx'
import { Inline } from '../inline.tsx'
import { Link } from '../link.tsx'
import { Page } from '../page-frame.tsx'
import { Breadcrumbs, type Crumb } from '../page-header.tsx'
import { Quiz } from '../quiz/quiz.tsx'
import { Contents } from './contents.tsx'
import { Citation, lessonComponents } from './mdx-components.tsx'
import { Neighbours } from './neighbours.tsx'

interface Props {
  lesson: Lesson
  crumbs: readonly Crumb[]
  previous: Pattern | null
  next: Pattern | null
}

/** A whole lesson: contents, text, exercise, quiz, sources, neighbours. */
export async function LessonView({ lesson, crumbs, previous, next }: Props) {
  const compiled = await compileLesson(lesson)
  const { slug, frontmatter } = lesson
  const quiz = findQuiz(slug)
  const toc: TocEntry[] = [
    ...compiled.toc,
    ...(frontmatter.exercise ? [section('exercise', 'Exercise')] : []),
    ...(quiz ? [section('quiz', 'Quiz')] : []),
    section('sources', 'Sources'),
  ]
  const Body = bodyOf(compiled)
  return (
    <Page className="lg:grid lg:grid-cols-[minmax(0,1fr)] xl:grid-cols-[11.5rem_minmax(0,1fr)] xl:gap-x-14">
      <div className="xl:pt-12">
        <Contents slug={slug} toc={toc} />
        <Heartbeat />
      </div>
      <article className="mx-auto w-full max-w-measure pt-8 md:pt-12 lg:mx-0 lg:max-w-breakout">
        <Breadcrumbs crumbs={crumbs} />
        <h1 className="text-balance font-serif text-title tracking-[-0.01em]">{frontmatter.title}</h1>
        <p className="mt-3 max-w-measure text-pretty font-serif text-muted text-read">
          {frontmatter.summary}
        </p>
        <p className="mt-3 text-muted">{lesson.minutes} minutes to read</p>
        <details className="mt-6 max-w-measure border-hairline border-y py-3 xl:hidden">
          <summary className="w-fit">Contents</summary>
          <TocList toc={toc} />
        </details>
        <div className="prose">
          <Body components={lessonComponents(slug)} />
        </div>
        {frontmatter.exercise && (
          <ExerciseCall slug={frontmatter.exercise} ready={hasExercise(frontmatter.exercise)} />
        )}
        {quiz && (
          <section aria-labelledby="quiz" className="mt-16">
            <h2 id="quiz" className="mb-6 font-serif font-semibold text-head">
              Quiz
            </h2>
            <Quiz slug={slug} quiz={quiz} />
          </section>
        )}
        <Sources compiled={compiled} />
        <Neighbours previous={previous} next={next} />
      </article>
    </Page>
  )
}

function ExerciseCall({ slug, ready }: { slug: string; ready: boolean }) {
  return (
    <section aria-labelledby="exercise" className="mt-16 max-w-measure border-hairline border-t pt-6">
      <h2 id="exercise" className="font-serif font-semibold text-head">
        Exercise
      </h2>
      <p className="mt-3 mb-4 font-serif text-read">
        {ready
          ? 'Write it in TypeScript and run it in the simulated cluster. Running needs no account.'
          : 'The exercise to this lesson is in preparation.'}
      </p>
      {ready && (
        <Button asChild look="primary">
          <Link href={urls.exercise(slug)} className="">
            Open the exercise
          </Link>
        </Button>
      )}
    </section>
  )
}

export function Sources({ compiled }: { compiled: CompiledLesson }) {
  return (
    <section aria-labelledby="sources" className="mt-16 max-w-measure">
      <h2 id="sources" className="mb-3 font-serif font-semibold text-head">
        Sources
      </h2>
      <ol className="flex flex-col gap-2">
        {compiled.sources.map((source, at) => (
          <li
            key={source.id}
            id={`source-${at + 1}`}
            className="grid grid-cols-[1.75rem_1fr] scroll-mt-6 target:bg-accent-wash"
          >
            <span className="text-muted tabular-nums">{at + 1}</span>
            <span>
              <Citation text={source.text} url={source.url} />
            </span>
          </li>
        ))}
      </ol>
    </section>
  )
}

export function TocList({ toc }: { toc: readonly TocEntry[] }) {
  return (
    <ol className="mt-2 flex flex-col gap-1">
      {toc.map((entry) => (
        <li key={entry.id} className={entry.depth === 3 ? 'pl-4' : ''}>
          <a href={`#${entry.id}`} className="link">
            <Inline text={entry.text} />
          </a>
        </li>
      ))}
    </ol>
  )
}

function hasExercise(slug: string): boolean {
  return listExercises().some((exercise) => exercise.slug === slug)
}

export function section(id: string, text: string): TocEntry {
  return { depth: 2, id, text }
}

type Body = ReturnType<typeof getMDXComponent>
const bodies = new WeakMap<CompiledLesson, Body>()

/** Evaluates a lesson's code once. It is our own: only files of this repository are compiled. */
export function bodyOf(compiled: CompiledLesson): Body {
  let body = bodies.get(compiled)
  if (!body) {
    body = getMDXComponent(compiled.code)
    bodies.set(compiled, body)
  }
  return body
}
