import { findLesson, findPattern, getCourse } from '../content/index.ts'
import { type ExerciseMeta, listExercises } from '../exercises/index.ts'

/** One pattern of the course, or one game day: what there is to read and what there is to write. */
export interface Step {
  /** Of the pattern; of a game day its exercise's. */
  slug: string
  title: string
  /** Null while the lesson is in preparation, and for a game day. */
  lesson: { minutes: number; summary: string } | null
  /** Null while it is in preparation. */
  exercise: Pick<ExerciseMeta, 'slug' | 'uuid' | 'title' | 'version' | 'stages'> | null
}

/** Null for a slug that is neither a pattern nor a game day of the course. */
export function findStep(slug: string, exercises: readonly ExerciseMeta[] = listExercises()): Step | null {
  const pattern = findPattern(slug)
  if (pattern) {
    const lesson = findLesson(slug)
    const wanted = lesson?.frontmatter.exercise
    return {
      slug,
      title: pattern.title,
      lesson: lesson && { minutes: lesson.minutes, summary: lesson.frontmatter.summary },
      exercise: exercises.find((exercise) => exercise.slug === wanted) ?? null,
    }
  }
  if (!getCourse().paths.some(({ weeks }) => weeks.some(({ gameDay }) => gameDay === slug))) return null
  const exercise = exercises.find((candidate) => candidate.slug === slug) ?? null
  return { slug, title: exercise?.title ?? 'Game day', lesson: null, exercise }
}
