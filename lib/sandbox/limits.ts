/** What one submission may use. */
export interface Limits {
  /** UTF-8 bytes of the learner's file. */
  readonly sourceBytes: number
  /** CPU of the whole runner process: compiling, the suite's own work and garbage collection count. */
  readonly cpuMs: number
  /** Without the time in which others had the cores; five times as much with it. */
  readonly wallMs: number
  /** Resident memory of the runner process; an idle one has about 110. */
  readonly rssMb: number
  /** Characters that one step may ask for in messages, timers and log lines. */
  readonly stepChars: number
  /** Characters of a result. */
  readonly resultChars: number
}

/** Heap of a learner's isolate. Less than half of what the process may have: the trace and the suite live outside it. */
export const ISOLATE_MB = 160

export const DEFAULT_LIMITS: Limits = {
  sourceBytes: 100 * 1024,
  cpuMs: 10_000,
  wallMs: 20_000,
  rssMb: 400,
  stepChars: 1024 * 1024,
  resultChars: 256 * 1024,
}

/** An exercise or a test may ask for less, never for more. */
export function tighten(base: Limits, wish: Partial<Limits> = {}): Limits {
  const lower = (name: keyof Limits) => Math.min(base[name], wish[name] ?? base[name])
  return {
    sourceBytes: lower('sourceBytes'),
    cpuMs: lower('cpuMs'),
    wallMs: lower('wallMs'),
    rssMb: lower('rssMb'),
    stepChars: lower('stepChars'),
    resultChars: lower('resultChars'),
  }
}
