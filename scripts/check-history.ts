/** What `npm run check-history` says about a history, as lines and as data. */
import {
  checkIsolation,
  checkLinearizable,
  LEVELS,
  type LevelName,
  type NotLinearizable,
} from '../lib/checks/index.ts'
import {
  type Format,
  guessModel,
  HistoryError,
  listAppend,
  type ModelName,
  meaning,
  parseEdn,
  parseModelName,
  type RecordedHistory,
  readHistory,
  toJson,
} from '../lib/history/index.ts'
import { round } from './bench/stats.ts'

export interface ReportOptions {
  readonly format?: Format | undefined
  readonly model?: string | undefined
  readonly level?: string | undefined
  readonly init?: string | undefined
  readonly keyed?: boolean | undefined
  readonly maxSteps?: number | undefined
}

export interface Report {
  readonly outcome: 'good' | 'bad' | 'undecided'
  readonly lines: readonly string[]
  readonly json: Readonly<Record<string, unknown>>
}

/** Models of what may have had a value before the file begins. */
const held: readonly ModelName[] = ['register', 'cas-register', 'multi-register', 'counter']
const defaultMaxSteps = 20_000_000
/** Operations in conflict that are printed; --json has all. */
const linesAtMost = 12
const anomaliesAtMost = 10

/** `text` is the whole file. Throws HistoryError for what is not a history, or not one of that model. */
export function reportOf(text: string, o: ReportOptions): Report {
  const history = readHistory(text, o.format)
  return o.model === 'list-append' || (o.model === undefined && isListAppend(history))
    ? isolation(history, o.level)
    : linearizability(history, o)
}

const isListAppend = ({ operations }: RecordedHistory) =>
  operations.length > 0 &&
  operations.every((o) => /^\[(\[":(append|r)",|\])/.test(JSON.stringify(o.body.value)))

function isolation(history: RecordedHistory, claimed = 'serializable'): Report {
  if (!Object.hasOwn(LEVELS, claimed))
    throw new HistoryError(`There is no level '${claimed}'. There are: ${Object.keys(LEVELS).join(', ')}.`)
  const level = claimed as LevelName
  const of = listAppend(history)
  const started = performance.now()
  const { ok, anomalies } = checkIsolation(level, history.operations, { of })
  const ms = round(performance.now() - started)
  const operations = history.operations.length
  const found = anomalies.map(({ name, cycle, because, witness }) => ({
    name,
    ...(cycle === undefined ? {} : { cycle }),
    because,
    lines: witness.map((id) => history.lineOf(id)),
  }))
  const verdict = ok ? level : `not ${level}`
  const more = found.length - anomaliesAtMost
  return {
    outcome: ok ? 'good' : 'bad',
    lines: [
      `${verdict}: ${operations} operations, ${ms} ms (list-append, ${history.format})`,
      ...found
        .slice(0, anomaliesAtMost)
        .flatMap((a) => [`${a.name}: ${a.because}`, `  lines ${a.lines.join(', ')}`]),
      ...(more > 0 ? [`${more} more; --json has all.`] : []),
    ],
    json: { verdict, operations, ms, model: 'list-append', level, format: history.format, anomalies: found },
  }
}

function linearizability(history: RecordedHistory, o: ReportOptions): Report {
  const name = o.model === undefined ? guessModel(history) : parseModelName(o.model)
  const init = o.init === undefined ? undefined : initial(o.init)
  const { model, ops } = meaning(history, name, {
    ...(init === undefined ? {} : { init }),
    ...(o.keyed === undefined ? {} : { keyed: o.keyed }),
  })
  const started = performance.now()
  const result = checkLinearizable(model, history.operations, {
    ops,
    maxSteps: o.maxSteps ?? defaultMaxSteps,
  })
  const ms = round(performance.now() - started)
  const operations = history.operations.length
  const facts = { operations, ms, model: name, format: history.format, steps: result.steps }
  const size = `${operations} operations, ${ms} ms (${name}, ${history.format})`
  if (result.ok === 'undecided')
    return {
      outcome: 'undecided',
      lines: [
        `undecided: ${size}`,
        `No answer after ${result.steps} steps. Give it more with --max-steps, or split the history by key.`,
      ],
      json: { verdict: 'undecided', ...facts },
    }
  if (result.ok)
    return { outcome: 'good', lines: [`linearizable: ${size}`], json: { verdict: 'linearizable', ...facts } }
  const conflict = conflictOf(history, result)
  return {
    outcome: 'bad',
    lines: [
      `not linearizable: ${size}`,
      result.because,
      ...(conflict.length > linesAtMost
        ? [`  ${conflict.length - linesAtMost} earlier operations, then`]
        : []),
      ...conflict.slice(-linesAtMost).map(lineText),
      `Everything that had returned before line ${history.lineOf(result.blockedAt)} has an order; its answer fits none.`,
      ...(conflict.length === 1 && o.init === undefined && held.includes(name)
        ? ['If the object held something before the first line, say what with --init.']
        : []),
    ],
    json: {
      verdict: 'not linearizable',
      ...facts,
      key: result.key,
      because: result.because,
      expected: result.expected,
      got: result.got,
      blockedAtLine: history.lineOf(result.blockedAt),
      conflict,
    },
  }
}

function conflictOf(history: RecordedHistory, { conflict }: NotLinearizable) {
  return conflict.map((o) => ({
    process: o.client,
    f: o.type,
    value: o.outcome === 'ok' ? o.result.value : o.body.value,
    invoked: history.lineOf(o.invokeId),
    completed: o.endId === undefined ? undefined : history.lineOf(o.endId),
    says: `${o.client} :${o.outcome} :${o.type} ${JSON.stringify(o.outcome === 'ok' ? o.result.value : o.body.value)}`,
  }))
}

type Conflicting = ReturnType<typeof conflictOf>[number]

const lineText = ({ invoked, completed, says }: Conflicting) =>
  `  line ${invoked}${completed === undefined ? '' : `-${completed}`}: ${says}`

function initial(text: string) {
  const forms = parseEdn(text)
  if (forms.length !== 1) throw new HistoryError(`--init needs one EDN value; '${text}' came.`)
  return toJson(forms[0]!)
}
