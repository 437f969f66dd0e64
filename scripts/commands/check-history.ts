// npm run check-history -- <file> [--model <m>] [--format <f>] [--json]: judges a history that another tool recorded.
// Exit codes: 0 it is as it should be, 1 it is not, 2 not a history or wrongly called, 3 undecided.

import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { FORMATS, type Format, HistoryError } from '../../lib/history/index.ts'
import { type Report, reportOf } from '../check-history.ts'

const EXIT = { good: 0, bad: 1, undecided: 3 } satisfies Record<Report['outcome'], number>
const USAGE = `Usage: npm run check-history -- <file> --model <model> [--format ${FORMATS.join('|')}] [--json]
  --level <level>      for --model list-append: the isolation level that is claimed (default serializable)
  --init <edn>         the value that a register, counter or multi-register begins with, as in '{:x 0 :y 0}'
  --keyed              values are [key value], as independent Jepsen tests write them (found out by itself as a rule)
  --max-steps <n>      how far to search before the answer is "undecided" (default 20,000,000)`

try {
  process.exitCode = main()
} catch (error) {
  if (!(error instanceof HistoryError)) throw error
  console.error(error.message)
  process.exitCode = 2
}

function main(): number {
  const { file, options, json } = readCall()
  const report = reportOf(read(file), options)
  if (json) console.log(JSON.stringify({ file, ...report.json }))
  else for (const line of report.lines) console.log(line)
  return EXIT[report.outcome]
}

function readCall() {
  const { values, positionals } = parseCall()
  const [file, ...rest] = positionals
  if (file === undefined || rest.length > 0) throw new HistoryError(USAGE)
  const { format, model, level, init, keyed } = values
  if (format !== undefined && !FORMATS.includes(format as Format))
    throw new HistoryError(`There is no format '${format}'. There are: ${FORMATS.join(', ')}.`)
  const maxSteps =
    values['max-steps'] === undefined ? undefined : Number(values['max-steps'].replaceAll(/[,_]/g, ''))
  if (maxSteps !== undefined && !(Number.isSafeInteger(maxSteps) && maxSteps > 0))
    throw new HistoryError(`--max-steps needs a positive whole number; '${values['max-steps']}' came.`)
  const options = { format: format as Format | undefined, model, level, init, keyed, maxSteps }
  return { file, json: values.json, options }
}

function parseCall() {
  try {
    const options = {
      model: { type: 'string' },
      format: { type: 'string' },
      level: { type: 'string' },
      init: { type: 'string' },
      keyed: { type: 'boolean' },
      'max-steps': { type: 'string' },
      json: { type: 'boolean', default: false },
    } as const
    return parseArgs({ args: process.argv.slice(2), allowPositionals: true, options })
  } catch (cause) {
    throw new HistoryError(`${(cause as Error).message}\n${USAGE}`)
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new HistoryError(`${file} cannot be read: ${(cause as Error).message}`)
  }
}
