// npm run prove -- [slug...] [--json] [--mutants[=100]]: runs the proof of each exercise through the real sandbox. With
// --mutants it also breaks each reference in every small way (or in that many) and shows what the hidden suite kills;
// --costs writes down what each reference costs.

import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { getExercise, listExercises } from '../../lib/exercises/index.ts'
import { openGrader } from '../../lib/grader/index.ts'
import { calibrationMs } from '../bench/stats.ts'
import { distributionLines, distributionOf, isSmall } from '../distribution.ts'
import { root } from '../launcher/root.ts'
import { breaches, CACHE, MUTANT_CPU_MS, proveMutants, reportLines } from '../mutants/index.ts'
import { type Claim, proveExercise } from '../proof.ts'

const args = process.argv.slice(2)
const json = args.includes('--json')
const mutants = mutantsAsked(args.find((a) => a.startsWith('--mutants')))
const asked = args.filter((a) => !a.startsWith('--'))
const known = listExercises().map((e) => e.slug)
const unknown = asked.filter((slug) => !known.includes(slug))
if (unknown.length > 0) {
  console.error(`There is no exercise ${unknown.join(', ')}. There are: ${known.join(', ')}.`)
  process.exit(2)
}
const slugs = asked.length > 0 ? asked : known
const exercises = join(root, 'exercises')
const say = (line: string) => void (json || console.log(line))
const calibration = calibrationMs()
const started = performance.now()

const report: Record<string, Claim[]> = {}
const grader = await openGrader()
try {
  await inLanes(slugs, prove)
} finally {
  await grader.close()
}

const mutantReports: Record<string, object> = {}
let mutantBreaches = 0
if (mutants) {
  // A mutant that loops is stopped early: a reference needs a fraction of this.
  const strict = await openGrader({ limits: { cpuMs: MUTANT_CPU_MS } })
  try {
    await inLanes(slugs.filter(hasMutants), async (slug) => {
      const proven = await proveMutants(strict, exercises, slug, { cache: CACHE, ...mutants })
      const broken = breaches(proven)
      mutantBreaches += broken.length
      mutantReports[slug] = { ...proven, breaches: broken }
      say(`\n${slug}: mutants`)
      for (const line of [...reportLines(proven), ...broken.map((b) => `BROKEN ${b}`)]) say(`  ${line}`)
    })
  } finally {
    await strict.close()
  }
}

const claims = Object.values(report).flat()
const broken = claims.filter((c) => !c.holds).length
const wrong = distributionOf(claims.flatMap((c) => (c.sample ? [c.sample] : [])))
const tooLarge = wrong !== undefined && !isSmall(wrong)
const totals = {
  exercises: slugs.length,
  claims: claims.length,
  broken,
  seconds: Math.round((performance.now() - started) / 100) / 10,
}
if (json) {
  console.log(JSON.stringify({ totals, counterexamples: { wrong }, report, mutants: mutantReports }, null, 2))
}
say('')
if (wrong) for (const line of distributionLines('wrong solutions', wrong)) say(line)
if (tooLarge)
  say('BROKEN the median counterexample of the wrong solutions is larger than a learner can take in')
say(
  `\n${totals.exercises} exercises, ${totals.claims} claims, ${broken} broken${mutants ? `, ${mutantBreaches} breaches by mutants` : ''}; ${totals.seconds} s; calibration ${calibration} ms, at the end ${calibrationMs()} ms`,
)
process.exitCode = broken + mutantBreaches > 0 || tooLarge ? 1 : 0

/** Each lane takes the next: one waits for the sandbox while another's runs are judged here. */
async function inLanes(all: readonly string[], each: (slug: string) => Promise<void>): Promise<void> {
  const next = all.values()
  const lane = async () => {
    for (const slug of next) await each(slug)
  }
  await Promise.all(Array.from({ length: availableParallelism() }, lane))
}

async function prove(slug: string): Promise<void> {
  const lines: string[] = []
  const note = (c: Claim) =>
    lines.push(
      `  ${c.holds ? 'ok    ' : 'BROKEN'} ${c.claim}  [${c.got}]${c.ms ? ` ${Math.round(c.ms)} ms` : ''}`,
    )
  report[slug] = await proveExercise(grader, exercises, slug, note, {
    writeCosts: args.includes('--costs'),
  })
  say(`\n${slug}`)
  for (const line of lines) say(line)
}

/** Undefined without the flag. */
function mutantsAsked(flag: string | undefined): { sample?: number } | undefined {
  if (flag === undefined) return undefined
  if (flag === '--mutants') return {}
  const sample = /^--mutants=([1-9]\d*)$/.exec(flag)?.[1]
  if (sample !== undefined) return { sample: Number(sample) }
  console.error(`${flag} came, --mutants or --mutants=<how many> was expected.`)
  process.exit(2)
}

/** Where the solution is a nemesis, the suite is the thing that it tests: mutants of it say nothing of the suite. */
function hasMutants(slug: string): boolean {
  return getExercise(slug).kind !== 'nemesis'
}
