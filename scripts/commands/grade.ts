// npm run grade -- <slug> <file.ts> [--json] [--seed <scenario#n>] [--visible] [--stage <id>]: grades a file in the real sandbox.
// Exit codes: 0 passed, 1 failed, 2 rejected, exceeded or wrongly called, 3 our fault.

import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { listExercises } from '../../lib/exercises/index.ts'
import { openGrader } from '../../lib/grader/index.ts'
import { describeFault, grouped, toText } from '../../lib/spacetime/index.ts'
import type { Cost, Mutants, Verdict } from '../../lib/suite/index.ts'
import { neverSeen } from '../unseen.ts'

const EXIT = { passed: 0, failed: 1, rejected: 2, exceeded: 2, 'our-fault': 3 } satisfies Record<
  Verdict['outcome'],
  number
>
const USAGE =
  'Usage: npm run grade -- <slug> <file.ts> [--json] [--seed <scenario#n>] [--visible] [--stage <id>]'

/** The verdict, with the numbers that every outcome has for this command. */
function oneLine(v: Verdict, ms: number) {
  const { outcome, ...rest } = v
  return { outcome, seeds: 0, events: 0, ms, ...rest }
}

/** The command line asks for something that cannot be done. */
class WrongCall extends Error {}

try {
  process.exitCode = await main()
} catch (error) {
  if (!(error instanceof WrongCall)) throw error
  console.error(error.message)
  process.exitCode = 2
}

async function main(): Promise<number> {
  const { slug, code, json, seed, visible, stage } = readCall()
  const grader = await openGrader({ concurrency: 1 })
  try {
    const started = performance.now()
    const job = { slug, code, suite: visible ? ('visible' as const) : ('hidden' as const), stage }
    const verdict = await grader.grade({ ...job, ...(seed === undefined ? {} : { seed }) })
    const ms = Math.round(performance.now() - started)
    console.log(json ? JSON.stringify(oneLine(verdict, ms)) : report(verdict))
    return EXIT[verdict.outcome]
  } finally {
    await grader.close()
  }
}

function readCall() {
  const { values, positionals } = parseCall()
  const [slug, file, ...rest] = positionals
  if (slug === undefined || file === undefined || rest.length > 0) throw new WrongCall(USAGE)
  const known = listExercises().map((e) => e.slug)
  if (!known.includes(slug)) {
    throw new WrongCall(`There is no exercise '${slug}'. There are: ${known.join(', ')}.`)
  }
  const stages =
    listExercises()
      .find((e) => e.slug === slug)
      ?.stages.map((s) => s.id) ?? []
  if (values.stage !== undefined && !stages.includes(values.stage)) {
    const has = stages.length === 0 ? 'has no stages' : `has the stages ${stages.join(', ')}`
    throw new WrongCall(`There is no stage '${values.stage}': '${slug}' ${has}.`)
  }
  const { json, seed, visible, stage } = values
  return { slug, code: read(file), json, seed, visible, stage }
}

function parseCall() {
  try {
    const options = {
      json: { type: 'boolean', default: false },
      seed: { type: 'string' },
      visible: { type: 'boolean', default: false },
      stage: { type: 'string' },
    } as const
    return parseArgs({ args: process.argv.slice(2), allowPositionals: true, options })
  } catch (cause) {
    throw new WrongCall(`${(cause as Error).message}\n${USAGE}`, { cause })
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new WrongCall(`${file} cannot be read: ${(cause as Error).message}`, { cause })
  }
}

function report(v: Verdict): string {
  switch (v.outcome) {
    case 'passed':
      return passed(v)
    case 'failed':
      return failed(v)
    case 'rejected':
      return `Rejected (${v.reason}). ${v.message}`
    case 'exceeded':
      return `Exceeded (${v.limit}). ${v.message}`
    case 'our-fault':
      return `Our fault (${v.kind}). ${v.message}${neverSeen(v)}`
  }
}

function passed(v: Verdict & { outcome: 'passed' }): string {
  const survived = Object.entries(v.survived).map(([kind, n]) => `${grouped(n)} ${kind}`)
  const lines = [
    `Passed. ${grouped(v.seeds)} schedules, ${grouped(v.events)} events, ${grouped(v.ms)} ms.`,
    ...(survived.length > 0 ? [`Survived: ${survived.join(', ')}.`] : []),
    ...exposed(v.mutants),
    ...v.costs.map(
      (c) => `${c.sentence} ${grouped(c.value, 2)} ${c.unit}, at most ${grouped(c.max, 2)}${starsOf(c)}.`,
    ),
  ]
  return lines.join('\n')
}

function starsOf(c: Cost): string {
  return c.stars ? `; ${c.stars} of 3 stars${c.nextStar ? `, ${c.nextStar}` : ''}` : ''
}

/** Of an inverse exercise: what was exposed, how, and what was not. */
function exposed(m: Mutants | undefined): string[] {
  if (!m) return []
  const rows = m.results.map(({ title, kill }) =>
    kill ? `  exposed   ${title}. ${kill.because} (${kill.seed})` : `  survived  ${title}.`,
  )
  return [`${m.killed} of ${m.of} broken implementations exposed, ${m.needed} needed.`, ...rows]
}

function failed(v: Verdict & { outcome: 'failed' }): string {
  if (v.seed === '')
    return [`Failed: ${v.property}`, '', v.sentence, v.because, '', ...exposed(v.mutants)]
      .join('\n')
      .trimEnd()
  const { events, faults } = v.shrunk
  const size = `${count(events[0], 'event')}, ${count(faults[0], 'fault')} (from ${grouped(events[1])} and ${grouped(faults[1])}).`
  const witness = new Set(v.witness)
  const trace = toText(v.trace).map(
    ({ id, time, sentence }) => `${witness.has(id) ? '>' : ' '} ${time.padStart(12)}  ${sentence}`,
  )
  return [
    `Failed: ${v.property}`,
    '',
    v.sentence,
    v.because.endsWith('.') ? v.because : `${v.because}.`,
    size,
    '',
    `Expected ${JSON.stringify(v.expected)}`,
    `Got      ${JSON.stringify(v.got)}`,
    ...(v.faults.length > 0 ? ['', 'Faults:', ...v.faults.map((f) => `  ${describeFault(f)}`)] : []),
    '',
    'Counterexample (> marks the events in conflict):',
    ...trace,
    '',
    `Seed ${v.seed}. Replay with --seed '${v.seed}'.`,
  ].join('\n')
}

function count(n: number, noun: string): string {
  return `${grouped(n)} ${noun}${n === 1 ? '' : 's'}`
}
