import { join } from 'node:path'
import { getExercise } from '../../lib/exercises/index.ts'
import { joined } from '../../lib/exercises/joined.ts'
import type { Suite } from '../../lib/suite/index.ts'

/** An exercise's suite as the sandbox and the browser play it: of a staged one, those of all stages. */
export async function loadSuite(slug: string, which: 'visible' | 'hidden'): Promise<Suite> {
  const folder = join(import.meta.dirname, '../../exercises', slug)
  const stages = getExercise(slug).stages.map(({ id }) => join('stages', id))
  const suites: Suite[] = []
  for (const top of stages.length > 0 ? stages : ['']) {
    const module = (await import(join(folder, top, `suite.${which}.ts`))) as { default: Suite }
    suites.push(module.default)
  }
  return joined(suites)
}
