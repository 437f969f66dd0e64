import { writeFileSync } from 'node:fs'
import type { Reporter, TestModule } from 'vitest/node'

/** What `npm test` needs to know about a run to print its last lines. */
export interface TestRunResult {
  passed: number
  failed: number
  slowest: { name: string; seconds: number }[]
}

const SLOWEST_SHOWN = 10

/** Writes the run's result to the file that `FAULTLINE_TEST_RESULT` names; does nothing without it. */
export default class ResultFile implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    const file = process.env.FAULTLINE_TEST_RESULT
    if (file) writeFileSync(file, JSON.stringify(summarise(modules, unhandled)))
  }
}

function summarise(modules: readonly TestModule[], unhandled: readonly unknown[]): TestRunResult {
  const tests = modules.flatMap((module) => [...module.children.allTests()])
  const count = (state: string) => tests.filter((test) => test.result().state === state).length
  // A file that does not load has no tests, and still is a failure.
  const broken = modules.filter((module) => module.errors().length > 0).length
  const brokenSuites = modules
    .flatMap((module) => [...module.children.allSuites()])
    .filter((suite) => suite.errors().length > 0)
  const slowest = tests
    .map((test) => ({
      name: `${test.module.relativeModuleId}: ${test.name}`,
      seconds: (test.diagnostic()?.duration ?? 0) / 1_000,
    }))
    .sort((a, b) => b.seconds - a.seconds)
    .slice(0, SLOWEST_SHOWN)
  return {
    passed: count('passed'),
    failed: count('failed') + broken + brokenSuites.length + unhandled.length,
    slowest,
  }
}
