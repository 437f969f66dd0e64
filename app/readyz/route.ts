import { query } from '@/lib/http/index.ts'
import { readHealth } from '@/lib/submissions/index.ts'

export const dynamic = 'force-dynamic'

/** 200 when a submission sent now would be graded, else 503; `checks` says what is missing. */
export const GET = query({ route: '/readyz', access: 'anyone', session: false }, async () => {
  const health = await readHealth()
  return Response.json({ ready: health.ready, checks: health.checks }, { status: health.ready ? 200 : 503 })
})
