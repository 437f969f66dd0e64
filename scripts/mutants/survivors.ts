/** `exercises/<slug>/mutants.json`: the mutants that may survive, each with the reason. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

/**
 * - `equivalent`: in no run that the exercise allows does it do anything else that anyone could see.
 * - `unspecified`: it does something else, and the prompt leaves that open. It is a correct solution.
 * - `accepted`: the prompt rules it out and the suite does not find it.
 */
export const REASONS = ['equivalent', 'unspecified', 'accepted'] as const

const schema = z.strictObject({
  survivors: z.array(
    z.strictObject({
      id: z.string(),
      was: z.string(),
      now: z.string(),
      reason: z.enum(REASONS),
      /** One sentence. */
      because: z.string().min(10),
    }),
  ),
})

export type Survivor = z.infer<typeof schema>['survivors'][number]

/** None where there is no such file. Throws when it does not fit, or lists a mutant twice. */
export function readSurvivors(exercises: string, slug: string): Survivor[] {
  const file = join(exercises, slug, 'mutants.json')
  if (!existsSync(file)) return []
  const { survivors } = schema.parse(JSON.parse(readFileSync(file, 'utf8')))
  const ids = survivors.map((s) => s.id)
  const twice = ids.find((id, i) => ids.indexOf(id) !== i)
  if (twice !== undefined) throw new Error(`${file} lists ${twice} twice`)
  return survivors
}
