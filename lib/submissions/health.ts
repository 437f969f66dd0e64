import { db } from '../db/index.ts'
import { logger } from '../log/index.ts'
import { type QueueState, queueState } from './queue.ts'
import { type LiveWorker, liveWorkers } from './workers.ts'

export interface Health {
  ready: boolean
  /** What each check found: 'ok', or what is wrong. */
  checks: { database: string; queue: string; graders: string }
  queue: QueueState | null
  workers: LiveWorker[]
}

/** Looks at everything that a submission needs. Never throws: what cannot be read is what is wrong. */
export async function readHealth(): Promise<Health> {
  const failure = (what: string) => (err: unknown) => {
    logger().warn({ err }, `health: ${what}`)
    return null
  }
  const database = await db().$queryRaw`select 1`.then(() => true, failure('the database does not answer'))
  const queue = database ? await queueState().catch(failure('the queue cannot be read')) : null
  const workers = database ? await liveWorkers().catch(failure('the list of graders cannot be read')) : null
  const checks = {
    database: database ? 'ok' : 'does not answer',
    queue: queue ? 'ok' : 'cannot be read',
    graders:
      workers === null
        ? 'cannot be read'
        : workers.length > 0
          ? 'ok'
          : 'none is running; start one with: npm run grader',
  }
  const ready = Object.values(checks).every((check) => check === 'ok')
  return { ready, checks, queue, workers: workers ?? [] }
}
