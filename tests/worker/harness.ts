import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { db } from '../../lib/db/index.ts'

const ROOT = join(import.meta.dirname, '../..')

/** Long enough that a busy machine does not pass for a dead worker, short enough to wait for. */
export const LEASE_MS = 3_000

/** Never returns and never gives way: graded until the time is up or someone stops it. */
export const ENDLESS = 'for (;;) {}\nexport const x = 1\n'

export interface WorkerProcess {
  /** As in the list of workers. */
  id: string
  /** Resolves when the text stands in its log. */
  says(text: string): Promise<void>
  /** kill -9. */
  kill(): Promise<void>
  /** SIGTERM; resolves to the exit code. */
  stop(): Promise<number | null>
}

/** The real worker, as `npm run grader` runs it, on the test file's database. Ends with the test. */
export async function startWorker(env: Readonly<Record<string, string>> = {}): Promise<WorkerProcess> {
  const child = spawnWorker({ GRADER_CONCURRENCY: '1', GRADER_LEASE_MS: String(LEASE_MS), ...env })
  const exited = exitOf(child)
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await exited
  })
  const id = await new Promise<string>((resolve, reject) => {
    child.on('message', (message: { type: string; worker: string }) => resolve(message.worker))
    exited.then(({ code, output }) =>
      reject(new Error(`the worker ended with ${code} before it was ready:\n${output}`)),
    )
  })
  return {
    id,
    says: (text) =>
      new Promise((resolve) => child.stderr?.on('data', (log: string) => log.includes(text) && resolve())),
    kill: async () => {
      child.kill('SIGKILL')
      await exited
    },
    stop: async () => {
      child.kill('SIGTERM')
      return (await exited).code
    },
  }
}

export function spawnWorker(env: Readonly<Record<string, string>>): ChildProcess {
  return spawn(process.execPath, ['--conditions=react-server', join(ROOT, 'lib/worker/main.ts')], {
    cwd: ROOT,
    env: { ...process.env, VITEST: undefined, NODE_OPTIONS: '', LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
}

export function exitOf(child: ChildProcess): Promise<{ code: number | null; output: string }> {
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text) => (output += text))
  return new Promise((resolve) => child.on('exit', (code) => resolve({ code, output })))
}

const DEADLINE_MS = 25_000

/** Reads until it fits. For conditions that nobody announces, such as another process holding a row. */
export async function eventually<T>(read: () => Promise<T>, fits: (value: T) => boolean): Promise<T> {
  const until = performance.now() + DEADLINE_MS
  for (;;) {
    const value = await read()
    if (fits(value)) return value
    if (performance.now() > until) throw new Error(`still ${JSON.stringify(value)} after ${DEADLINE_MS} ms`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

export async function holderOf(id: string): Promise<string | null> {
  const row = await db().submission.findUniqueOrThrow({
    where: { id },
    select: { state: true, workerId: true },
  })
  return row.state === 'RUNNING' ? row.workerId : null
}
