import { EventEmitter } from 'node:events'
import { hostname } from 'node:os'
import { type Runner, run } from 'graphile-worker'
import pg from 'pg'
import { databaseUrl, listen } from '../db/index.ts'
import type { Grader } from '../grader/index.ts'
import { logger } from '../log/index.ts'
import { metrics, snapshot } from '../metrics/index.ts'
import {
  CANCEL_CHANNEL,
  GRADE_TASK,
  giveBackUnheld,
  heartbeat,
  leave,
  takeOver,
} from '../submissions/index.ts'
import { cancelRunning, gradeOne, type Running } from './grade-one.ts'
import { queueLogger } from './queue-logger.ts'

export interface WorkerOptions {
  grader: Grader
  /** Submissions graded at the same time. */
  concurrency: number
  /** How long a silent worker keeps its work. Every fifth of it there is a heartbeat. */
  leaseMs: number
}

export interface Worker {
  /** The name under which it locks jobs and is listed. */
  id: string
  /** Rejects when the queue cannot be worked on any more. */
  failed: Promise<never>
  /** Stops taking work, gives back what runs, and leaves the list of workers. */
  close(): Promise<void>
}

export async function openWorker({ grader, concurrency, leaseMs }: WorkerOptions): Promise<Worker> {
  // One connection per lane, one that listens for jobs, one to spare.
  const pool = new pg.Pool({
    connectionString: databaseUrl(),
    max: concurrency + 2,
    application_name: 'faultline-worker',
    // Jobs only ring: one that a crash of the database brings back rings once more, so none waits for the disk.
    options: '-c synchronous_commit=off',
  })
  // A lost connection is replaced at the next query; without a listener it would end the process.
  const lost = (err: Error) => logger().warn({ err }, 'a database connection was lost')
  pool.on('error', lost)
  pool.on('connect', (client) => client.on('error', lost))

  const running: Running = new Set()
  const registered = Promise.withResolvers<string>()
  const stopListening = await listen(CANCEL_CHANNEL, (id) => cancelRunning(running, id))
  const runner = await startQueue(pool, concurrency, async (payload) => {
    const { id } = payload as { id: string }
    // The list of workers comes first: who is not on it counts as dead.
    await gradeOne(id, { workerId: await registered.promise, grader, running })
  })
  const id = runner.poolId
  const pulse = await startPulse({ id, concurrency, leaseMs, grader, running })
  registered.resolve(id)
  logger().info({ worker: id, concurrency, grader: grader.status() }, 'grading')

  return {
    id,
    failed: runner.runner.promise.then(
      () => new Promise<never>(() => undefined),
      (cause) => {
        throw new Error('The queue cannot be worked on any more.', { cause })
      },
    ),
    close: async () => {
      for (const { controller } of running) controller.abort('shutdown')
      await runner.runner.stop().catch((err) => logger().warn({ err }, 'the queue did not stop cleanly'))
      pulse.stop()
      stopListening()
      await leave(id).catch((err) => logger().warn({ err }, 'could not sign off; the lease will run out'))
      await pool.end()
    },
  }
}

async function startQueue(
  pool: pg.Pool,
  concurrency: number,
  task: (payload: unknown) => Promise<void>,
): Promise<{ runner: Runner; poolId: string }> {
  const created = Promise.withResolvers<string>()
  const events = new EventEmitter()
  events.on('pool:create', ({ workerPool }: { workerPool: { id: string } }) => created.resolve(workerPool.id))
  const runner = await run({
    pgPool: pool,
    concurrency,
    taskList: { [GRADE_TASK]: task },
    noHandleSignals: true,
    // Jobs announce themselves; this only finds those that were delayed.
    pollInterval: 1000,
    logger: queueLogger(),
    events,
  })
  return { runner, poolId: await created.promise }
}

/** A claim that is on its way is in no lane by name yet: then the next beat will do. */
async function giveBackLost(id: string, running: Running, everyMs: number): Promise<void> {
  const held = [...running].map((lane) => lane.id)
  if (!held.every((submission) => submission !== undefined)) return
  const count = await giveBackUnheld(id, held, everyMs)
  if (count > 0) logger().warn({ count }, 'gave back what was claimed while the database went away')
}

/**
 * Keeps the worker on the list, and the list true: whoever has been silent for a lease is taken over. A worker looks
 * for others only after its own heartbeats have gone through for a whole lease: right after the database was away,
 * everybody looks dead.
 */
async function startPulse(o: {
  id: string
  concurrency: number
  leaseMs: number
  grader: Grader
  running: Running
}): Promise<{ stop(): void }> {
  const everyMs = o.leaseMs / 5
  let beats = 0
  let lastBeatAt = performance.now()
  let timer: NodeJS.Timeout | undefined
  let stopped = false

  const beat = async () => {
    const status = o.grader.status()
    await heartbeat({
      id: o.id,
      host: hostname(),
      pid: process.pid,
      concurrency: o.concurrency,
      status,
      metrics: await snapshot(),
    })
    const now = performance.now()
    beats = now - lastBeatAt < o.leaseMs ? beats + 1 : 0
    lastBeatAt = now
    await giveBackLost(o.id, o.running, everyMs)
    if (beats < 5) return
    const taken = await takeOver(o.leaseMs)
    const count = taken.queued + taken.cancelled + taken.quarantined + taken.rung
    if (count === 0 && taken.workers.length === 0) return
    metrics().takeovers.inc(taken.queued + taken.cancelled + taken.quarantined)
    metrics().quarantined.inc(taken.quarantined)
    logger().warn({ taken }, 'took over from workers that stopped')
  }
  const next = () => {
    timer = setTimeout(async () => {
      await beat().catch((err) => logger().warn({ err }, 'heartbeat failed'))
      if (!stopped) next()
    }, everyMs)
  }
  await beat()
  next()
  return {
    stop: () => {
      stopped = true
      clearTimeout(timer)
    },
  }
}
