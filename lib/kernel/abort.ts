/** AbortController without an event loop: `abort()` runs its listeners before it returns. */
type Listener = ((event: { type: 'abort' }) => void) | { handleEvent(event: { type: 'abort' }): void }

export class VirtualAbortSignal {
  aborted = false
  reason: unknown = undefined
  onabort: ((event: { type: 'abort' }) => void) | null = null
  #listeners: { f: Listener; once: boolean }[] = []

  static abort(reason?: unknown): VirtualAbortSignal {
    const c = new VirtualAbortController()
    c.abort(reason)
    return c.signal
  }

  static any(signals: Iterable<VirtualAbortSignal>): VirtualAbortSignal {
    const c = new VirtualAbortController()
    for (const s of signals) {
      if (s.aborted) c.abort(s.reason)
      else s.addEventListener('abort', () => c.abort(s.reason))
    }
    return c.signal
  }

  throwIfAborted(): void {
    if (this.aborted) throw this.reason
  }

  addEventListener(type: string, f: Listener, o?: boolean | { once?: boolean }): void {
    if (type !== 'abort' || this.#listeners.some((l) => l.f === f)) return
    this.#listeners.push({ f, once: typeof o === 'object' && o?.once === true })
  }

  removeEventListener(_type: string, f: Listener): void {
    this.#listeners = this.#listeners.filter((l) => l.f !== f)
  }

  /** Called by the controller only. */
  fire(reason: unknown): void {
    if (this.aborted) return
    this.aborted = true
    this.reason = reason
    const event = { type: 'abort' as const }
    this.onabort?.(event)
    for (const { f } of this.#listeners.splice(0)) {
      if (typeof f === 'function') f(event)
      else f.handleEvent(event)
    }
  }
}

export class VirtualAbortController {
  readonly signal = new VirtualAbortSignal()
  abort(reason?: unknown): void {
    this.signal.fire(reason === undefined ? abortError() : reason)
  }
}

function abortError(): Error {
  return named('AbortError', 'This operation was aborted')
}

/** The reason of AbortSignal.timeout. */
export function timeoutError(): Error {
  return named('TimeoutError', 'The operation was aborted due to timeout')
}

function named(name: string, message: string): Error {
  const e = new Error(message)
  e.name = name
  return e
}
