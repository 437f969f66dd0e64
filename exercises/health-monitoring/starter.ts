import type { Env, Ms } from 'faultline'

export interface Opts {
  services: string[]
  deps: Record<string, string[]>
  upPct: number
  staleMs: Ms
  raiseMs: Ms
  clearMs: Ms
}

export interface Page {
  kind: 'raise' | 'clear'
  service: string
}

export function monitor(env: Env, o: Opts, page: (e: Page) => void) {
  const last = new Map<string, boolean>()
  return {
    /** `checker` has found that `service` answers, or that it doesn't. */
    report(checker: string, service: string, ok: boolean): void {
      last.set(service, ok)
      // For now somebody gets up for each report.
      page({ kind: ok ? 'clear' : 'raise', service })
    },
    health(s: string): 'up' | 'down' | 'unknown' {
      return last.get(s) ? 'up' : 'down'
    },
    stop(): void {},
  }
}
