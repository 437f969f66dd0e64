import { findLesson } from '../content/index.ts'
import { listExercises } from '../exercises/index.ts'
import { listLessonPositions, listPlaces } from '../progress/index.ts'

/** The place where the learner was last, on whatever device. Plain data. */
export type Resume =
  | { kind: 'lesson'; slug: string; title: string; section: string | null; at: string }
  | { kind: 'exercise'; slug: string; title: string; stage: ResumeStage | null; line: number; at: string }

interface ResumeStage {
  id: string
  /** From 1. */
  number: number
}

/** The newest of all reading positions and places in the editor; null when there is none. What was taken down since is skipped. */
export async function findResume(userId: string): Promise<Resume | null> {
  const [lessons, places] = await Promise.all([listLessonPositions(userId), listPlaces(userId)])
  const exercises = listExercises()
  const candidates: Resume[] = [
    ...lessons.flatMap(({ lesson: slug, section, updatedAt }) => {
      const lesson = findLesson(slug)
      if (!lesson) return []
      const { title } = lesson.frontmatter
      return [{ kind: 'lesson' as const, slug, title, section, at: updatedAt.toISOString() }]
    }),
    ...places.flatMap(({ exerciseUuid, stage: id, line, updatedAt }) => {
      const exercise = exercises.find(({ uuid }) => uuid === exerciseUuid)
      if (!exercise) return []
      const { slug, title, stages } = exercise
      const at = stages.findIndex((s) => s.id === id)
      const stage = id !== null && at >= 0 ? { id, number: at + 1 } : null
      return [{ kind: 'exercise' as const, slug, title, stage, line, at: updatedAt.toISOString() }]
    }),
  ]
  return candidates.sort((a, b) => (a.at < b.at ? 1 : -1))[0] ?? null
}
