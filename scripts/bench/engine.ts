/** Simulator speed: the same suite and solution in plain Node and in the caged sandbox, interleaved. */
import { openGrader } from '../../lib/grader/index.ts'
import { explore } from '../../lib/suite/index.ts'
import { plainReference, referenceOf } from './reference.ts'
import { median, quantile, round } from './stats.ts'

export async function benchEngine(slug: string, rounds: number) {
  const grader = await openGrader({ concurrency: 1 })
  try {
    const { suite, port } = await plainReference(slug)
    const code = referenceOf(slug)
    const plain: number[] = []
    const caged: number[] = []
    const latency: number[] = []
    let seeds = 0
    for (let i = -3; i < rounds; i++) {
      const a = await explore(suite, port, { clock: () => performance.now() })
      const before = performance.now()
      const b = await grader.grade({ slug, code, suite: 'hidden' }, {})
      const took = performance.now() - before
      if (a.outcome !== 'passed' || b.outcome !== 'passed')
        throw new Error(`${slug}: the reference does not pass`)
      // The first rounds warm both up.
      if (i < 0) continue
      plain.push((1000 * a.events) / a.ms)
      caged.push((1000 * b.events) / b.ms)
      latency.push(took)
      seeds = b.seeds
    }
    return {
      rounds,
      schedules: seeds,
      plainEventsPerS: round(median(plain), 0),
      sandboxEventsPerS: round(median(caged), 0),
      sandboxToPlain: round(median(caged) / median(plain), 2),
      poolVerdictP50Ms: round(median(latency)),
      poolVerdictP95Ms: round(quantile(latency, 0.95)),
    }
  } finally {
    await grader.close()
  }
}
