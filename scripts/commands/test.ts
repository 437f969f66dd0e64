// npm test [-- filter...]: all tests on a database server of their own, browser included. The last line of the output
// is "N passed, N failed", and the exit code is 0 only when nothing failed.

import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { TestRunResult } from '../../tests/setup/reporter.ts'
import { openTestServer } from '../../tests/setup/scratch.ts'
import { live } from '../launcher/lifetime.ts'
import { root } from '../launcher/root.ts'
import { readSettings } from '../launcher/settings.ts'
import { runToEnd } from '../launcher/supervise.ts'

live(async (lifetime) => {
  readSettings()
  // Held here, too, so that the server is stopped even when the test runner is killed.
  const server = await openTestServer()
  lifetime.closeAtEnd('the test database', server.release)

  const file = join(root, '.cache/test-result.json')
  mkdirSync(join(root, '.cache'), { recursive: true })
  rmSync(file, { force: true })
  const code = await runToEnd(lifetime, {
    name: 'test runner',
    args: [join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...process.argv.slice(2)],
    env: { ...process.env, FAULTLINE_TEST_RESULT: file },
    log: undefined,
    graceMs: 10_000,
  })
  if (lifetime.ending) return undefined

  const result = readResult(file)
  const failed = code === 0 ? result.failed : Math.max(result.failed, 1)
  console.log('\nSlowest tests:')
  for (const { name, seconds } of result.slowest) console.log(`${seconds.toFixed(2).padStart(8)} s  ${name}`)
  console.log(`\n${result.passed} passed, ${failed} failed`)
  return failed === 0 ? 0 : 1
})

function readResult(file: string): TestRunResult {
  if (!existsSync(file)) return { passed: 0, failed: 0, slowest: [] } // the runner itself failed, and said why
  return JSON.parse(readFileSync(file, 'utf8')) as TestRunResult
}
