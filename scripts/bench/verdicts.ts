/** How long a learner waits for a verdict: in the pool and over HTTP, alone and with others. */
import { setTimeout as sleep } from 'node:timers/promises'
import { openGrader } from '../../lib/grader/index.ts'
import { referenceOf } from './reference.ts'
import { signUp, submitAndWait } from './site.ts'
import { round, spread } from './stats.ts'

/** Submissions at the same time. */
export const LOADS = [1, 2, 8] as const

export interface Latency {
  readonly atOnce: number
  readonly submissions: number
  readonly p50Ms: number
  readonly p95Ms: number
}

/** One grading process as it is served to learners, with a lane per core; the loads take turns. */
export async function benchPool(slug: string, rounds: number): Promise<Latency[]> {
  const grader = await openGrader()
  const code = referenceOf(slug)
  const grade = async () => {
    const before = performance.now()
    const verdict = await grader.grade({ slug, code, suite: 'hidden' })
    if (verdict.outcome !== 'passed') throw new Error(`${slug}: the reference came back '${verdict.outcome}'`)
    return performance.now() - before
  }
  try {
    for (let i = 0; i < WARM; i++) await grade()
    return await byLoad(rounds, async (atOnce) => await Promise.all(Array.from({ length: atOnce }, grade)))
  } finally {
    await grader.close()
  }
}

const WARM = 5

/** Within the limits of one account: 30 submissions a minute. */
const PER_LEARNER = 25

/** The same over HTTP, each from the first byte of the POST to the verdict in the event stream. */
export async function benchHttp(
  origin: string,
  slug: string,
  rounds: number,
  loads: readonly number[] = LOADS,
): Promise<Latency[]> {
  const code = referenceOf(slug)
  const learners = Array.from({ length: Math.max(...loads) }, () => new Learner(origin))
  const submit = async (i: number) => {
    const learner = learners[i] as Learner
    const judged = await submitAndWait(origin, await learner.cookie(), slug, code)
    if (judged.outcome !== 'passed') throw new Error(`${slug}: the reference came back '${judged.outcome}'`)
    return judged.ms
  }
  for (let i = 0; i < WARM; i++) await submit(0)
  return await byLoad(
    rounds,
    async (atOnce) => {
      // Signing up is slow on purpose, and not part of it.
      await Promise.all(learners.slice(0, atOnce).map((learner) => learner.cookie()))
      return await Promise.all(Array.from({ length: atOnce }, (_, i) => submit(i)))
    },
    loads,
  )
}

/** Signs up anew before an account has submitted as often as it may. */
class Learner {
  readonly #origin: string
  #cookie: Promise<string> | undefined
  #uses = 0

  constructor(origin: string) {
    this.#origin = origin
  }

  async cookie(): Promise<string> {
    if (this.#uses++ % PER_LEARNER === 0) this.#cookie = signUp(this.#origin)
    return (await this.#cookie) as string
  }
}

/**
 * A process that has judged prepares itself for the next submission; nobody alone submits again so soon, so those who come
 * alone shall not meet that.
 */
const REST_MS = 100

async function byLoad(
  rounds: number,
  run: (atOnce: number) => Promise<readonly number[]>,
  loads: readonly number[] = LOADS,
): Promise<Latency[]> {
  const found = loads.map((atOnce) => ({ atOnce, ms: [] as number[] }))
  for (let i = 0; i < rounds; i++)
    for (const { atOnce, ms } of found) {
      ms.push(...(await run(atOnce)))
      await sleep(REST_MS)
    }
  return found.map(({ atOnce, ms }) => ({ atOnce, submissions: ms.length, ...spread(ms) }))
}

export function describeLatency({ atOnce, submissions, p50Ms, p95Ms }: Latency): string {
  return `${atOnce} at once: p50 ${p50Ms} ms, p95 ${p95Ms} ms (${submissions} submissions, ${round(1000 / (p50Ms / atOnce))}/s)`
}
