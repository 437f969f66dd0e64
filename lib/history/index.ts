/**
 * Reads histories that other tools recorded, for the checkers of this project to judge.
 *
 *     const history = readHistory(readFileSync('history.edn', 'utf8'))
 *     const { model, ops } = meaning(history, 'cas-register')
 *     const result = checkLinearizable(model, history.operations, { ops })
 *     if (result.ok === false) console.log(history.lineOf(result.blockedAt), result.because)
 */
import { readEdnHistory } from './edn-history.ts'
import { looksLikeJepsenLog, readJepsenLog } from './jepsen-log.ts'
import type { Format, RecordedHistory } from './recorded.ts'

export { parseEdn, toJson } from './edn.ts'
export { HistoryError } from './error.ts'
export { guessModel, type Meaning, MODELS, type ModelName, meaning, parseModelName } from './models.ts'
export { type Answered, type Asked, FORMATS, type Format, type RecordedHistory } from './recorded.ts'
export { listAppend } from './transactions.ts'

/**
 * `text` is the whole file; the format is found out when it is not given. Throws HistoryError, with a line where there is
 * one, for anything that is not a history.
 */
export function readHistory(text: string, format?: Format): RecordedHistory {
  const clean = text.startsWith('\uFEFF') ? text.slice(1) : text
  const found = format ?? (looksLikeJepsenLog(clean) ? 'jepsen' : undefined)
  return found === 'jepsen' ? readJepsenLog(clean) : readEdnHistory(clean, found)
}
