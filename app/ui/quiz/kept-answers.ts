import type { Answer } from '@/lib/quiz/index.ts'

export type Answers = Record<string, Answer>

/**
 * What to show, and what of it the account has not got, of `questions`. `own`: answered under this account in this browser and not taken by
 * the server yet, so newer than what it has; `left`: by a visitor of this browser, who may have been somebody else.
 */
export function combineAnswers(
  questions: readonly { id: string }[],
  { account, own, left }: { account: Answers; own: Answers; left: Answers },
): { shown: Answers; unsent: Answers } {
  const unsent = questions.flatMap(({ id }) => {
    const answer = own[id] ?? (account[id] === undefined ? left[id] : undefined)
    return answer === undefined ? [] : [[id, answer]]
  })
  return { shown: { ...left, ...account, ...own }, unsent: Object.fromEntries(unsent) }
}

/** `kept` without the answer to `id`, or, with `sent`, without just that one: a later one has not been sent. Null when empty. */
export function dropAnswer(kept: Answers | null, id: string, sent?: Answer): Answers | null {
  if (!kept) return null
  const { [id]: answer, ...others } = kept
  if (sent !== undefined && JSON.stringify(answer) !== JSON.stringify(sent)) return kept
  return Object.keys(others).length > 0 ? others : null
}
