import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { LEARNER_GLOBALS } from '@/lib/kernel/index.ts'

let typings: { module: string; globals: string } | undefined

/** The learner API for the editor, from its real source. */
export function learnerTypings(): { module: string; globals: string } {
  typings ??= {
    module: readFileSync(join(/* turbopackIgnore: true */ process.cwd(), 'lib/kernel/api.ts'), 'utf8'),
    globals: LEARNER_GLOBALS,
  }
  return typings
}
