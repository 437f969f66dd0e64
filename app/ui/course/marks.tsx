'use client'
import { BookCheck, BookOpen, Circle, CircleCheck, CircleDot, Star } from 'lucide-react'
import type { Standing } from '@/lib/paths/index.ts'
import { useStanding, useStandingOf } from './standing-store.ts'

const icons = {
  'not started': Circle,
  reading: BookOpen,
  read: BookCheck,
  attempted: CircleDot,
  passed: CircleCheck,
} as const

export type MarkState = keyof typeof icons

const colours: Record<MarkState, string> = {
  'not started': 'text-stroke',
  reading: '',
  read: '',
  attempted: '',
  passed: 'text-pass',
}

function Mark({ state }: { state: MarkState }) {
  const Icon = icons[state]
  return <Icon size={16} strokeWidth={1.75} className={`shrink-0 ${colours[state]}`} aria-hidden />
}

/** One mark for lesson and exercise together, the further of the two. Its place is kept while nothing is known. */
export function StepMark({ slug }: { slug: string }) {
  const standing = useStandingOf(slug)
  const state = standing && furthestOf(standing)
  return (
    <span className="inline-flex size-5 shrink-0 items-center justify-center" title={state}>
      {state && (
        <>
          <Mark state={state} />
          <span className="sr-only">, {state}</span>
        </>
      )}
    </span>
  )
}

/** What the marks mean, for those who see them. */
export function MarkLegend() {
  const known = useStanding() !== null
  return (
    <ul className="flex min-h-5 flex-wrap gap-x-5 gap-y-1 text-muted text-note" aria-label="Marks">
      {known &&
        (Object.keys(icons) as MarkState[]).map((state) => (
          <li key={state} className="flex items-center gap-1.5">
            <Mark state={state} />
            {state}
          </li>
        ))}
    </ul>
  )
}

/** The state of the lesson, in a word. */
export function LessonState({ slug }: { slug: string }) {
  const state = useStandingOf(slug)?.lesson
  return <InWords state={state && lessonWords[state]} />
}

/** The state of the exercise, in a word, and the stars that its costs have earned. */
export function ExerciseState({ slug }: { slug: string }) {
  const standing = useStandingOf(slug)
  const state = standing?.exercise && exerciseWords[standing.exercise]
  const { stages = null, stars = [] } = standing ?? {}
  const inStages = state === 'attempted' && stages ? `${stages.passed} of ${stages.of} stages` : undefined
  return (
    <>
      <InWords state={state} word={inStages} />
      {state === 'passed' && <Stars stars={stars} />}
    </>
  )
}

/** As in the verdict, of the cost with the fewest: what to work on. */
export function Stars({ stars }: { stars: readonly number[] }) {
  if (stars.length === 0) return null
  const fewest = Math.min(...stars)
  const words = `${fewest} of 3 stars${stars.length > 1 ? `, the fewest of its ${stars.length} costs` : ''}`
  return (
    <span className="inline-flex items-center gap-px" title={words}>
      {[1, 2, 3].map((n) => (
        <Star
          key={n}
          size={14}
          strokeWidth={1.75}
          className={n <= fewest ? 'fill-current' : 'text-stroke'}
          aria-hidden
        />
      ))}
      <span className="sr-only">, {words}</span>
    </span>
  )
}

function InWords({
  state,
  word = state,
}: {
  state: MarkState | null | undefined
  word?: string | null | undefined
}) {
  if (!state) return null
  return (
    <span className={`inline-flex items-center gap-1.5 ${state === 'not started' ? 'text-muted' : ''}`}>
      <Mark state={state} />
      {word}
    </span>
  )
}

const lessonWords = { 'not-started': 'not started', reading: 'reading', read: 'read' } as const
const exerciseWords = { 'not-started': 'not started', attempted: 'attempted', passed: 'passed' } as const

function furthestOf({ lesson, exercise }: Standing): MarkState {
  if (exercise === 'passed' || exercise === 'attempted') return exercise
  return lesson ? lessonWords[lesson] : 'not started'
}
