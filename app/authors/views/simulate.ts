import { openPlainPort } from '@/lib/kernel/index.ts'
import type { NodeId, Trace } from '@/lib/sim/index.ts'
import { runOnce } from '@/lib/suite/index.ts'
import { transpile } from '@/lib/transpile/index.ts'
import { type DemoId, demos } from './runs/index.ts'

export interface DemoRun {
  readonly id: DemoId
  readonly trace: Trace
  readonly nodes: readonly NodeId[]
}

/** One run of each demo's program, with lines of code left out: nobody edits these. */
export async function simulateDemos(): Promise<readonly DemoRun[]> {
  const out: DemoRun[] = []
  for (const [id, demo] of Object.entries(demos) as [DemoId, (typeof demos)[DemoId]][]) {
    const js = transpile(demo.code)
    if (!js.ok) throw new Error(`${id}: ${js.message}`)
    const run = await runOnce(demo.suite, openPlainPort(js.js), { seed: demo.seed })
    out.push({ id, trace: run.trace, nodes: run.lanes })
  }
  return out
}
