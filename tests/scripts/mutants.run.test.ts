import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Grader, openGrader } from '../../lib/grader/index.ts'
import { root } from '../../scripts/launcher/root.ts'
import { generate } from '../../scripts/mutants/generate.ts'
import { breaches, MUTANT_CPU_MS, proveMutants, reportLines } from '../../scripts/mutants/index.ts'

// A counter that has to survive a crash: small enough to know the fate of each of its mutants.
const SOLUTION = `import { node } from 'faultline'

export default node((ctx) => {
  let total = ctx.disk.load<number>() ?? 0
  ctx.on('add', ({ n }: { n: number }) => {
    total += n
    ctx.disk.save(total)
    return total
  })
  ctx.every(1000, () => ctx.send('n1', 'idle', null))
})
`

let exercises: string
let grader: Grader
beforeAll(async () => {
  mkdirSync(join(root, '.cache'), { recursive: true })
  exercises = mkdtempSync(join(root, '.cache/mutants-'))
  cpSync('tests/sandbox/fixtures', exercises, { recursive: true })
  for (const name of ['model.ts', 'suite.hidden.ts', 'suite.visible.ts']) {
    const file = join(exercises, 'counter', name)
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('../../../../lib/', '../../../lib/'))
  }
  writeFileSync(join(exercises, 'counter/solution.ts'), SOLUTION)
  grader = await openGrader({ root: exercises, concurrency: 2, limits: { cpuMs: MUTANT_CPU_MS } })
})
afterAll(async () => {
  await grader.close()
  rmSync(exercises, { recursive: true, force: true })
})
beforeEach(() => rmSync(join(exercises, 'counter/mutants.json'), { force: true }))

const survivors = (listed: readonly object[]) =>
  writeFileSync(join(exercises, 'counter/mutants.json'), JSON.stringify({ survivors: listed }))
const prove = (o: { cache?: string } = {}) => proveMutants(grader, exercises, 'counter', o)

test('mutants: a survivor is named until it is listed; the rest are killed, each by a property or a limit', async () => {
  const report = await prove()
  const unlisted = report.unlisted.map((m) => `${m.operator} ${m.was} -> ${m.now}`)
  // The suite never looks at what the node says to itself.
  expect(unlisted).toContain('constant 1000 -> 2000')
  expect(unlisted).toContain("string 'idle' -> ''")
  expect(report.killed + report.unlisted.length).toBe(report.generated)
  expect(report.byProperty).toMatchObject({ durable: expect.any(Number), sum: expect.any(Number) })
  expect(breaches(report).filter((b) => b.startsWith('survives'))).toHaveLength(unlisted.length)

  survivors(
    report.unlisted.map(({ id, was, now }) => ({
      id,
      was,
      now,
      reason: 'equivalent',
      because: 'Nobody listens.',
    })),
  )
  const listed = await prove()
  expect(breaches(listed)).toEqual([])
  expect(listed).toMatchObject({ score: 100, survived: 0, equivalent: unlisted.length })
  expect(reportLines(listed)[0]).toContain('100 % killed')

  survivors(
    report.unlisted.map(({ id, was, now }) => ({
      id,
      was,
      now,
      reason: 'accepted',
      because: 'Nobody listens.',
    })),
  )
  const accepted = await prove()
  expect(accepted).toMatchObject({ survived: unlisted.length, equivalent: 0, score: report.score })
})

test('mutants: a listed one that is killed, or that is no mutant, is a breach', async () => {
  const report = await prove()
  const all = report.unlisted.map((m) => m.id)
  const entry = { was: 'x', now: 'y', reason: 'equivalent', because: 'It was so once.' }
  const persist = (await generate(SOLUTION)).find((m) => m.operator === 'removed-persist')
  survivors([...all, persist?.id, 'boundary@1:1#000000'].map((it) => ({ ...entry, id: it })))
  const found = breaches(await prove())
  expect(found).toHaveLength(2)
  expect(found[0]).toMatch(/^is in mutants\.json and is killed by durable: removed-persist@7:5/)
  expect(found[1]).toMatch(/^is in mutants\.json and is no mutant of the reference: boundary@1:1#000000/)
})

test('mutants: what is known of code, suite and engine is not graded again; another suite forgets it', async () => {
  const cache = join(exercises, 'cache')
  const first = await prove({ cache })
  let graded = 0
  const counting: Grader = {
    ...grader,
    grade(...job) {
      graded++
      return grader.grade(...job)
    },
  }
  const again = await proveMutants(counting, exercises, 'counter', { cache })
  expect(graded).toBe(0)
  expect({ ...again, ms: 0 }).toEqual({ ...first, ms: 0 })
  const suite = join(exercises, 'counter/suite.hidden.ts')
  writeFileSync(suite, readFileSync(suite, 'utf8').replace("'counter-hidden', 3", "'counter-hidden', 2"))
  await proveMutants(counting, exercises, 'counter', { cache })
  expect(graded).toBe(first.generated)
})
