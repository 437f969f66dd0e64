import { findLesson, findPattern, listLessons } from '@/lib/content/index.ts'
import { listExercises } from '@/lib/exercises/index.ts'
import { query } from '@/lib/http/index.ts'
import { listMostStudied } from '@/lib/progress/index.ts'

const MOST = 10

/** `{ patterns }`: those whose exercises most learners of this installation have tried; empty while learners are few. */
export const GET = query({ route: '/api/library/studied', access: 'anyone', session: false }, async () => {
  const studied = await listMostStudied(MOST)
  const exercises = new Map(listExercises().map(({ uuid, slug }) => [uuid, slug]))
  const patterns = new Map(
    listLessons().flatMap((slug) => {
      const exercise = findLesson(slug)?.frontmatter.exercise
      return exercise ? [[exercise, slug] as const] : []
    }),
  )
  return Response.json(
    {
      patterns: studied.flatMap(({ exerciseUuid, learners, passed }) => {
        const slug = patterns.get(exercises.get(exerciseUuid) ?? '')
        return slug ? [{ slug, title: findPattern(slug)?.title ?? slug, learners, passed }] : []
      }),
    },
    { headers: { 'cache-control': 'public, max-age=300' } },
  )
})
