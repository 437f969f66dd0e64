/** The pool: warm caged processes, a watchdog, a queue. It survives whatever its processes do. */
import type { Json } from '../sim/index.ts'
import { bundleRunner, type RunnerBundle } from './bundle.ts'
import { type Cage, cages } from './cage.ts'
import { DEFAULT_LIMITS, ISOLATE_MB, type Limits, tighten } from './limits.ts'
import { type Outcome, outcomeOf } from './outcome.ts'
import type { Driver } from './protocol.ts'
import { BOOT_SCRIPT, RunnerProcess } from './runner-process.ts'
import { Watch } from './watch.ts'

export interface Job {
  /** The learner's TypeScript. */
  readonly source: string
  /** TypeScript of the exercise's own fixture, if it has one. */
  readonly fixture?: string
  readonly driver: Driver
  /** Reaches the driver's `run` as it is. */
  readonly input: Json
}

export interface JobOptions {
  readonly limits?: Partial<Limits>
  readonly onProgress?: (p: { done: number; of: number }) => void
  /** Aborting kills the process; `run` rejects with the signal's reason. */
  readonly signal?: AbortSignal
}

export interface PoolOptions {
  /** Jobs that may run at once. */
  readonly size: number
  /** Warm processes kept beyond those. Default 1. */
  readonly spares?: number
  /** Jobs that one process may serve. Default 50. */
  readonly jobsPerProcess?: number
  readonly limits?: Partial<Limits>
  /** Only these cages are tried. Default: all, strongest first. */
  readonly cages?: readonly Cage['name'][]
}

export interface PoolStatus {
  readonly cage: Cage['name']
  readonly running: number
  readonly queued: number
  readonly warm: number
  /** Processes started since the pool was opened. */
  readonly started: number
  /** Of the runners, as this system numbers them. */
  readonly pids: readonly number[]
  readonly kills: Readonly<Record<'time' | 'memory' | 'output' | 'cancelled' | 'crashed', number>>
}

export interface Pool {
  /** Rejects only when cancelled, when the pool is closed, or when no process can be started. */
  run(job: Job, o?: JobOptions): Promise<Outcome>
  /** The walls around a submission: those that hold on this machine, and those that do not. */
  layers(): { present: readonly string[]; missing: readonly string[] }
  status(): PoolStatus
  close(): Promise<void>
}

const ADDRESS_SPACE_MB = 3 * 1024
const READY_MS = 30_000
/** A process that has grown to this after a job is not used for another. */
const RETIRE_RSS_MB = 250
const START_ATTEMPTS = 4

/** Probes the cages, strongest first, and resolves when the first process is warm. */
export async function openPool(o: PoolOptions): Promise<Pool> {
  const limits = tighten(DEFAULT_LIMITS, o.limits)
  const jobsPerProcess = o.jobsPerProcess ?? 50
  const bundle = await bundleRunner()
  const cpuSeconds = Math.ceil((jobsPerProcess * limits.cpuMs) / 1000) + 60
  const wanted = cages(BOOT_SCRIPT, { addressSpaceMb: ADDRESS_SPACE_MB, cpuSeconds }).filter(
    (c) => o.cages?.includes(c.name) ?? true,
  )
  const refused: string[] = []
  for (const cage of wanted) {
    const first = start(cage, bundle)
    try {
      await ready(first)
      return new CagedPool({ ...cage, missing: [...cage.missing, ...refused] }, bundle, first, {
        size: o.size,
        spares: o.spares ?? 1,
        jobsPerProcess,
        limits,
      })
    } catch (e) {
      refused.push(`${cage.name}: ${e instanceof Error ? e.message : String(e)}`)
    }
  }
  throw new Error(`No sandbox process can be started here. Tried ${refused.join(' | ')}`)
}

interface Waiting {
  readonly start: (p: RunnerProcess) => void
  readonly fail: (e: Error) => void
}

interface Settled {
  readonly size: number
  readonly spares: number
  readonly jobsPerProcess: number
  readonly limits: Limits
}

class CagedPool implements Pool {
  readonly #cage: Cage
  readonly #bundle: RunnerBundle
  readonly #o: Settled
  readonly #idle: RunnerProcess[] = []
  readonly #all = new Set<RunnerProcess>()
  readonly #queue: Waiting[] = []
  #running = 0
  #started = 0
  #failures = 0
  #closed = false
  readonly #kills = { time: 0, memory: 0, output: 0, cancelled: 0, crashed: 0 }

  constructor(cage: Cage, bundle: RunnerBundle, first: RunnerProcess, o: Settled) {
    this.#cage = cage
    this.#bundle = bundle
    this.#o = o
    this.#adopt(first)
    this.#idle.push(first)
    this.#fill()
  }

  layers() {
    return { present: this.#cage.present, missing: this.#cage.missing }
  }

  status(): PoolStatus {
    return {
      cage: this.#cage.name,
      running: this.#running,
      queued: this.#queue.length,
      warm: this.#idle.length,
      started: this.#started,
      pids: [...this.#all].filter((p) => !p.dead).map((p) => p.pid),
      kills: { ...this.#kills },
    }
  }

  async run(job: Job, o: JobOptions = {}): Promise<Outcome> {
    const limits = tighten(this.#o.limits, o.limits)
    const bytes = Buffer.byteLength(job.source)
    if (bytes > limits.sourceBytes) {
      const message = `The file has ${bytes} bytes; at most ${limits.sourceBytes} are allowed. Remove what the exercise does not need.`
      return { kind: 'rejected', reason: 'too-large', message }
    }
    // A process that someone else killed took no decision: the job gets another. Warm ones that were killed at the same
    // moment may be handed out before their death is known, so there may be as many in vain as the pool holds.
    const attempts = this.#o.size + this.#o.spares + 1
    for (let i = 0; i < attempts; i++) {
      const outcome = await this.#attempt(job, limits, o)
      if (outcome !== 'killed from outside') return outcome
    }
    return {
      kind: 'crashed',
      detail: `${attempts} runner processes were killed from outside during this job`,
    }
  }

  async close(): Promise<void> {
    this.#closed = true
    for (const w of this.#queue.splice(0)) w.fail(new Error('The sandbox pool was closed.'))
    const all = [...this.#all]
    for (const p of all) p.kill()
    await Promise.all(all.map((p) => p.died))
  }

  async #attempt(job: Job, limits: Limits, o: JobOptions): Promise<Outcome | 'killed from outside'> {
    const p = await this.#take(job.driver.hash, o.signal)
    const { hash, code } = job.driver
    const running = p.run(
      {
        source: job.source,
        ...(job.fixture === undefined ? {} : { fixture: job.fixture }),
        driver: p.holds(hash) ? { hash } : { hash, code },
        input: job.input,
        limits: { stepChars: limits.stepChars, resultChars: limits.resultChars },
      },
      (done, of) => o.onProgress?.({ done, of }),
    )
    // After the job is sent: looking at the process takes as long as the job's first steps.
    const watch = new Watch(p, limits, o.signal)
    const end = await running
    const killed = watch.stop()
    const outcome = outcomeOf(end, killed, limits)
    this.#giveBack(p, typeof outcome === 'object' && (outcome.kind === 'done' || outcome.kind === 'rejected'))
    if (killed === 'cancelled') {
      this.#kills.cancelled++
      throw o.signal?.reason
    }
    if (typeof outcome === 'object') {
      if (outcome.kind === 'exceeded') this.#kills[outcome.limit]++
      if (outcome.kind === 'crashed') this.#kills.crashed++
    }
    return outcome
  }

  // ---- processes ----

  /** A warm process, counted as running; the one that holds this driver if there is a choice. */
  #take(driver: string, signal: AbortSignal | undefined): Promise<RunnerProcess> {
    if (this.#closed) throw new Error('The sandbox pool was closed.')
    signal?.throwIfAborted()
    if (this.#running < this.#o.size && this.#idle.length > 0) {
      this.#running++
      const at = Math.max(
        0,
        this.#idle.findIndex((p) => p.holds(driver)),
      )
      return Promise.resolve(this.#idle.splice(at, 1)[0] as RunnerProcess)
    }
    this.#fill()
    return new Promise((resolve, reject) => {
      const waiting: Waiting = {
        start: (p) => {
          signal?.removeEventListener('abort', leave)
          resolve(p)
        },
        fail: (e) => {
          signal?.removeEventListener('abort', leave)
          reject(e)
        },
      }
      const leave = () => {
        this.#queue.splice(this.#queue.indexOf(waiting), 1)
        reject(signal?.reason)
      }
      signal?.addEventListener('abort', leave, { once: true })
      this.#queue.push(waiting)
    })
  }

  #serve(): void {
    while (this.#queue.length > 0 && this.#idle.length > 0 && this.#running < this.#o.size) {
      const p = this.#idle.shift() as RunnerProcess
      const waiting = this.#queue.shift() as Waiting
      this.#running++
      waiting.start(p)
    }
  }

  #giveBack(p: RunnerProcess, clean: boolean): void {
    this.#running--
    const worn = p.jobs >= this.#o.jobsPerProcess || (p.usage()?.rssMb ?? 0) > RETIRE_RSS_MB
    if (clean && !worn && !p.dead && !this.#closed) this.#idle.push(p)
    else {
      this.#all.delete(p)
      p.kill()
    }
    this.#fill()
    this.#serve()
  }

  /** Starts what is missing of size + spares. */
  #fill(): void {
    while (!this.#closed && this.#all.size < this.#o.size + this.#o.spares) {
      const p = start(this.#cage, this.#bundle)
      this.#adopt(p)
      void ready(p).then(
        () => {
          this.#failures = 0
          if (p.dead || this.#closed) return
          this.#idle.push(p)
          this.#serve()
        },
        (e: Error) => this.#startFailed(p, e),
      )
    }
  }

  #adopt(p: RunnerProcess): void {
    this.#all.add(p)
    this.#started++
    void p.died.then(() => {
      this.#all.delete(p)
      const at = this.#idle.indexOf(p)
      if (at < 0) return
      this.#idle.splice(at, 1)
      this.#fill()
    })
  }

  #startFailed(p: RunnerProcess, e: Error): void {
    this.#all.delete(p)
    p.kill()
    this.#failures++
    if (this.#failures < START_ATTEMPTS) {
      this.#fill()
      return
    }
    // Whoever waits is told; the next job tries again.
    this.#failures = 0
    for (const w of this.#queue.splice(0))
      w.fail(new Error('No sandbox process can be started.', { cause: e }))
  }
}

function start(cage: Cage, bundle: RunnerBundle): RunnerProcess {
  return new RunnerProcess(cage, { ...bundle, isolateMb: ISOLATE_MB })
}

async function ready(p: RunnerProcess): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      p.kill()
      reject(new Error(`a runner was not ready within ${READY_MS / 1000} s`))
    }, READY_MS)
  })
  try {
    await Promise.race([p.ready, late])
  } finally {
    clearTimeout(timer)
  }
}
