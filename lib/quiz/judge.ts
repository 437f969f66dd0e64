import type { Question } from '../content/index.ts'

/** What a reader answered: option ids, item ids in order, or the typed number. */
export type Answer = string[] | string

/** Null while the answer is not complete enough to be judged. */
export function judge(question: Question, answer: Answer | undefined): boolean | null {
  if (answer === undefined || answer.length === 0) return null
  switch (question.kind) {
    case 'single':
    case 'predict':
      return answer[0] === question.answer
    case 'multiple':
      return answer.length === question.answer.length && question.answer.every((id) => answer.includes(id))
    case 'order':
      return question.items.every((item, at) => answer[at] === item.id)
    case 'numeric': {
      const value = parseNumber(answer)
      return value === null ? null : Math.abs(value - question.answer) <= question.tolerance
    }
  }
}

/** What came, as an answer to this question; null when it names what the question does not have, or says nothing yet. */
export function readAnswer(question: Question, came: Answer): Answer | null {
  if (question.kind === 'numeric') return typeof came === 'string' && parseNumber(came) !== null ? came : null
  if (typeof came === 'string' || new Set(came).size !== came.length) return null
  const known = (question.kind === 'order' ? question.items : question.options).map(({ id }) => id)
  if (!came.every((id) => known.includes(id))) return null
  const enough = {
    single: came.length === 1,
    predict: came.length === 1,
    multiple: came.length > 0,
    order: came.length === known.length,
  }[question.kind]
  return enough ? came : null
}

/** "1500", "1 500", "1,500" and "0.5" are numbers; "12abc" and "" are not. */
export function parseNumber(answer: Answer): number | null {
  const text = String(answer).replace(/[\s_,]/g, '')
  return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text) ? Number(text) : null
}

/** The same shuffle on every visit, and never the right order itself. */
export function shuffledIds(question: { id: string; items: readonly { id: string }[] }): string[] {
  const ids = question.items.map((item) => item.id)
  let state =
    [...question.id].reduce((hash, char) => Math.imul(hash ^ char.charCodeAt(0), 16777619), 2166136261) >>> 0
  for (let at = ids.length - 1; at > 0; at -= 1) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    const other = Math.floor((state / 2 ** 32) * (at + 1))
    const kept = ids[at] as string
    ids[at] = ids[other] as string
    ids[other] = kept
  }
  const right = question.items.every((item, at) => item.id === ids[at])
  return right ? [...ids.slice(1), ids[0] as string] : ids
}
