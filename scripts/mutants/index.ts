/**
 * Judges hidden suites by the mutants of their references that they kill.
 *
 *   const report = await proveMutants(grader, join(root, 'exercises'), 'lease', { cache: CACHE })
 *   for (const line of breaches(report)) console.log(line)
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Grader } from '../../lib/grader/index.ts'
import { generate, type Mutant } from './generate.ts'
import { judge, type Report } from './judge.ts'
import { type RunOptions, run } from './run.ts'
import { readSurvivors } from './survivors.ts'

export { breaches, reportLines } from './judge.ts'
export { CACHE, MUTANT_CPU_MS } from './run.ts'

/** `exercises` is the folder. `sample`: so many mutants only, the same ones each time. */
export async function proveMutants(
  grader: Grader,
  exercises: string,
  slug: string,
  o: Omit<RunOptions, 'root'> & { sample?: number } = {},
): Promise<Report> {
  const started = performance.now()
  const mutants = await generate(readFileSync(join(exercises, slug, 'solution.ts'), 'utf8'))
  const chosen = o.sample === undefined ? mutants : sampleOf(mutants, o.sample)
  const graded = await run(grader, slug, chosen, { ...o, root: exercises })
  const listed = readSurvivors(exercises, slug)
  const isGameDay = existsSync(join(exercises, slug, 'postmortem.ts'))
  return judge(mutants, graded, listed, performance.now() - started, { isGameDay })
}

/** Spread over the file: those whose ids' hashes come first, in the order of their places. */
export function sampleOf(mutants: readonly Mutant[], size: number): Mutant[] {
  const rank = (m: Mutant) => m.id.slice(m.id.indexOf('#')) + m.id
  const chosen = new Set([...mutants].sort((a, b) => (rank(a) < rank(b) ? -1 : 1)).slice(0, size))
  return mutants.filter((m) => chosen.has(m))
}
