// npm run seeds -- <slug> <scenario> [--from 500] [--pick 6] [--json]: chooses the seeds of a scenario by what their runs
// reach. Exit codes: 0 chosen, 1 the exercise has to be mended first, 2 wrongly called.

import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ExerciseError } from '../../lib/exercises/index.ts'
import { root } from '../launcher/root.ts'
import { choose, type Reach, reachOf, readExercise, SeedsError, scout } from '../seeds/index.ts'

const USAGE = 'Usage: npm run seeds -- <slug> <scenario> [--from 500] [--pick 6] [--json]'

try {
  process.exitCode = await main()
} catch (error) {
  if (!(error instanceof SeedsError || error instanceof ExerciseError)) throw error
  console.error(error.message)
  process.exitCode = 1
}

async function main(): Promise<number> {
  const call = readCall()
  if (typeof call === 'string') {
    console.error(`${call}\n${USAGE}`)
    return 2
  }
  const { slug, scenario, from, pick, json } = call
  const { programs, ...chosen } = await readExercise(join(root, 'exercises'), slug, scenario)
  const started = performance.now()
  const scouted = await scout(chosen, programs, from)
  const picks = choose(scouted, pick)
  const seeds = picks.map((p) => p.seed)
  const reach = {
    chosen: reachOf(scouted.filter((s) => seeds.includes(s.seed))),
    first: reachOf(scouted.slice(0, picks.length)),
    all: reachOf(scouted),
  }
  const seconds = Math.round((performance.now() - started) / 100) / 10
  if (json) {
    console.log(JSON.stringify({ slug, scenario, seeds, picks, reach, seconds }, null, 2))
    return 0
  }
  console.log(
    `${slug} ${scenario}: seeds 0 to ${from - 1}, ${programs.wrong.length} wrong solutions; ${seconds} s\n`,
  )
  for (const p of picks) {
    const exposed = p.newlyExposed.length === 0 ? '' : `; exposes ${p.newlyExposed.join(', ')}`
    const again = p.round === 1 ? '' : ` (round ${p.round})`
    console.log(`  ${p.seed}: ${p.newPairs} new pairs, ${p.events} events${exposed}${again}`)
  }
  console.log('')
  const line = (what: string, r: Reach) =>
    console.log(
      `  ${what.padEnd(16)} ${r.pairs} of ${reach.all.pairs} pairs, ${r.exposed} of ${reach.all.exposed} wrong solutions exposed, ${per(r)} events a run`,
    )
  line(`chosen ${picks.length}`, reach.chosen)
  line(`first ${picks.length}`, reach.first)
  line(`all ${from}`, reach.all)
  console.log(`\nseeds: [${seeds.join(', ')}]`)
  return 0
}

function per(r: Reach): number {
  return r.seeds === 0 ? 0 : Math.round(r.events / r.seeds)
}

/** What is wrong with the call, or what it asks for. */
function readCall() {
  let parsed: ReturnType<typeof parse>
  try {
    parsed = parse()
  } catch (cause) {
    return (cause as Error).message
  }
  const { values, positionals } = parsed
  const [slug, scenario, ...rest] = positionals
  if (slug === undefined || scenario === undefined || rest.length > 0)
    return `An exercise and a scenario were expected; '${positionals.join(' ')}' came.`
  const [from, pick] = [Number(values.from), Number(values.pick)]
  if (!(Number.isSafeInteger(from) && from > 0 && Number.isSafeInteger(pick) && pick > 0 && pick <= from))
    return `--from and --pick need whole numbers, 1 or more, --pick at most --from; ${values.from} and ${values.pick} came.`
  return { slug, scenario, from, pick, json: values.json }
}

function parse() {
  const options = {
    from: { type: 'string', default: '500' },
    pick: { type: 'string', default: '6' },
    json: { type: 'boolean', default: false },
  } as const
  return parseArgs({ args: process.argv.slice(2), allowPositionals: true, options })
}
