import type { Instrumentation } from 'next'

/** Next calls this once, before the first request. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { startWeb } = await import('./app/api/_lib/start.ts')
  startWeb()
}

/** A page that breaks shows `digest`; the log line has it beside the request id and the cause. */
export const onRequestError: Instrumentation.onRequestError = async (err, request, context) => {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { logger } = await import('./lib/log/index.ts')
  const requestId = request.headers['x-request-id']
  const { digest } = err as { digest?: string }
  logger().error({ err, digest, requestId, path: request.path, route: context.routePath }, 'page failed')
}
