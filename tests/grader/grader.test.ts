import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Grader, openGrader, parseVerdict } from '../../lib/grader/index.ts'
import type { Verdict } from '../../lib/suite/index.ts'

const root = 'tests/sandbox/fixtures'
const read = (file: string) => readFileSync(`${root}/${file}`, 'utf8')
const FORGETFUL = `import { node } from 'faultline'
export default node((ctx) => {
  let total = 0
  ctx.on('add', ({ n }: { n: number }) => {
    console.log('adding', n)
    total += n
    return total
  })
})
`

let grader: Grader
beforeAll(async () => {
  grader = await openGrader({ root, concurrency: 2 })
})
afterAll(() => grader.close())

const grade = (slug: string, code: string, more: object = {}) =>
  grader.grade({ slug, code, suite: 'hidden', ...more })
const failed = (v: Verdict) => {
  if (v.outcome !== 'failed') throw new Error(`expected a failure, got ${JSON.stringify(v)}`)
  return v
}

describe('verdicts', () => {
  test('a right solution passes, cluster or unit', async () => {
    expect(await grade('counter', read('counter/solution.ts'))).toMatchObject({
      outcome: 'passed',
      seeds: 6,
      sometimes: { 'a second add': 6 },
      survived: { crash: 3 },
    })
    expect(await grade('adder', read('adder/solution.ts'))).toMatchObject({ outcome: 'passed', seeds: 5 })
  })

  test('a starter fails at its property', async () => {
    expect(await grade('counter', read('counter/starter.ts'))).toMatchObject({
      outcome: 'failed',
      property: 'sum',
    })
    expect(await grade('adder', read('adder/starter.ts'))).toMatchObject({
      outcome: 'failed',
      property: 'later',
    })
  })

  test('a failure has its counterexample: fault, witness, console with lines', async () => {
    const v = failed(await grade('counter', FORGETFUL))
    expect(v).toMatchObject({ property: 'durable', seed: 'crash#0', faults: [{ op: 'crash', node: 'n1' }] })
    expect(v.trace.some((e) => e.kind === 'crash')).toBe(true)
    expect(v.console.length).toBeGreaterThan(0)
    expect(v.console.every((l) => l.line === 5 && l.text.startsWith('adding'))).toBe(true)
  })

  test('the same code gets the same verdict every time, whatever ran before in the process', async () => {
    const verdicts = new Set<string>()
    for (let i = 0; i < 10; i++) {
      const { ms: _, ...v } = failed(await grade('counter', FORGETFUL))
      verdicts.add(JSON.stringify(v))
      if (i % 3 === 0) await grade('adder', read('adder/solution.ts'))
    }
    expect(verdicts.size).toBe(1)
  })

  test('the visible suite is another suite', async () => {
    expect(await grade('counter', read('counter/solution.ts'), { suite: 'visible' })).toMatchObject({
      seeds: 2,
    })
  })
})

describe('replay', () => {
  test('a seed with its faults fails the same way again', async () => {
    const found = failed(await grade('counter', FORGETFUL))
    const again = failed(await grade('counter', FORGETFUL, { seed: found.seed, faults: found.faults }))
    expect(again).toMatchObject({ property: found.property, because: found.because, seed: found.seed })
    expect(again.trace).toEqual(found.trace)
  })

  test('without the fault it passes', async () => {
    const found = failed(await grade('counter', FORGETFUL))
    expect(await grade('counter', FORGETFUL, { seed: found.seed, faults: [] })).toMatchObject({
      outcome: 'passed',
      seeds: 1,
    })
  })

  test('one scenario can be explored alone', async () => {
    expect(await grade('counter', FORGETFUL, { scenario: 'calm' })).toMatchObject({
      outcome: 'passed',
      seeds: 3,
    })
  })

  test('a seed of a scenario that is not there is our fault, and says nothing of the suite', async () => {
    const v = await grade('counter', FORGETFUL, { seed: 'storm#1' })
    expect(v).toMatchObject({ outcome: 'our-fault', kind: 'crashed' })
    expect(JSON.stringify(v)).not.toMatch(/calm|crash#/)
  })
})

describe('around a verdict', () => {
  test('progress counts the schedules', async () => {
    const slow = read('counter/solution.ts').replace(
      'const total',
      'for (let i = 0; i < 3e6; i++);\n    const total',
    )
    const seen: { done: number; of: number }[] = []
    await grader.grade({ slug: 'counter', code: slow, suite: 'hidden' }, { onProgress: (p) => seen.push(p) })
    for (const p of seen) expect(p.of).toBe(6)
    expect(seen.map((p) => p.done)).toEqual([...seen.map((p) => p.done)].sort((a, b) => a - b))
  })

  test('cancelling rejects with the reason', async () => {
    const controller = new AbortController()
    const running = grader.grade(
      { slug: 'counter', code: 'for (;;);', suite: 'hidden' },
      { signal: controller.signal },
    )
    setTimeout(() => controller.abort(new Error('left the page')), 50)
    await expect(running).rejects.toThrow('left the page')
  })

  test('an unknown exercise is an error, not a verdict', async () => {
    await expect(grade('nope', '')).rejects.toThrow('there is no such exercise')
  })

  test('the status names the layers that hold', () => {
    const { present, missing, engineVersion } = grader.status()
    expect(present.length + missing.length).toBeGreaterThanOrEqual(6)
    expect(engineVersion).toMatch(/^[0-9a-f]{16}$/)
  })
})

describe('parsing what comes out of the cage', () => {
  test('accepts every verdict of the grader itself', async () => {
    for (const v of [
      await grade('counter', FORGETFUL),
      await grade('adder', read('adder/solution.ts')),
      await grade('adder', ''),
    ]) {
      expect(parseVerdict(JSON.parse(JSON.stringify(v)))).toEqual(v)
    }
  })

  test.each([
    ['nothing', null],
    ['an unknown outcome', { outcome: 'excellent' }],
    [
      'a pass without numbers',
      { outcome: 'passed', seeds: 'many', events: 1, sometimes: {}, survived: {}, costs: [], ms: 1 },
    ],
    ['a trace with an unknown event', { outcome: 'failed', trace: [{ kind: 'applause' }] }],
  ])('refuses %s', (_name, value) => {
    expect(() => parseVerdict(value)).toThrow()
  })
})

test('a submission that is killed in a step is told the schedule and the step', async () => {
  const impatient = await openGrader({ root, concurrency: 1, limits: { cpuMs: 400 } })
  try {
    const code = `import { node } from 'faultline'
export default node((ctx) => { ctx.on('add', () => { for (;;); }) })`
    const v = await impatient.grade({ slug: 'counter', code, suite: 'hidden' })
    expect(v).toMatchObject({
      outcome: 'exceeded',
      limit: 'time',
      seed: expect.stringMatching(/^[a-z]+#\d$/),
    })
    expect(v.outcome === 'exceeded' && v.message).toMatch(
      /Its last step: n1 handles 'add' from \S+ at [\d,.]+ ms\.$/,
    )
  } finally {
    await impatient.close()
  }
})
