import { randomUUID } from 'node:crypto'
import { db } from '../../lib/db/index.ts'
import { getExercise } from '../../lib/exercises/index.ts'
import { type Claim, claim, submit, type WatchEvent, watch } from '../../lib/submissions/index.ts'
import type { Verdict } from '../../lib/suite/index.ts'

export const SLUG = 'circuit-breaker'
export const exercise = getExercise(SLUG)

export const cost = { property: 'budget', sentence: 'Few calls.', value: 4, max: 5, unit: 'calls' }

export const passed = {
  outcome: 'passed',
  seeds: 3,
  events: 40,
  sometimes: {},
  survived: {},
  costs: [cost],
  ms: 1,
} satisfies Verdict

export const failed: Verdict = {
  outcome: 'failed',
  kind: 'safety',
  property: 'p',
  sentence: 'Holds.',
  because: 'It did not.',
  expected: null,
  got: null,
  at: 0,
  witness: [0],
  seed: 'storm#7',
  scenario: 'storm',
  faults: [
    { id: 'f1', op: 'crash', node: 'n1', at: 5, until: Number.POSITIVE_INFINITY },
    { id: 'f2', op: 'pause', node: 'n1', at: 9, until: 20 },
  ],
  shrunk: { events: [1, 9], faults: [2, 4] },
  trace: [],
  nodes: ['n1'],
  seeds: 7,
  events: 90,
  console: [],
  ms: 1,
}

export const graded = (verdict: Verdict) => ({ verdict, suiteVersion: 1, suiteHash: 'h', engineVersion: 'e' })

/** A queued submission of `userId`. */
export async function submitCode(userId: string, code = 'export const x = 1'): Promise<string> {
  return (await submit(userId, { slug: SLUG, code, idempotencyKey: randomUUID() })).id
}

/** The claim that must be there. */
export async function mustClaim(id: string, workerId = 'w1'): Promise<Claim> {
  const held = await claim(id, workerId)
  if (!held) throw new Error(`submission ${id} could not be claimed`)
  return held
}

export async function rowOf(id: string) {
  return await db().submission.findUniqueOrThrow({ where: { id } })
}

export async function jobsOf(id: string): Promise<{ locked_by: string | null }[]> {
  return await db().$queryRaw`select locked_by from graphile_worker.jobs where key = ${id}`
}

export async function attemptsOf(userId: string): Promise<number> {
  const rows = await db().progress.findMany({ where: { userId }, select: { attempts: true } })
  return rows.reduce((sum, row) => sum + row.attempts, 0)
}

const DEADLINE_MS = 25_000

/** Watches a submission; `until` resolves with the first event that fits, past ones included. */
export async function follow(userId: string, id: string) {
  const events: WatchEvent[] = []
  const waiting = new Set<() => void>()
  const stop = await watch(userId, id, (event) => {
    events.push(event)
    for (const check of waiting) check()
  })
  const until = <T extends WatchEvent['type']>(
    type: T,
    fits: (event: Extract<WatchEvent, { type: T }>) => boolean = () => true,
  ) =>
    new Promise<Extract<WatchEvent, { type: T }>>((resolve, reject) => {
      const timer = setTimeout(() => {
        waiting.delete(check)
        reject(
          new Error(
            `no '${type}' within ${DEADLINE_MS} ms; there were ${JSON.stringify(events.map((e) => e.type))}`,
          ),
        )
      }, DEADLINE_MS)
      const check = () => {
        const found = events.find(
          (e): e is Extract<WatchEvent, { type: T }> => e.type === type && fits(e as never),
        )
        if (!found) return
        clearTimeout(timer)
        waiting.delete(check)
        resolve(found)
      }
      waiting.add(check)
      check()
    })
  return { events, until, stop }
}
