/** `suite(name, build)`: collects properties and scenarios, and refuses what could never be judged. */
import type { Property, ScenarioDef, Suite, SuiteBuilder } from './suite.ts'

/** A property of every suite: uncaught errors. */
export const THREW: Property = {
  id: 'threw',
  sentence: 'Your code throws no error that nothing catches.',
  kind: 'safety',
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
