import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { findExercise } from '../../lib/exercises/index.ts'
import { openPlainPort } from '../../lib/kernel/index.ts'
import type { NodePort } from '../../lib/sim/index.ts'
import type { Suite } from '../../lib/suite/index.ts'
import { transpile } from '../../lib/transpile/index.ts'
import { root } from '../launcher/root.ts'

const EXERCISES = join(root, 'exercises')

/** The reference's TypeScript. `exercises`: the folder that holds the exercises. */
export function referenceOf(slug: string, exercises = EXERCISES): string {
  return readFileSync(join(exercises, slug, 'solution.ts'), 'utf8')
}

/** The reference and what drives it, as the bodies of CommonJS functions. */
export function referenceJs(slug: string, exercises = EXERCISES): { learner: string; fixture?: string } {
  const js = (source: string) => {
    const done = transpile(source)
    if (!done.ok) throw new Error(`${slug}: ${done.message}`)
    return done.js
  }
  const fixture = findExercise(slug, exercises)?.fixture
  return { learner: js(referenceOf(slug, exercises)), ...(fixture ? { fixture: js(fixture) } : {}) }
}

export async function suiteOf(
  slug: string,
  { suite = 'hidden', exercises = EXERCISES }: { suite?: 'hidden' | 'visible'; exercises?: string } = {},
): Promise<Suite> {
  const file = join(exercises, slug, `suite.${suite}.ts`)
  return ((await import(file)) as { default: Suite }).default
}

/** The reference in plain Node, with one of its suites. */
export async function plainReference(
  slug: string,
  o: { suite?: 'hidden' | 'visible'; exercises?: string } = {},
): Promise<{ suite: Suite; port: NodePort }> {
  const { learner, fixture } = referenceJs(slug, o.exercises)
  return { suite: await suiteOf(slug, o), port: openPlainPort(learner, fixture) }
}
