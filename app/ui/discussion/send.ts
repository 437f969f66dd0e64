'use client'
import { postJson } from '../post-json.ts'

/** Sends JSON by any method. The message to show when it was refused; null when it is done. */
export async function send(
  method: 'POST' | 'PATCH' | 'DELETE',
  url: string,
  body: object = {},
): Promise<string | null> {
  const answer = await postJson(url, body, method)
  return answer.ok ? null : answer.message
}
