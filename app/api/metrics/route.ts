import { createHash, timingSafeEqual } from 'node:crypto'
import { config } from '@/lib/config/index.ts'
import { Refusal } from '@/lib/errors/index.ts'
import { isLoopbackAddress } from '@/lib/front/index.ts'
import { query } from '@/lib/http/index.ts'
import { exposition, type Fact } from '@/lib/metrics/index.ts'
import { type LiveWorker, readHealth } from '@/lib/submissions/index.ts'

export const dynamic = 'force-dynamic'

/** Prometheus' text format: this web process, every live grader by its last heartbeat, and the queue. */
export const GET = query(
  { route: '/api/metrics', access: 'anyone', session: false },
  async ({ request, address }) => {
    requireToken(request.headers.get('authorization'), address)
    const { queue, workers, ready } = await readHealth()
    const fact = (name: string, help: string, value: number): Fact => ({ name, help, samples: [{ value }] })
    const facts = [
      fact('ready', '1 when a submission sent now would be graded', ready ? 1 : 0),
      fact('graders', 'Grading processes with a fresh heartbeat', workers.length),
      sandboxKills(workers),
      ...(queue
        ? [
            fact('queue_depth', 'Submissions that wait', queue.queued),
            fact('queue_running', 'Submissions being graded', queue.running),
            fact('queue_oldest_wait_ms', 'Age of the oldest waiting submission, in ms', queue.oldestWaitMs),
            fact('queue_failing', 'Jobs that broke and will be tried again', queue.failing),
          ]
        : []),
    ]
    const text = await exposition(facts, workers)
    return new Response(text, { headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' } })
  },
)

function sandboxKills(workers: readonly LiveWorker[]): Fact {
  const samples = workers.flatMap(({ id, status }) => {
    const { kills = {} } = status as { kills?: Record<string, number> }
    return Object.entries(kills).map(([reason, value]) => ({ labels: { reason, worker: id }, value }))
  })
  return { name: 'sandbox_kills', help: 'Sandbox processes killed since their grader started', samples }
}

/** Without a token, only this machine may read them: local mode alone does not say that no one else can reach us. */
function requireToken(header: string | null, address: string): void {
  const { metricsToken, mode } = config()
  const fromHere =
    isLoopbackAddress(address) || (address === 'direct' && process.env.NODE_ENV !== 'production')
  if (metricsToken === undefined && mode === 'local' && fromHere) return
  const digest = (text: string) => createHash('sha256').update(text).digest()
  if (metricsToken !== undefined && timingSafeEqual(digest(header ?? ''), digest(`Bearer ${metricsToken}`)))
    return
  throw new Refusal(
    'not-allowed',
    metricsToken === undefined
      ? 'Metrics can be read without a token only on the machine itself, and never in production. Set METRICS_TOKEN and send it as a bearer token.'
      : 'The bearer token is missing or wrong. It is the value of METRICS_TOKEN.',
  )
}
