import { createHash, timingSafeEqual } from 'node:crypto'
import { readHealth } from '@/app/api/_lib/health.ts'
import { config } from '@/lib/config/index.ts'
import { Refusal } from '@/lib/errors/index.ts'
import { query } from '@/lib/http/index.ts'
import { exposition } from '@/lib/metrics/index.ts'

export const dynamic = 'force-dynamic'

/** Prometheus' text format: this web process, every live grader by its last heartbeat, and the queue. */
export const GET = query({ route: '/api/metrics', access: 'anyone', session: false }, async ({ request }) => {
  requireToken(request.headers.get('authorization'))
  const { queue, workers, ready } = await readHealth()
  const gauges = {
    ready: { help: '1 when a submission sent now would be graded', value: ready ? 1 : 0 },
    graders: { help: 'Grading processes with a fresh heartbeat', value: workers.length },
    ...(queue && {
      queue_depth: { help: 'Submissions that wait', value: queue.queued },
      queue_running: { help: 'Submissions being graded', value: queue.running },
      queue_oldest_wait_ms: {
        help: 'Age of the oldest waiting submission, in ms',
        value: queue.oldestWaitMs,
      },
      queue_failing: { help: 'Jobs that broke and will be tried again', value: queue.failing },
    }),
  }
  const text = await exposition(gauges, workers)
  return new Response(text, { headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' } })
})

function requireToken(header: string | null): void {
  const { metricsToken, mode } = config()
  if (metricsToken === undefined && mode === 'local') return
  const digest = (text: string) => createHash('sha256').update(text).digest()
  if (metricsToken !== undefined && timingSafeEqual(digest(header ?? ''), digest(`Bearer ${metricsToken}`)))
    return
  throw new Refusal(
    'not-allowed',
    metricsToken === undefined
      ? 'Metrics need a token in production. Set METRICS_TOKEN and send it as a bearer token.'
      : 'The bearer token is missing or wrong. It is the value of METRICS_TOKEN.',
  )
}
