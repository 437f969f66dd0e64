/** Calls of our own API, with failures as values: what the server said, or that it did not answer. */
export interface ApiError {
  /** The server's code, or 'offline' when nothing answered. */
  readonly code: string
  readonly message: string
  readonly requestId?: string
  readonly details?: Readonly<Record<string, unknown>>
}

export type ApiResult<T> = { ok: true; value: T } | { ok: false; error: ApiError }

export async function callApi<T>(
  method: 'GET' | 'POST' | 'PUT',
  path: string,
  body?: unknown,
  /** Whose page asks: the server refuses when somebody else has signed in since. */
  account: string | null = null,
  how: {
    /** After so long without the whole answer it is given up, as 'offline'; it may have arrived all the same. */
    timeoutMs?: number
    /** It is sent to its end though the page closes. Browsers take at most 64 KiB of that. */
    keepalive?: boolean
  } = {},
): Promise<ApiResult<T>> {
  try {
    const response = await fetch(path, {
      method,
      ...(how.timeoutMs === undefined ? {} : { signal: AbortSignal.timeout(how.timeoutMs) }),
      ...(how.keepalive ? { keepalive: true } : {}),
      ...(body === undefined
        ? {}
        : {
            headers: {
              'content-type': 'application/json',
              ...(account === null ? {} : { 'x-faultline-account': account }),
            },
            body: JSON.stringify(body),
          }),
    })
    if (response.ok) return { ok: true, value: (await response.json()) as T }
    const answer = (await response.json().catch(() => null)) as { error?: ApiError } | null
    const fallback = `The server answered ${response.status} without saying why. Try again in a moment.`
    return { ok: false, error: answer?.error ?? { code: 'our-fault', message: fallback } }
  } catch {
    const message =
      'The server did not answer. Your code is kept in this browser; try again when the connection is back.'
    return { ok: false, error: { code: 'offline', message } }
  }
}
