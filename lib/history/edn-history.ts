/**
 * Histories as EDN maps, in one vector or list or one after the other: what Knossos and Jepsen (`history.edn`) write,
 * and with a :key beside the :value what Porcupine's key-value tests read.
 */
import { type Edn, EdnMap, EdnSymbol, Keyword, keyText, lineIndex, parseEdn, toJson } from './edn.ts'
import { HistoryError } from './error.ts'
import { assemble, type Entry, type Format, type RecordedHistory } from './recorded.ts'

const TYPES: readonly string[] = ['invoke', 'ok', 'fail', 'info']

/** `format` is found out when it is not given: operations that name a :key are Porcupine's. */
export function readEdnHistory(text: string, format?: Exclude<Format, 'jepsen'>): RecordedHistory {
  const lineOf = lineIndex(text)
  const entries: Entry[] = []
  const take = (form: Edn): void => {
    if (Array.isArray(form)) {
      for (const item of form as readonly Edn[]) take(item)
      return
    }
    if (!(form instanceof EdnMap))
      throw new HistoryError(
        `${describe(form)} came where an operation was expected, a map such as {:process 0, :type :invoke, :f :read, :value nil}. Is the file in the format that was asked for?`,
      )
    const entry = entryOf(form, lineOf(form.offset))
    if (entry !== undefined) entries.push(entry)
  }
  const forms = parseEdn(text)
  if (forms.length === 0)
    throw new HistoryError('The file is empty. Expected a history; one without operations is [].')
  for (const form of forms) take(form)
  return assemble(format ?? (entries.some((e) => e.key !== undefined) ? 'porcupine-kv' : 'knossos'), entries)
}

/** Undefined for what is not a client's: the nemesis. */
function entryOf(map: EdnMap, line: number): Entry | undefined {
  const process = map.get('process')
  if (process instanceof Keyword && process.name === 'nemesis') return undefined
  const type = name(map.get('type'))
  if (type === undefined || !TYPES.includes(type))
    throw new HistoryError(
      `the operation has ${type === undefined ? 'no :type' : `:type :${type}`}. Expected :invoke, :ok, :fail or :info.`,
      line,
    )
  const key = map.get('key')
  const error = map.get('error')
  return {
    line,
    process: process === undefined ? 'nil' : keyText(toJson(process)),
    type: type as Entry['type'],
    // Histories of transactions alone need not say that they are.
    f: name(map.get('f')) ?? 'txn',
    value: toJson(map.get('value') ?? null),
    ...(key === undefined ? {} : { key: keyText(toJson(key)) }),
    ...(error === undefined ? {} : { error: toJson(error) }),
  }
}

function name(form: Edn | undefined): string | undefined {
  if (form instanceof Keyword || form instanceof EdnSymbol) return form.name
  return typeof form === 'string' ? form : undefined
}

function describe(form: Edn): string {
  const text = JSON.stringify(toJson(form)) ?? 'nothing'
  return text.length > 40 ? `${text.slice(0, 39)}…` : text
}
