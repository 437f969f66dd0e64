/**
 * Chooses the seeds of a scenario at author's time: those whose runs reach most of what any of many runs reaches.
 *
 *   const { scenario, programs } = await readExercise(join(root, 'exercises'), 'lease', 'storm')
 *   const scouted = await scout(scenario, programs, 500)
 *   const picks = choose(scouted, 6)                     // seeds: picks.map((p) => p.seed)
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { getExercise } from '../../lib/exercises/index.ts'
import { openPlainPort } from '../../lib/kernel/index.ts'
import { LimitError, type NodePort } from '../../lib/sim/index.ts'
import { runOnce, type Suite } from '../../lib/suite/index.ts'
import { transpile } from '../../lib/transpile/index.ts'
import type { Scouted } from './choose.ts'
import { pairsOf } from './coverage.ts'

export { choose, type Pick, type Reach, reachOf, type Scouted } from './choose.ts'
export { pairsOf, shapeOf } from './coverage.ts'

/** What an author can mend: the message says how. */
export class SeedsError extends Error {}

export interface Chosen {
  /** The suite that has the scenario, and its name. */
  readonly suite: Suite
  readonly name: string
}

export interface Programs {
  readonly reference: NodePort
  readonly wrong: readonly { readonly name: string; readonly port: NodePort }[]
}

/**
 * Plays the scenario on seeds 0 … from - 1. The reference's runs give the pairs; a wrong solution is exposed where it
 * fails at anything. Throws SeedsError where the reference fails.
 */
export async function scout({ suite, name }: Chosen, programs: Programs, from: number): Promise<Scouted[]> {
  const scouted: Scouted[] = []
  for (let n = 0; n < from; n++) {
    const seed = `${name}#${n}`
    const run = await runOnce(suite, programs.reference, { seed })
    if (run.violation)
      throw new SeedsError(
        `the reference fails at ${seed}: ${run.violation.property.id}: ${run.violation.because} Mend that first.`,
      )
    const pairs = pairsOf(run.trace)
    for (const situation of run.happened) pairs.add(`sometimes | ${situation}`)
    const exposes = new Set<string>()
    for (const wrong of programs.wrong) if (await fails(suite, wrong.port, seed)) exposes.add(wrong.name)
    scouted.push({ seed: n, events: run.trace.length, pairs, exposes })
  }
  return scouted
}

async function fails(suite: Suite, port: NodePort, seed: string): Promise<boolean> {
  try {
    return (await runOnce(suite, port, { seed })).violation !== undefined
  } catch (e) {
    if (e instanceof LimitError) return true
    throw e
  }
}

/**
 * The scenario of a hidden suite with the programs that are played on it, in plain Node: the course's own files only.
 * `exercises` is the folder. Of a staged exercise: the stage that has the scenario.
 */
export async function readExercise(
  exercises: string,
  slug: string,
  scenario: string,
): Promise<Chosen & { programs: Programs }> {
  const { stages, kind } = getExercise(slug, exercises)
  if (kind === 'nemesis')
    throw new SeedsError(`${slug}: its solutions are nemeses, whose schedules are not drawn from seeds.`)
  const folder = join(exercises, slug)
  const parts = stages.length === 0 ? [folder] : stages.map(({ id }) => join(folder, 'stages', id))
  const names: string[] = []
  for (const part of parts) {
    const { default: suite } = (await import(join(part, 'suite.hidden.ts'))) as { default: Suite }
    const found = suite.scenarios.find((s) => s.name === scenario)
    names.push(...suite.scenarios.map((s) => s.name))
    if (!found) continue
    if (found.options.exhaustive)
      throw new SeedsError(`${slug}: ${scenario} plays every delivery order; there is nothing to choose.`)
    return { suite, name: scenario, programs: programsOf(folder, part) }
  }
  throw new SeedsError(
    `${slug} has no scenario '${scenario}' in its hidden suite. It has: ${names.join(', ')}.`,
  )
}

function programsOf(folder: string, part: string): Programs {
  const bridge = join(folder, 'fixture.ts')
  const fixture = existsSync(bridge) ? js(bridge) : undefined
  const own = join(part, 'solution.ts')
  const wrong = readdirSync(join(part, 'wrong'))
    .filter((file) => file.endsWith('.ts'))
    .sort()
  return {
    reference: openPlainPort(js(existsSync(own) ? own : join(folder, 'solution.ts')), fixture),
    wrong: wrong.map((file) => ({
      name: basename(file, '.ts'),
      port: openPlainPort(js(join(part, 'wrong', file)), fixture),
    })),
  }
}

function js(file: string): string {
  const done = transpile(readFileSync(file, 'utf8'))
  if (!done.ok) throw new SeedsError(`${file}: ${done.message}`)
  return done.js
}
