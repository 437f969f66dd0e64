/** The watchdog: looks at a running process from outside, and kills it when it passes a cap. */
import type { Limits } from './limits.ts'
import type { RunnerProcess } from './runner-process.ts'
import type { Usage } from './usage.ts'

const WATCH_EVERY_MS = 20

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
    if (performance.now() - this.#started > this.#limits.wallMs) return 'wall'
    const usage = this.#p.usage()
    if (!usage) return undefined
    if (usage.rssMb > this.#limits.rssMb) return 'memory'
    return usage.cpuMs - (this.#before?.cpuMs ?? 0) > this.#limits.cpuMs ? 'cpu' : undefined
  }

  #kill(why: Killed): void {
    this.#killed ??= why
    this.#p.kill()
  }
}

/** Why the watchdog killed a process. */
export type Killed = 'wall' | 'cpu' | 'memory' | 'cancelled'
