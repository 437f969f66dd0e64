'use client'
import { accountHeader } from './site/account-store.ts'

export interface Refused {
  ok: false
  /** One of lib/errors' codes, or 'unreachable' when no answer came. */
  code: string
  /** What came, what was expected, what to do: fit to be shown. */
  message: string
  requestId: string | null
  /** Field name -> what is wrong with it. */
  fields: Record<string, string>
}

/** Sends JSON to a route of ours. Never throws: what went wrong is a value to show. */
export async function postJson<T>(
  url: string,
  body: unknown,
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE' = 'POST',
): Promise<{ ok: true; value: T } | Refused> {
  let response: Response
  try {
    response = await fetch(url, {
      method,
      headers: { 'content-type': 'application/json', ...accountHeader() },
      body: JSON.stringify(body),
    })
  } catch {
    const message = 'The server did not answer. Check your connection and try again; nothing was changed.'
    return { ok: false, code: 'unreachable', message, requestId: null, fields: {} }
  }
  const answer = await response.json().catch(() => null)
  if (response.ok) return { ok: true, value: answer as T }
  const {
    code = 'our-fault',
    message = `The server answered ${response.status}. Try again.`,
    requestId = null,
    details,
  } = answer?.error ?? {}
  const issues: { path: string; message: string }[] = details?.issues ?? []
  return {
    ok: false,
    code,
    message,
    requestId,
    fields: Object.fromEntries(issues.map((i) => [i.path, i.message])),
  }
}
