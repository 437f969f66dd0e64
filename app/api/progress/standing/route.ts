import { query } from '@/lib/http/index.ts'
import { findResume, readStandings } from '@/lib/paths/index.ts'

/** `{ standings, resume }`: what the static pages of the course add for who is signed in. */
export const GET = query({ route: '/api/progress/standing', access: 'submit' }, async ({ user }) => {
  const [standings, resume] = await Promise.all([readStandings(user.id), findResume(user.id)])
  return { standings, resume }
})
