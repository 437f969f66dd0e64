// npm run prove -- [slug...] [--json]: runs the proof of each exercise through the real sandbox.

import { join } from 'node:path'
import { listExercises } from '../../lib/exercises/index.ts'
import { openGrader } from '../../lib/grader/index.ts'
import { root } from '../launcher/root.ts'
import { type Claim, proveExercise } from '../proof.ts'

const args = process.argv.slice(2)
const json = args.includes('--json')
const asked = args.filter((a) => !a.startsWith('--'))
const known = listExercises().map((e) => e.slug)
const unknown = asked.filter((slug) => !known.includes(slug))
if (unknown.length > 0) {
  console.error(`There is no exercise ${unknown.join(', ')}. There are: ${known.join(', ')}.`)
  process.exit(2)
}

const grader = await openGrader()
const report: Record<string, Claim[]> = {}
const started = performance.now()
try {
  for (const slug of asked.length > 0 ? asked : known) {
    if (!json) console.log(`\n${slug}`)
    report[slug] = await proveExercise(grader, join(root, 'exercises'), slug, (c) => {
      if (!json)
        console.log(
          `  ${c.holds ? 'ok    ' : 'BROKEN'} ${c.claim}  [${c.got}]${c.ms ? ` ${Math.round(c.ms)} ms` : ''}`,
        )
    })
  }
} finally {
  await grader.close()
}

const claims = Object.values(report).flat()
const broken = claims.filter((c) => !c.holds)
const sizes = claims.flatMap((c) => (c.size && c.claim.startsWith('wrong/') ? [c.size] : []))
const totals = {
  exercises: Object.keys(report).length,
  claims: claims.length,
  broken: broken.length,
  medianCounterexample: { events: median(sizes.map((s) => s[0])), faults: median(sizes.map((s) => s[1])) },
  seconds: Math.round((performance.now() - started) / 100) / 10,
}
if (json) console.log(JSON.stringify({ totals, report }, null, 2))
else {
  console.log(
    `\n${totals.exercises} exercises, ${totals.claims} claims, ${totals.broken} broken; median counterexample ${totals.medianCounterexample.events} events, ${totals.medianCounterexample.faults} faults; ${totals.seconds} s`,
  )
}
process.exitCode = broken.length > 0 ? 1 : 0

function median(xs: readonly number[]): number {
  const sorted = [...xs].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}
