import { hrefOfResume, hrefOfStep } from '@/app/course-href.ts'
import { urls } from '@/app/urls.ts'
import { query } from '@/lib/http/index.ts'
import { findResume, nextStep, readStandings } from '@/lib/paths/index.ts'

/** To where the learner was last, on whatever device; to the first step for who begins. Asked at the click, so it is never stale. */
export const GET = query({ route: '/continue', access: 'anyone' }, async ({ user }) => {
  const to = user ? await placeOf(user.id) : urls.signIn(urls.continue())
  return new Response(null, { status: 303, headers: { location: to } })
})

async function placeOf(userId: string): Promise<string> {
  const resume = await findResume(userId)
  if (resume) return hrefOfResume(resume)
  const next = nextStep(await readStandings(userId))
  return next ? hrefOfStep(next) : urls.learn()
}
