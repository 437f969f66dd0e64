/**
 * Jepsen's text log: `INFO  jepsen.util - 0	:invoke	:write	3`, one event a line; its `history.txt` is the same without
 * what stands before the process. What other loggers wrote between is passed over.
 */
import type { Json } from '../sim/index.ts'
import { parseEdn, toJson } from './edn.ts'
import { HistoryError } from './error.ts'
import { assemble, type Entry, type RecordedHistory } from './recorded.ts'

const event = /(?:^|\s)([^\s:]\S*|:nemesis)\s+:(invoke|ok|fail|info)\s+:(\S+)(?:\s+(.*))?$/
/** A line that should have been an event: Jepsen's logger wrote it, or it begins as events do. */
const ours = /jepsen\.util\s|^\S+\s+:(?:i|o|f)|^\d+\s*$/

export const looksLikeJepsenLog = (text: string): boolean =>
  text.split('\n', 200).some((line) => !line.trimStart().startsWith('{') && event.test(line.trimEnd()))

export function readJepsenLog(text: string): RecordedHistory {
  const entries: Entry[] = []
  let events = 0
  text.split('\n').forEach((raw, i) => {
    const line = raw.trimEnd()
    if (line === '') return
    const found = event.exec(line)
    if (found === null) {
      if (!ours.test(line)) return
      throw new HistoryError(
        `'${line.length > 80 ? `${line.slice(0, 79)}…` : line}' is no event. Expected a process, then :invoke, :ok, :fail or :info, then the operation, then its value, as in "0 :invoke :write 3". A line at the end may have been cut off.`,
        i + 1,
      )
    }
    const [, process, type, f, rest = ''] = found as unknown as [
      string,
      string,
      Entry['type'],
      string,
      string?,
    ]
    events++
    if (process === ':nemesis') return
    entries.push({ line: i + 1, process, type, f, ...valueAndError(type, rest, i + 1) })
  })
  if (events === 0)
    throw new HistoryError(
      'The file has no event. Expected lines such as "INFO  jepsen.util - 0 :invoke :write 3".',
    )
  return assemble('jepsen', entries)
}

/** `4`, `[1 2]`, `nil`; also with an error after it, or in its place: `:timed-out`. */
function valueAndError(type: Entry['type'], rest: string, line: number): { value: Json; error?: Json } {
  const forms = parseEdn(rest, line).map((form) => toJson(form))
  if (forms.length === 0)
    throw new HistoryError(
      'the event has no value. Write nil where there is none; a line at the end may have been cut off.',
      line,
    )
  const [first, second] = forms as [Json, Json?]
  if (second !== undefined) return { value: first, error: second }
  const instead = (type === 'fail' || type === 'info') && typeof first === 'string' && first.startsWith(':')
  return instead ? { value: null, error: first } : { value: first }
}
