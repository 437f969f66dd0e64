/** One suite out of the suites of several stages. */
import type { Property, Suite } from '../suite/index.ts'

/**
 * Plays them in order, earlier stages first: what a learner broke again is told before what is not built yet. Stages may
 * declare one property alike; scenarios need names of their own, since a seed begins with one. Throws otherwise.
 */
export function joined(suites: readonly Suite[]): Suite {
  const [first, ...rest] = suites
  if (!first) throw new Error('there is no suite to join')
  if (rest.length === 0) return first
  const properties = new Map<string, Property>()
  const scenarios = new Set<string>()
  for (const suite of suites) {
    for (const p of suite.properties) {
      const known = properties.get(p.id)
      if (known && JSON.stringify(known) !== JSON.stringify(p))
        throw new Error(`suite '${suite.name}' declares property '${p.id}' otherwise than an earlier stage`)
      properties.set(p.id, p)
    }
    for (const { name } of suite.scenarios) {
      if (scenarios.has(name))
        throw new Error(`suite '${suite.name}': an earlier stage has a scenario '${name}', too`)
      scenarios.add(name)
    }
  }
  return {
    name: first.name,
    properties: [...properties.values()],
    scenarios: suites.flatMap((s) => s.scenarios),
  }
}
