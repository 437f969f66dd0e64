/** Simulator speed: the same suite and solution in plain Node, in the caged sandbox and in a browser's Worker, interleaved. */
import { join } from 'node:path'
import { openGrader } from '../../lib/grader/index.ts'
import { explore } from '../../lib/suite/index.ts'
import { root } from '../launcher/root.ts'
import { openBrowserRunner } from './browser-runner.ts'
import { plainReference, referenceOf } from './reference.ts'
import { median, round } from './stats.ts'

/** Rounds that warm up and are not counted. */
const WARM = 3

/** Events per second on the hidden suite, plain and caged; on the visible one, plain and in a Worker: the hidden one stays here. */
export async function benchEngine(slug: string, rounds: number) {
  const grader = await openGrader({ concurrency: 1 })
  const runner = await openBrowserRunner(slug)
  try {
    const hidden = await plainReference(slug)
    const visible = await plainReference(slug, { suite: 'visible' })
    const code = referenceOf(slug)
    const clock = () => performance.now()
    const speeds = { plain: [], sandbox: [], visiblePlain: [], worker: [] } as Record<string, number[]>
    let schedules = 0
    for (let i = -WARM; i < rounds; i++) {
      const runs = {
        plain: await explore(hidden.suite, hidden.port, { clock }),
        sandbox: await grader.grade({ slug, code, suite: 'hidden' }),
        visiblePlain: await explore(visible.suite, visible.port, { clock }),
        worker: await runner.explore(code),
      }
      for (const [name, run] of Object.entries(runs)) {
        if (run.outcome !== 'passed') throw new Error(`${slug}, ${name}: the reference does not pass`)
        if (i >= 0) speeds[name]?.push((1000 * run.events) / run.ms)
        if (name === 'sandbox') schedules = run.seeds
      }
    }
    const perS = (name: string) => median(speeds[name] ?? [])
    return {
      rounds,
      schedules,
      plainEventsPerS: round(perS('plain'), 0),
      sandboxEventsPerS: round(perS('sandbox'), 0),
      sandboxToPlain: round(perS('sandbox') / perS('plain'), 2),
      workerEventsPerS: round(perS('worker'), 0),
      workerToPlain: round(perS('worker') / perS('visiblePlain'), 2),
    }
  } finally {
    await grader.close()
    await runner.close()
  }
}

/** How many short schedules of five nodes one core explores in a second, caged and plain. */
export async function benchSchedules(rounds: number) {
  const exercises = join(root, 'scripts/bench/five-nodes')
  const slug = 'quorum-write'
  const grader = await openGrader({ concurrency: 1, root: exercises })
  try {
    const { suite, port } = await plainReference(slug, { exercises })
    const code = referenceOf(slug, exercises)
    const caged: number[] = []
    const plain: number[] = []
    let eventsPerSchedule = 0
    for (let i = -WARM; i < rounds; i++) {
      const a = await grader.grade({ slug, code, suite: 'hidden' })
      const b = await explore(suite, port, { clock: () => performance.now() })
      if (a.outcome !== 'passed' || b.outcome !== 'passed') throw new Error(`${slug}: ${JSON.stringify(a)}`)
      if (i < 0) continue
      caged.push((1000 * a.seeds) / a.ms)
      plain.push((1000 * b.seeds) / b.ms)
      eventsPerSchedule = round(a.events / a.seeds, 0)
    }
    return {
      rounds,
      eventsPerSchedule,
      cagedPerS: round(median(caged), 0),
      plainPerS: round(median(plain), 0),
    }
  } finally {
    await grader.close()
  }
}
