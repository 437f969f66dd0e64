/** Memory of a grading process: of the caged process that runs a submission, and of the isolate inside it. Linux only. */
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import ivm from 'isolated-vm'
import { type Grader, openGrader } from '../../lib/grader/index.ts'
import { bundleRunner } from '../../lib/sandbox/index.ts'
import { referenceOf } from './reference.ts'
import { median, round } from './stats.ts'

/** Jobs on one process; it is replaced after 50. */
const JOBS = 30
const MB = 1024 * 1024

export async function benchMemory(slugs: readonly string[]) {
  if (process.platform !== 'linux') return null
  const after: Record<string, { jobs: number; firstJobMb: number; lastJobMb: number }> = {}
  let idleMb = Number.NaN
  for (const slug of slugs) {
    const grader = await openGrader({ concurrency: 1 })
    const grade = () => grader.grade({ slug, code: referenceOf(slug), suite: 'hidden' })
    try {
      idleMb = median(await readyPids(grader).then((pids) => pids.map(rssMb)))
      await grade()
      const firstJobMb = largestMb(grader)
      for (let i = 1; i < JOBS; i++) await grade()
      after[slug] = { jobs: JOBS, firstJobMb: round(firstJobMb), lastJobMb: round(largestMb(grader)) }
    } finally {
      await grader.close()
    }
  }
  return { idleMb: round(idleMb), isolateHeapMb: await isolateHeapMb(), after }
}

/** The processes once all are warm, in the cage's innermost. */
async function readyPids(grader: Grader): Promise<readonly number[]> {
  while (grader.status().warm < grader.status().pids.length) await sleep(20)
  return grader.status().pids
}

function largestMb(grader: Grader): number {
  return Math.max(...grader.status().pids.map(rssMb))
}

function rssMb(pid: number): number {
  const kb = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Number(kb ?? 0) / 1024
}

/** What a submission's own isolate holds before its code comes: SES and the kernel. As lib/sandbox/runner makes it. */
async function isolateHeapMb(): Promise<number> {
  const { ses, guest } = await bundleRunner()
  const snapshot = ivm.Isolate.createSnapshot([{ code: ses }])
  const isolate = new ivm.Isolate({ memoryLimit: 128, snapshot })
  try {
    const context = await isolate.createContext()
    const script = await isolate.compileScript(guest)
    await script.run(context, { reference: true })
    const { used_heap_size } = await isolate.getHeapStatistics()
    return round(used_heap_size / MB)
  } finally {
    isolate.dispose()
  }
}
