/**
 * Structured logs: one JSON object a line, on stderr, so that commands can print their results on stdout.
 *
 *     const log = logger().child({ requestId })
 *     log.info({ submission: id, ms }, 'graded')
 *     log.error({ err }, 'recording failed')
 */
import pino, { type Logger } from 'pino'

export type { Logger }

const shared = globalThis as typeof globalThis & { faultlineLogger?: Logger }

/** The process's logger. `LOG_LEVEL` sets its level: trace, debug, info (default), warn, error, fatal, silent. */
export function logger(): Logger {
  shared.faultlineLogger ??= pino(
    {
      level: process.env.LOG_LEVEL || 'info',
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      // Credentials have no business in a log, wherever someone passes them. (Learner code is never passed.)
      redact: {
        paths: ['password', 'cookie', '*.password', '*.cookie', '*.authorization'],
        censor: '[kept out]',
      },
      serializers: { err: pino.stdSerializers.err },
    },
    pino.destination({ fd: 2, sync: true }),
  )
  return shared.faultlineLogger
}
