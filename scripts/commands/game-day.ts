// npm run game-day -- <slug>: plays the scripted outage of a game day with its starter and its reference, and writes how they
// fared to baselines.json. The postmortem draws both beside the learner's own run.

import { writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { getExercise, listExercises } from '../../lib/exercises/index.ts'
import { playBaselines, printBaselines } from '../baselines.ts'
import { root } from '../launcher/root.ts'

const [slug, ...rest] = process.argv.slice(2)
const known = listExercises()
  .map((e) => e.slug)
  .filter((s) => getExercise(s).isGameDay)
if (slug === undefined || rest.length > 0 || !known.includes(slug)) {
  console.error(
    `Usage: npm run game-day -- <slug>, one of ${known.join(', ') || 'none yet'} (came: ${slug ?? 'nothing'})`,
  )
  process.exit(2)
}
const folder = join(root, 'exercises', slug)
const file = join(folder, 'baselines.json')
writeFileSync(file, printBaselines(await playBaselines(folder)))
console.log(`${relative(root, file)} is written.`)
