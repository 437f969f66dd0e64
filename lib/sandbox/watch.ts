/** The watchdog: looks at a running process from outside, and kills it when it passes a cap. */
import type { Limits } from './limits.ts'
import type { RunnerProcess } from './runner-process.ts'
import type { Usage } from './usage.ts'

const WATCH_EVERY_MS = 20
/** However busy the machine is, nobody holds a runner for longer than this many times the limit. */
const PATIENCE = 5

export class Watch {
  readonly #p: RunnerProcess
  readonly #limits: Limits
  readonly #signal: AbortSignal | undefined
  readonly #started = performance.now()
  readonly #before: Usage | undefined
  readonly #timer: NodeJS.Timeout
  #killed: Killed | undefined

  constructor(p: RunnerProcess, limits: Limits, signal: AbortSignal | undefined) {
    this.#p = p
    this.#limits = limits
    this.#signal = signal
    this.#before = p.usage()
    this.#timer = setInterval(() => this.#look(), WATCH_EVERY_MS)
    signal?.addEventListener('abort', this.#cancel)
    if (signal?.aborted) this.#cancel()
  }

  /** Why it was killed, if it was. */
  stop(): Killed | undefined {
    clearInterval(this.#timer)
    this.#signal?.removeEventListener('abort', this.#cancel)
    return this.#killed
  }

  readonly #cancel = () => this.#kill('cancelled')

  #look(): void {
    const why = this.#passed()
    if (why) this.#kill(why)
  }

  #passed(): Killed | undefined {
    const usage = this.#p.usage()
    if (this.#wallMs(usage) > this.#limits.wallMs) return 'wall'
    if (!usage) return undefined
    if (usage.rssMb > this.#limits.rssMb) return 'memory'
    return usage.cpuMs - (this.#before?.cpuMs ?? 0) > this.#limits.cpuMs ? 'cpu' : undefined
  }

  /** Without the time in which the process could have run but others had the cores: a busy machine is not its fault. */
  #wallMs(usage: Usage | undefined): number {
    const passed = performance.now() - this.#started
    const waited = (usage?.waitedMs ?? 0) - (this.#before?.waitedMs ?? 0)
    return Math.max(passed - waited, passed / PATIENCE)
  }

  #kill(why: Killed): void {
    this.#killed ??= why
    this.#p.kill()
  }
}

/** Why the watchdog killed a process. */
export type Killed = 'wall' | 'cpu' | 'memory' | 'cancelled'
