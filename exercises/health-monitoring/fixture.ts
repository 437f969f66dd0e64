/**
 * Runs beside your code: makes your monitor, hands it the reports that come in, and shows after each what health() says of
 * every service. Its marks in the diagram are `raise <service>`, `clear <service>` (what you paged) and `stopped`.
 */
import { fixture } from 'faultline/fixture'

interface Monitor {
  report(checker: string, service: string, ok: boolean): void
  health(service: string): unknown
  stop(): void
}

interface Create {
  services: string[]
  deps: Record<string, string[]>
  upPct: number
  staleMs: number
  raiseMs: number
  clearMs: number
  /** Calls stop() within the page of this number, counted from 1. */
  stopAtPage?: number
}

export default fixture({ monitor: 'function' }, (ctx, env, learner) => {
  let monitor: Monitor | undefined
  let services: string[] = []
  let pages = 0

  function show(): void {
    ctx.view(Object.fromEntries(services.map((s) => [s, wordOf(monitor?.health(s))])))
  }

  function stop(): void {
    ctx.trace('stopped')
    monitor?.stop()
  }

  ctx.on('create', ({ stopAtPage, ...options }: Create) => {
    services = options.services
    monitor = learner.monitor(env, options, (e: { kind?: unknown; service?: unknown } | undefined) => {
      const { kind, service } = e ?? {}
      const known = (kind === 'raise' || kind === 'clear') && services.includes(service as string)
      if (known) ctx.trace(`${kind} ${service}`, { page: kind, service: service as string })
      else ctx.trace('another page', { page: wordOf(kind), service: wordOf(service) })
      pages += 1
      if (pages === stopAtPage) stop()
    })
    show()
  })
  ctx.on('report', ({ checker, service, ok }: { checker: string; service: string; ok: boolean }) => {
    monitor?.report(checker, service, ok)
    show()
  })
  ctx.on('look', show)
  ctx.on('stop', stop)
})

/** Anything else is told by its type, and fails as that. */
function wordOf(x: unknown): string {
  return typeof x === 'string' ? x.slice(0, 40) : `not a string but ${typeof x}`
}
