import { query } from '@/lib/http/index.ts'
import { listLessonPositions, listProgress } from '@/lib/progress/index.ts'

export const GET = query({ route: '/api/progress', access: 'submit' }, async ({ user }) => {
  const [exercises, lessons] = await Promise.all([listProgress(user.id), listLessonPositions(user.id)])
  return { exercises, lessons }
})
