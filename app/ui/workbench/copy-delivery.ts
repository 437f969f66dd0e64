/** The way of what was replaced from this browser to the learner's kept copies. */
import { type ApiError, callApi } from './api.ts'
import type { DraftStore } from './draft-store.ts'

/** A save that has no answer by then is given up and tried again: else one that hangs holds up all that follow. */
export const SAVE_TIMEOUT_MS = 8_000
/** The server will not have the text, whatever is tried. */
export const UNKEEPABLE = new Set(['source-too-large', 'body-too-large', 'invalid-text'])

/** Sends what waits. Undefined when all of it is kept, else why not. Asked again meanwhile, it is the same delivery. */
export function copyDelivery(
  store: DraftStore,
  { slug, account }: { slug: string; account: string | null },
): () => Promise<ApiError | undefined> {
  let underWay: Promise<ApiError | undefined> | null = null

  async function deliver(): Promise<ApiError | undefined> {
    for (;;) {
      const copy = store.waiting().find((c) => !c.refused)
      if (!copy) return undefined
      const { because, code } = copy
      const answer = await callApi('POST', `/api/copies/${slug}`, { because, code }, account, {
        timeoutMs: SAVE_TIMEOUT_MS,
      })
      if (answer.ok) store.settle(copy, 'kept')
      else if (UNKEEPABLE.has(answer.error.code)) store.settle(copy, 'refused')
      else return answer.error
    }
  }

  return () => {
    underWay ??= deliver().finally(() => {
      underWay = null
    })
    return underWay
  }
}
