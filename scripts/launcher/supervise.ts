import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Lifetime } from './lifetime.ts'
import { end } from './processes.ts'
import { root } from './root.ts'

export interface Job {
  name: string
  /** Arguments of Node. */
  args: readonly string[]
  env: NodeJS.ProcessEnv
  /** The file that gets its output; undefined = our own output. */
  log: string | undefined
  /** How long it may take over its own ending before it is killed. */
  graceMs: number
  /** Told the process's number each time it is started. */
  onStart?: (pid: number) => void
}

export interface Supervised {
  /** Resolves with the exit code when the process refuses to run (see GIVE_UP), rejects never. */
  gaveUp: Promise<number>
  /** Resolves when the process first sends `{ type: 'ready' }`, or first ends without having done so. */
  settled: Promise<void>
  /** How often it ended without having been asked to. */
  crashes(): number
  /** Ends the process; it is started again at once. */
  restart(): void
}

// A process that exits so says: my configuration is wrong, do not start me again.
const GIVE_UP = 2
const BACKOFF_MS = [200, 500, 1_000, 2_000, 5_000, 15_000, 30_000] as const
const STABLE_MS = 60_000

/** Keeps a process running until the end of `lifetime`, starting it again, ever more slowly, when it crashes. */
export function supervise(lifetime: Lifetime, job: Job): Supervised {
  let child: ChildProcess | undefined
  let failures = 0
  let crashes = 0
  let restarting = false
  let giveUp: (code: number) => void = () => undefined
  const gaveUp = new Promise<number>((resolve) => {
    giveUp = resolve
  })
  let settle: () => void = () => undefined
  const settled = new Promise<void>((resolve) => {
    settle = resolve
  })

  const start = () => {
    const startedAt = performance.now()
    child = launch(job)
    child.on('error', (error) => console.error(`The ${job.name} could not be started: ${error.message}`))
    child.on('message', (message) => {
      if ((message as { type?: string } | null)?.type === 'ready') settle()
    })
    child.on('exit', (code, signal) => {
      child = undefined
      settle()
      if (lifetime.ending) return
      if (restarting) {
        restarting = false
        return start()
      }
      crashes++
      console.error(`The ${job.name} ended by itself (${signal ?? `exit ${code}`}).${tail(job)}`)
      if (code === GIVE_UP) return giveUp(code)
      failures = performance.now() - startedAt > STABLE_MS ? 0 : failures + 1
      const waitMs = BACKOFF_MS[Math.min(failures, BACKOFF_MS.length) - 1] ?? BACKOFF_MS[0]
      sleep(waitMs, undefined, { signal: lifetime.signal, ref: true }).then(start, () => undefined)
    })
    if (child.pid !== undefined) job.onStart?.(child.pid)
  }

  lifetime.closeAtEnd(job.name, async () => {
    if (child?.pid !== undefined) await end(child.pid, { graceMs: job.graceMs, group: true })
  })
  start()
  return {
    gaveUp,
    settled,
    crashes: () => crashes,
    restart: () => {
      if (child?.pid === undefined || restarting) return
      restarting = true
      void end(child.pid, { graceMs: job.graceMs, group: true })
    },
  }
}

/** Runs a process to its end and answers its exit code; it is killed when the lifetime ends first. */
export async function runToEnd(lifetime: Lifetime, job: Job): Promise<number> {
  const child = launch(job)
  const close = lifetime.closeAtEnd(job.name, async () => {
    if (child.pid !== undefined && child.exitCode === null)
      await end(child.pid, { graceMs: job.graceMs, group: true })
  })
  const code = await new Promise<number>((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (exitCode) => resolve(exitCode ?? 1))
  })
  await close()
  return code
}

function launch(job: Job): ChildProcess {
  if (job.log) mkdirSync(dirname(job.log), { recursive: true })
  const output = job.log ? openSync(job.log, 'a', 0o600) : 'inherit'
  const child = spawn(
    process.execPath,
    ['--import', join(import.meta.dirname, 'follow-parent.mjs'), ...job.args],
    {
      cwd: root,
      env: { ...job.env, FAULTLINE_LAUNCHER_PID: String(process.pid) },
      stdio: ['ignore', output, output, 'ipc'],
      // A process group of its own: Ctrl-C reaches only us, and we end the others in order.
      detached: true,
    },
  )
  if (typeof output === 'number') closeSync(output)
  return child
}

function tail(job: Job): string {
  if (!job.log) return ''
  const lines = readFileSync(job.log, 'utf8').trimEnd().split('\n').slice(-5)
  return ` The end of ${relative(root, job.log)}:\n${lines.map((line) => `  ${line}`).join('\n')}`
}
