import { getCourse, listLessons, type Week } from '../content/index.ts'
import { listExercises } from '../exercises/index.ts'
import {
  type ExerciseProgress,
  type LessonPosition,
  listLessonPositions,
  listProgress,
} from '../progress/index.ts'
import { findStep, type Step } from './step.ts'

export type LessonState = 'not-started' | 'reading' | 'read'
export type ExerciseState = 'not-started' | 'attempted' | 'passed'

/** How far one learner is with one step. Plain data: the map of the paths gets it as JSON. */
export interface Standing {
  /** Null: there is no lesson to read. */
  lesson: LessonState | null
  /** Null: there is no exercise to write. */
  exercise: ExerciseState | null
  attempts: number
  /** Of each cost that has stars, the most that were reached. Empty before the first pass. */
  stars: number[]
  /** Of a staged exercise. */
  stages: { passed: number; of: number } | null
  /** When something was last submitted or read, ISO 8601; null: never. */
  at: string | null
}

/** By the slug of the pattern; of a game day by that of its exercise. Only what can be read or written is in it. */
export type Standings = Readonly<Record<string, Standing>>

export async function readStandings(userId: string): Promise<Standings> {
  const [progress, lessons] = await Promise.all([listProgress(userId), listLessonPositions(userId)])
  return standingsOf(progress, lessons)
}

export function standingsOf(
  progress: readonly ExerciseProgress[],
  lessons: readonly Pick<LessonPosition, 'lesson' | 'finishedAt' | 'updatedAt'>[],
): Standings {
  const exercises = listExercises()
  const gameDays = getCourse().paths.flatMap(({ weeks }) => weeks.flatMap((week) => week.gameDay ?? []))
  const standings = [...listLessons(), ...gameDays].flatMap((slug) => {
    const step = findStep(slug, exercises)
    if (!step || (!step.lesson && !step.exercise)) return []
    const own = progress.find((entry) => entry.exerciseUuid === step.exercise?.uuid)
    const read = lessons.find((entry) => entry.lesson === slug)
    return [[slug, standingOf(step, own, read)] as const]
  })
  return Object.fromEntries(standings)
}

function standingOf(
  { lesson, exercise }: Step,
  own: ExerciseProgress | undefined,
  read: Pick<LessonPosition, 'finishedAt' | 'updatedAt'> | undefined,
): Standing {
  const stages = exercise?.stages ?? []
  return {
    lesson: lesson && (read ? (read.finishedAt ? 'read' : 'reading') : 'not-started'),
    exercise:
      exercise && (own ? (own.state === 'PASSED' ? ('passed' as const) : 'attempted') : 'not-started'),
    attempts: own?.attempts ?? 0,
    stars: Object.values(own?.bestCosts ?? {}).flatMap(({ stars }) => stars ?? []),
    stages:
      stages.length === 0
        ? null
        : {
            passed: stages.filter(({ id }) => own?.stages[id]?.state === 'PASSED').length,
            of: stages.length,
          },
    at: latest([own?.updatedAt, read?.updatedAt]),
  }
}

export interface WeekTally {
  /** Patterns of the week; those read alongside are not counted. */
  of: number
  read: number
  passed: number
  /** Without a lesson or without an exercise so far. */
  inPreparation: number
}

export function weekTally(week: Week, standings: Standings): WeekTally {
  const own = week.patterns.map((slug) => standings[slug])
  return {
    of: own.length,
    read: own.filter((s) => s?.lesson === 'read').length,
    passed: own.filter((s) => s?.exercise === 'passed').length,
    inPreparation: own.filter((s) => !s?.lesson || !s.exercise).length,
  }
}

function latest(dates: readonly (Date | undefined)[]): string | null {
  const times = dates.flatMap((date) => (date ? date.getTime() : []))
  return times.length === 0 ? null : new Date(Math.max(...times)).toISOString()
}
