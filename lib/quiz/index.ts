/**
 * Judges an answer to a quiz question, in the browser for the reader and on the server for the record.
 *
 *     const answer = readAnswer(question, body.answer)       // null: it cannot be an answer to this question
 *     if (answer !== null) record(judge(question, answer))   // true, false; null while it is incomplete
 *     const ids = shuffledIds(question)                      // the order in which an `order` question is shown
 */
export { type Answer, judge, parseNumber, readAnswer, shuffledIds } from './judge.ts'
