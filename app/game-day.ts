import type { Week } from '@/lib/content/index.ts'
import { listExercises } from '@/lib/exercises/index.ts'
import { urls } from './urls.ts'

export interface GameDayStep {
  title: string
  summary: string | null
  /** Null while it is in preparation. */
  href: string | null
}

/** The last step of a week; null for a week without one. */
export function gameDayOf(week: Week): GameDayStep | null {
  const { gameDay } = week
  if (gameDay === undefined) return null
  const exercise = listExercises().find(({ slug }) => slug === gameDay)
  if (!exercise) return { title: 'Game day', summary: null, href: null }
  return { title: exercise.title, summary: exercise.summary, href: urls.exercise(gameDay) }
}
