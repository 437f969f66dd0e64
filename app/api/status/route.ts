import { query } from '@/lib/http/index.ts'
import { readHealth } from '@/lib/submissions/index.ts'

/** The layers around learner code, in words: those that hold on the grader's machine, and those that do not. */
interface Cage {
  cage: string
  present: string[]
  missing: string[]
}

export const dynamic = 'force-dynamic'

/** For the public status page: what runs, how long the queue is, and which layers of the cage each grader has. */
export const GET = query({ route: '/api/status', access: 'anyone', session: false }, async () => {
  const { ready, checks, queue, workers } = await readHealth()
  return {
    ready,
    checks,
    queue: queue && {
      queued: queue.queued,
      running: queue.running,
      oldestWaitMs: Math.round(queue.oldestWaitMs),
    },
    graders: workers.map(({ concurrency, startedAt, status }) => {
      const { cage = 'unknown', present = [], missing = [] } = status as Partial<Cage>
      return { concurrency, startedAt, cage, present, missing }
    }),
  }
})
