import { Logger } from 'graphile-worker'
import { logger } from '../log/index.ts'

/** graphile-worker's log lines as ours; what it reports per job we report ourselves, so 'info' becomes 'debug'. */
export function queueLogger(): Logger {
  const levels = { error: 'error', warning: 'warn', info: 'debug', debug: 'trace' } as const
  return new Logger((scope) => (level, message, meta) => {
    const err = (meta as { error?: unknown } | undefined)?.error
    logger()[levels[level]]({ queue: scope.label, ...(err ? { err } : {}) }, message)
  })
}
