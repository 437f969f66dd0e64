/**
 * Plays the schedules of an exercise's suites to its reference with faults taken away (lib/suite/leaning.ts): what it
 * promises must hold all the same, or a shrunk counterexample would say what is not true.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { getExercise } from '../lib/exercises/index.ts'
import { openPlainPort } from '../lib/kernel/index.ts'
import { findLeanings, type Suite } from '../lib/suite/index.ts'
import { transpile } from '../lib/transpile/index.ts'

/** `root` is the folder `exercises/`. In plain Node: nothing in it is a learner's. */
export async function leaningsOf(
  root: string,
  slug: string,
): Promise<{ runs: number; leanings: readonly string[] }> {
  const dir = join(root, slug)
  const { stages, limits } = getExercise(slug, root)
  const leanings: string[] = []
  let runs = 0
  for (const folder of stages.length === 0 ? [''] : stages.map(({ id }) => join('stages', id))) {
    const own = join(dir, folder, 'solution.ts')
    const reference = readJs(existsSync(own) ? own : join(dir, 'solution.ts'))
    const fixture = existsSync(join(dir, 'fixture.ts')) ? readJs(join(dir, 'fixture.ts')) : undefined
    for (const which of ['visible', 'hidden']) {
      const file = join(dir, folder, `suite.${which}.ts`)
      if (!existsSync(file)) continue
      const module = (await import(pathToFileURL(file).href)) as { default: Suite }
      const { maxEvents } = limits
      const found = await findLeanings(
        module.default,
        openPlainPort(reference, fixture),
        maxEvents === undefined ? {} : { maxEvents },
      )
      runs += found.runs
      for (const l of found.leanings)
        leanings.push(`${which} ${l.seed} ${l.change}: ${l.property}. ${l.because}`)
    }
  }
  return { runs, leanings }
}

function readJs(file: string): string {
  const done = transpile(readFileSync(file, 'utf8'))
  if (!done.ok) throw new Error(`${file}: ${done.message}`)
  return done.js
}
