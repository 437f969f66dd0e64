const HEARTBEAT_MS = 15_000
/** A stream ends after this, and the client reconnects: the session is checked again, and a lost notification costs no more. */
const LIFE_MS = 60_000
const RECONNECT_MS = 250
const RETRY_WHEN_AWAY_MS = 2_000

/**
 * A response of server-sent events. `open` subscribes and returns what unsubscribes; what it throws becomes the answer
 * instead of a stream. Comments keep idle connections from being cut.
 */
export async function eventStream(
  signal: AbortSignal,
  open: (send: (event: string, data: object) => void, end: () => void) => Promise<() => void>,
): Promise<Response> {
  const encoder = new TextEncoder()
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>(undefined, undefined, {
    // A client that reads slowly gets its events late; they are few, so they may pile up here.
    highWaterMark: 1024,
  })
  const writer = writable.getWriter()
  let ended = false
  let unsubscribe: () => void = () => undefined
  const timers: NodeJS.Timeout[] = []

  const write = (text: string) => {
    if (!ended) writer.write(encoder.encode(text)).catch(end)
  }
  const end = () => {
    if (ended) return
    ended = true
    for (const timer of timers) clearTimeout(timer)
    unsubscribe()
    writer.close().catch(() => undefined)
  }
  write(`retry: ${RECONNECT_MS}\n\n`)
  unsubscribe = await open((event, data) => write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`), end)
  if (ended) unsubscribe()
  else {
    timers.push(
      setInterval(() => write(': still here\n\n'), HEARTBEAT_MS),
      setTimeout(end, LIFE_MS),
    )
    signal.addEventListener('abort', end, { once: true })
    if (signal.aborted) end()
  }
  return new Response(readable, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      // nginx would otherwise collect events before it passes them on.
      'x-accel-buffering': 'no',
    },
  })
}

/**
 * `response`, unless it says that we are not available now: then a stream that says so (`trouble`) and ends. A browser's
 * EventSource comes back after a stream, and never after an error.
 */
export async function keepTrying(response: Response): Promise<Response> {
  if (response.status !== 503) return response
  const { error } = (await response.json()) as { error: { code: string; message: string } }
  const headers = new Headers(response.headers)
  headers.set('content-type', 'text/event-stream; charset=utf-8')
  headers.delete('retry-after')
  return new Response(`retry: ${RETRY_WHEN_AWAY_MS}\n\nevent: trouble\ndata: ${JSON.stringify(error)}\n\n`, {
    headers,
  })
}
