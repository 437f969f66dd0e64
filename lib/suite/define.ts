/** `suite(name, build)`: collects properties and scenarios, and refuses what could never be judged. */
import type { Inverse, InverseSuite, Property, ScenarioDef, Suite, SuiteBuilder } from './suite.ts'

/** A property of every suite: uncaught errors. */
export const THREW: Property = {
  id: 'threw',
  sentence: 'Your code throws no error that nothing catches.',
  kind: 'safety',
}

/** Properties of every inverse suite. */
export const FAULT_BUDGET: Property = {
  id: 'fault-budget',
  sentence: 'The nemesis uses no more faults in a run than the exercise allows.',
  kind: 'cost',
  hint: 'fault-budget',
}
export const CONTRACT: Property = {
  id: 'contract',
  sentence: 'The correct implementation survives: the faults stay within what it promises to withstand.',
  kind: 'safety',
  hint: 'contract',
}
export const EXPOSED: Property = {
  id: 'exposed',
  sentence: 'Enough of the broken implementations are exposed.',
  kind: 'safety',
  hint: 'exposed',
}

export function suite(name: string, build: (s: SuiteBuilder) => void): Suite {
  const properties: Property[] = []
  const scenarios: ScenarioDef[] = []
  build({
    property(id, sentence, o) {
      if (properties.some((p) => p.id === id))
        throw new Error(`suite '${name}': property '${id}' is declared twice`)
      const p = { id, sentence, ...o }
      properties.push(p)
      return p
    },
    scenario(scenario, options, builder) {
      if (scenarios.some((s) => s.name === scenario))
        throw new Error(`suite '${name}': scenario '${scenario}' is declared twice`)
      if (!/^[a-z0-9-]+$/.test(scenario))
        throw new Error(`suite '${name}': scenario '${scenario}' must be kebab-case`)
      scenarios.push({ name: scenario, options, build: builder })
    },
  })
  if (scenarios.length === 0) throw new Error(`suite '${name}' has no scenario`)
  return { name, properties, scenarios }
}

/** Like `suite`, with the implementations that the learner's nemesis is to break, and how many it must. */
export function inverse(name: string, o: Inverse, build: (s: SuiteBuilder) => void): InverseSuite {
  const ids = o.mutants.map((m) => m.id)
  if (new Set(ids).size < ids.length || ids.some((id) => !/^[a-z0-9-]+$/.test(id)))
    throw new Error(`suite '${name}': ids of mutants must be kebab-case and different: ${ids.join(', ')}`)
  if (o.needed < 1 || o.needed > ids.length)
    throw new Error(`suite '${name}' asks for ${o.needed} of ${ids.length} mutants`)
  return { ...suite(name, build), inverse: o }
}
