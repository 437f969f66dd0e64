// npm run check: types, lint, dependency table, dead code, tidiness. Runs all of them, then says which failed.

import { join } from 'node:path'
import { dependencyBreaches } from '../dependencies.ts'
import { type Lifetime, live } from '../launcher/lifetime.ts'
import { root } from '../launcher/root.ts'
import { runToEnd } from '../launcher/supervise.ts'

const CHECKS: readonly { name: string; run: (lifetime: Lifetime) => Promise<boolean> }[] = [
  { name: 'types', run: tool('typescript/bin/tsc') },
  {
    name: 'types of the engine without any platform',
    run: tool('typescript/bin/tsc', '-p', 'tsconfig.pure.json'),
  },
  { name: 'lint and format', run: tool('@biomejs/biome/bin/biome', 'check', '--error-on-warnings') },
  { name: 'dependency table', run: async () => say(dependencyBreaches(root)) },
  { name: 'dead code', run: tool('knip/bin/knip.js', '--no-progress', '--no-config-hints') },
  { name: 'tidiness', run: tool('vitest/vitest.mjs', 'run', 'tests/tidy.test.ts', '--reporter=dot') },
]

live(async (lifetime) => {
  const failed: string[] = []
  for (const { name, run } of CHECKS) {
    if (lifetime.ending) return undefined
    const startedAt = performance.now()
    const passed = await run(lifetime)
    console.log(
      `${passed ? 'ok  ' : 'FAIL'}  ${name} (${((performance.now() - startedAt) / 1_000).toFixed(1)} s)`,
    )
    if (!passed) failed.push(name)
  }
  console.log(failed.length === 0 ? '\nAll checks passed.' : `\nFailed: ${failed.join(', ')}.`)
  return failed.length === 0 ? 0 : 1
})

/** A check by a program of node_modules: it passes when the program exits with 0. */
function tool(file: string, ...args: string[]): (lifetime: Lifetime) => Promise<boolean> {
  return async (lifetime) => {
    const code = await runToEnd(lifetime, {
      name: file,
      args: [join(root, 'node_modules', file), ...args],
      env: process.env,
      log: undefined,
      graceMs: 1_000,
    })
    return code === 0
  }
}

function say(lines: readonly string[]): boolean {
  for (const line of lines) console.error(line)
  return lines.length === 0
}
