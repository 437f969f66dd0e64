/**
 * The corpus through the real pool. After every case the pool must still serve a good submission, no text of one
 * submission may show in a later verdict, and at the end no process may be left.
 */
import { existsSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Grader, openGrader } from '../../lib/grader/index.ts'
import type { Verdict } from '../../lib/suite/index.ts'
import { type Case, corpus, counter } from './corpus/index.ts'

const root = 'tests/sandbox/fixtures'
const groups = Object.entries(corpus)
const all = groups.flatMap(([, cases]) => cases)

let patient: Grader
/** For what must run into the time cap: a loop is as endless after a third of a second as after ten. */
let impatient: Grader
const pids = new Set<number>()
const marks: string[] = []

beforeAll(async () => {
  patient = await openGrader({ root, concurrency: 1 })
  impatient = await openGrader({ root, concurrency: 1, limits: { cpuMs: 300 } })
})

afterAll(async () => {
  await Promise.all([patient, impatient].map((g) => g.close()))
})

test('the corpus has at least 40 submissions, each with a name of its own', () => {
  expect(all.length).toBeGreaterThanOrEqual(40)
  expect(new Set(all.map((c) => c.name)).size).toBe(all.length)
})

describe.each(groups)('%s', (_group, cases) => {
  test.each(cases)('$name', async (c) => {
    const grader = 'limit' in c.expect && c.expect.limit === 'time' ? impatient : patient
    const mark = `mark-${marks.length}-of-the-corpus`
    const verdict = await grade(grader, { slug: c.slug ?? 'counter', code: marked(c, mark) })
    expect(verdict).toMatchObject(c.expect)
    expectNoMark(verdict)
    marks.push(mark)

    const after = await grade(grader, { slug: 'counter', code: GOOD })
    expect(after.outcome).toBe('passed')
    expectNoMark(after)
  })
})

test('no process of the pools is left when they are closed', async () => {
  expect(pids.size).toBeGreaterThan(10)
  await Promise.all([patient, impatient].map((g) => g.close()))
  expect([...pids].filter(isRunner)).toEqual([])
})

const GOOD = counter({})

async function grade(grader: Grader, job: { slug: string; code: string }): Promise<Verdict> {
  const verdict = await grader.grade({ ...job, suite: 'hidden' })
  for (const pid of grader.status().pids) pids.add(pid)
  return verdict
}

/** The submission also leaves its mark wherever it can: in its log, in a global, in a message. */
function marked(c: Case, mark: string): string {
  if (c.expect.outcome === 'rejected' || c.code.length > 50_000) return c.code
  const text = JSON.stringify(mark)
  return `${c.code}\n;try { console.log(${text}); (globalThis as any).mark = ${text} } catch {}`
}

/** Marks of earlier submissions; its own may show. */
function expectNoMark(verdict: Verdict): void {
  const text = JSON.stringify(verdict)
  expect(marks.filter((m) => text.includes(m))).toEqual([])
  expect(text).not.toMatch(/canary/)
}

function isRunner(pid: number): boolean {
  const file = `/proc/${pid}/cmdline`
  return existsSync(file) && readFileSync(file, 'utf8').includes('isolated')
}
