/** What the landing page shows before anything has run: its exercise's starter in a world where nothing fails. */
import visible from '@/exercises/charge-once/suite.visible.ts'
import { openPlainPort } from '@/lib/kernel/index.ts'
import { type RunResult, runOnce } from '@/lib/suite/index.ts'
import { transpile } from '@/lib/transpile/index.ts'

/** The story of the lost answer, without the fault that loses it. */
export async function faultlessRun(starter: string): Promise<RunResult> {
  const js = transpile(starter)
  if (!js.ok) throw new Error(js.message)
  const run = await runOnce(visible, openPlainPort(js.js), { seed: 'lost-answer#0', faults: [] })
  if (run.violation) throw new Error(`the starter fails without faults: ${run.violation.because}`)
  return run
}
