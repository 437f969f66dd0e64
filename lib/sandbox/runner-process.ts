/** One caged process seen from outside: start, one job at a time, kill. The cage's every word is checked. */
import { type ChildProcess, spawn } from 'node:child_process'
import type { Duplex } from 'node:stream'
import { z } from 'zod'
import type { Place } from '../sim/index.ts'
import type { Cage } from './cage.ts'
import { type BootLine, DRIVERS_MAX, type JobLine, PLACE_CHARS, type RunnerOutcome } from './protocol.ts'
import { Recent } from './recent.ts'
import { innermost, type Usage, usageOf } from './usage.ts'

/** Read by the process before it is anything else: one line with its own code. */
export const BOOT_SCRIPT = `
const { readSync } = require('node:fs')
const parts = []
for (;;) {
  const b = Buffer.allocUnsafe(65536)
  const n = readSync(0, b)
  if (n === 0) process.exit(0)
  parts.push(b.subarray(0, n))
  if (b[n - 1] === 10) break
}
const boot = JSON.parse(Buffer.concat(parts).toString('utf8'))
const module_ = { exports: {} }
new Function('require', 'module', 'exports', boot.runner)(require, module_, module_.exports)
module_.exports.main(boot, require(process.argv[1]))
`

/** How a process ended. */
export interface Death {
  /** The signal that ended it, also when a wrapper reports it as 128 + n; undefined for an ordinary exit. */
  readonly signal?: number
  readonly code?: number
  /** The last of what it wrote to stderr. */
  readonly stderr: string
}

export type RunEnd =
  | { readonly kind: 'answer'; readonly outcome: RunnerOutcome }
  /** `place`: what it was at by its own last word. */
  | { readonly kind: 'death'; readonly death: Death; readonly place: Place | undefined }

const PlaceSchema = z.object({
  seed: z.string().max(PLACE_CHARS).optional(),
  story: z.string().max(PLACE_CHARS).optional(),
  doing: z.string().max(PLACE_CHARS).optional(),
})

const RunnerLineSchema = z.discriminatedUnion('t', [
  z.object({ t: z.literal('ready') }),
  z.object({ t: z.literal('progress'), id: z.number(), done: z.number(), of: z.number() }),
  z.object({ t: z.literal('playing'), id: z.number(), place: PlaceSchema }),
  z.object({
    t: z.literal('end'),
    id: z.number(),
    outcome: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('done'), value: z.json() }),
      z.object({
        kind: z.literal('rejected'),
        message: z.string(),
        line: z.number().optional(),
        column: z.number().optional(),
      }),
      z.object({
        kind: z.literal('exceeded'),
        limit: z.enum(['memory', 'output']),
        message: z.string(),
        place: PlaceSchema.optional(),
      }),
      z.object({ kind: z.literal('broken'), detail: z.string() }),
    ]),
  }),
])

const STDERR_CHARS = 8_000
/** UTF-8 bytes per UTF-16 unit at most, and room for the rest of the line. */
const BYTES_PER_CHAR = 3
const LINE_SLACK_BYTES = 64 * 1024
const SIGNAL_EXIT = 128

export class RunnerProcess {
  readonly ready: Promise<void>
  readonly died: Promise<Death>
  jobs = 0
  readonly #drivers = new Recent<true>(DRIVERS_MAX)
  readonly #child: ChildProcess
  #pid: number | undefined
  #dead = false
  #isReady = false
  #stderr = ''
  #pending: Buffer[] = []
  #pendingBytes = 0
  #maxLineBytes = LINE_SLACK_BYTES
  #onReady: () => void = () => {}
  #job: { id: number; progress: (done: number, of: number) => void; end: (e: RunEnd) => void } | undefined
  #place: Place | undefined

  constructor(cage: Cage, boot: BootLine) {
    this.#child = spawn(cage.command, cage.args as string[], {
      stdio: ['pipe', 'ignore', 'pipe', 'pipe'],
      // Its own process group, so that one signal reaches every wrapper; nothing of our environment.
      detached: true,
      env: { TZ: 'UTC', LANG: 'C.UTF-8' } as never,
    })
    const { stdin, stderr, stdio } = this.#child
    this.died = new Promise((resolve) => {
      const end = (death: Death) => {
        if (this.#dead) return
        this.#dead = true
        this.#job?.end({ kind: 'death', death, place: this.#place })
        resolve(death)
      }
      this.#child.on('error', (e) => end({ stderr: `${e.message}\n${this.#stderr}` }))
      this.#child.on('close', (code, signal) => end(deathOf(code, signal, this.#stderr)))
    })
    this.ready = new Promise((resolve, reject) => {
      this.#onReady = () => {
        this.#isReady = true
        resolve()
      }
      void this.died.then((d) => reject(new Error(`a runner ended before it was ready: ${describe(d)}`)))
    })
    this.ready.catch(() => {})
    stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr = (this.#stderr + text).slice(-STDERR_CHARS)
    })
    // Writing to a process that was killed is no error of ours: its death is told by `close`.
    stdin?.on('error', () => {})
    const answers = stdio[3] as Duplex
    answers.on('error', () => {})
    answers.on('data', (chunk: Buffer) => this.#read(chunk))
    stdin?.write(`${JSON.stringify(boot)}\n`)
  }

  /** Whether it needs the code of this driver no more. */
  holds(driver: string): boolean {
    return this.#drivers.has(driver)
  }

  get dead(): boolean {
    return this.#dead
  }

  /** Never rejects. One at a time. */
  run(job: Omit<JobLine, 't' | 'id'>, onProgress: (done: number, of: number) => void): Promise<RunEnd> {
    const id = ++this.jobs
    this.#maxLineBytes = job.limits.resultChars * BYTES_PER_CHAR + LINE_SLACK_BYTES
    return new Promise((resolve) => {
      const end = (e: RunEnd) => {
        this.#job = undefined
        resolve(e)
      }
      this.#place = undefined
      if (this.#dead) return void this.died.then((death) => end({ kind: 'death', death, place: undefined }))
      this.#job = { id, progress: onProgress, end }
      this.#drivers.add(job.driver.hash, true)
      const line: JobLine = { t: 'job', id, ...job }
      this.#child.stdin?.write(`${JSON.stringify(line)}\n`)
    })
  }

  usage(): Usage | undefined {
    return this.#dead ? undefined : usageOf(this.pid)
  }

  /** The process that runs the learner's code, inside all wrappers. Until it is ready, the innermost wrapper so far. */
  get pid(): number {
    if (this.#pid !== undefined) return this.#pid
    const pid = innermost(this.#child.pid ?? -1)
    if (this.#isReady) this.#pid = pid
    return pid
  }

  kill(): void {
    if (this.#dead || this.#child.pid === undefined) return
    for (const pid of [-this.#child.pid, this.#child.pid]) {
      try {
        process.kill(pid, 'SIGKILL')
      } catch {
        // Gone already.
      }
    }
  }

  #read(chunk: Buffer): void {
    let rest = chunk
    for (let at = rest.indexOf(10); at >= 0; at = rest.indexOf(10)) {
      const line = Buffer.concat([...this.#pending, rest.subarray(0, at)])
      this.#pending = []
      this.#pendingBytes = 0
      rest = rest.subarray(at + 1)
      this.#line(line.toString('utf8'))
    }
    if (rest.length === 0) return
    this.#pending.push(rest)
    this.#pendingBytes += rest.length
    if (this.#pendingBytes > this.#maxLineBytes) this.#distrust('a line that is too long')
  }

  #line(text: string): void {
    const line = parseLine(text)
    if (!line) this.#distrust('a line of an unknown form')
    else if (line.t === 'ready') this.#onReady()
    else if (line.id !== this.#job?.id) this.#distrust('an answer to a job that is not running')
    else if (line.t === 'progress') this.#job.progress(line.done, line.of)
    else if (line.t === 'playing') this.#place = line.place as Place
    else this.#job.end({ kind: 'answer', outcome: line.outcome as RunnerOutcome })
  }

  /** Something in the cage is not our runner any more. */
  #distrust(what: string): void {
    this.#stderr += `\nthe runner sent ${what}`
    this.kill()
  }
}

function parseLine(text: string): z.output<typeof RunnerLineSchema> | undefined {
  try {
    return RunnerLineSchema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

export function describe(d: Death): string {
  const how = d.signal === undefined ? `exit ${d.code ?? 'unknown'}` : `signal ${d.signal}`
  return `${how}${d.stderr ? `; ${d.stderr.trim().slice(-600)}` : ''}`
}

const SIGNALS: Partial<Record<NodeJS.Signals, number>> = {
  SIGILL: 4,
  SIGTRAP: 5,
  SIGABRT: 6,
  SIGBUS: 7,
  SIGKILL: 9,
  SIGSEGV: 11,
  SIGTERM: 15,
  SIGXCPU: 24,
}

function deathOf(code: number | null, signal: NodeJS.Signals | null, stderr: string): Death {
  if (signal) return { signal: SIGNALS[signal] ?? 0, stderr }
  if (code !== null && code > SIGNAL_EXIT) return { signal: code - SIGNAL_EXIT, stderr }
  return { code: code ?? -1, stderr }
}
