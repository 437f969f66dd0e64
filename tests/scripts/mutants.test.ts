import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { listExercises } from '../../lib/exercises/index.ts'
import { generate } from '../../scripts/mutants/generate.ts'
import { sampleOf } from '../../scripts/mutants/index.ts'
import { judge } from '../../scripts/mutants/judge.ts'
import { readSurvivors } from '../../scripts/mutants/survivors.ts'

/** '<operator> <line>: <was> -> <now>', in order. */
async function list(program: string): Promise<string[]> {
  return (await generate(program)).map((m) => `${m.operator} ${m.line}: ${m.was} -> ${m.now}`)
}

/** The same, of these operators only. */
async function only(program: string, ...operators: string[]): Promise<string[]> {
  return (await list(program)).filter((m) => operators.includes(m.split(' ', 1)[0] as string))
}

describe('all mutants of', () => {
  test('mutants: a comparison', async () => {
    expect(await list('export const late = (now: number, end: number) => now >= end')).toEqual([
      'return-value 1: now >= end -> undefined',
      'negated-condition 1: now >= end -> !(now >= end)',
      'boundary 1: >= -> >',
      'off-by-one 1: end -> (end + 1)',
      'off-by-one 1: end -> (end - 1)',
    ])
  })

  test('mutants: a handler that saves and answers', async () => {
    const program = `import { node } from 'faultline'
export default node((ctx) => {
  ctx.on('add', (m: { n: number }) => {
    ctx.disk.save(m.n * 2)
    return { ok: true }
  })
})`
    expect(await list(program)).toEqual([
      "dropped-argument 2: (ctx) => { ctx.on('add', (m: { n: number }) => { ctx.disk.save(m.n * 2) return { ok: true } }) } -> ",
      "removed-statement 3: ctx.on('add', (m: { n: number }) => { ctx.disk.save(m.n * 2) return { ok: true } }) -> ;",
      "string 3: 'add' -> ''",
      "dropped-argument 3: 'add', -> ",
      'dropped-argument 3: , (m: { n: number }) => { ctx.disk.save(m.n * 2) return { ok: true } } -> ',
      'early-return 3:  -> return;',
      'removed-persist 4: ctx.disk.save(m.n * 2) -> ;',
      'dropped-argument 4: m.n * 2 -> ',
      'arithmetic 4: * -> /',
      'constant 4: 2 -> 3',
      'constant 4: 2 -> 1',
      'return-value 5: { ok: true } -> undefined',
      'dropped-property 5: ok: true -> ',
      'constant 5: true -> false',
    ])
  })
})

describe('operators', () => {
  test.each([
    [
      'removed-await',
      'await a()\nawait b()',
      ['removed-await 1: await a() -> a()', 'removed-await 2: await b() -> b()'],
    ],
    [
      'swapped-awaits',
      'await a()\nawait b()',
      ['swapped-awaits 1: await a() await b() -> await b() await a()'],
    ],
    ['removed-cancel', 'const t = after(1)\nt.cancel()', ['removed-cancel 2: t.cancel() -> ;']],
    ['removed-cancel', 'clearTimeout(t)', ['removed-cancel 1: clearTimeout(t) -> ;']],
    [
      'removed-persist',
      'await ctx.disk.fsync("log")',
      ['removed-persist 1: await ctx.disk.fsync("log") -> ;'],
    ],
    ['min-max', 'f(Math.min(a, b))', ['min-max 1: min -> max']],
    [
      'removed-copy',
      'f([...xs])\ng({ ...o })\nh(xs.slice())',
      [
        'removed-copy 1: [...xs] -> (xs)',
        'removed-copy 2: { ...o } -> (o)',
        'removed-copy 3: xs.slice() -> xs',
      ],
    ],
    [
      'optional-chaining',
      'f(a?.b, c?.[0], d?.())',
      ['optional-chaining 1: ?. -> .', 'optional-chaining 1: ?. -> ', 'optional-chaining 1: ?. -> '],
    ],
    [
      'logical',
      'f(a && b, c || d, e ?? g)',
      ['logical 1: && -> ||', 'logical 1: || -> &&', 'logical 1: ?? -> &&'],
    ],
    [
      'dropped-operand',
      'f(a && b)',
      ['dropped-operand 1: a && b -> (a)', 'dropped-operand 1: a && b -> (b)'],
    ],
    ['fixed-condition', 'f(a ? b : c)', ['fixed-condition 1: a -> true', 'fixed-condition 1: a -> false']],
    ['negated-condition', 'if (!a) f()', ['negated-condition 1: !a -> a']],
    ['increment', 'n++', ['increment 1: n++ -> n--']],
    ['arithmetic', "f('a' + b, `x` + c, d - e)", ['arithmetic 1: + -> -', 'arithmetic 1: - -> +']],
    [
      'constant',
      'f(0, 0.5, 600, Infinity)',
      [
        'constant 1: 0 -> 1',
        'constant 1: 0 -> (-1)',
        'constant 1: 0.5 -> 1',
        'constant 1: 0.5 -> 0.25',
        'constant 1: 600 -> 1200',
        'constant 1: 600 -> 300',
        'constant 1: Infinity -> (-Infinity)',
      ],
    ],
    ['method', 'xs.push(1)\nf(xs.filter(g))', ['method 1: push -> unshift', 'method 2: xs.filter(g) -> xs']],
    ['removed-finally', 'try { a() } finally { b() }', ['removed-finally 1: { b() } -> {}']],
    [
      'removed-catch',
      'try {\n  a()\n} catch {\n  b()\n}',
      ['removed-catch 1: try { a() } catch { b() } -> { a() }', 'removed-catch 3: { b() } -> {}'],
    ],
  ])('mutants: %s in %j', async (operator, program, expected) => {
    expect(await only(program, operator)).toEqual(expected)
  })
})

describe('what is no mutant', () => {
  test('mutants: types, imports, and what only shows or logs are left alone', async () => {
    const program = `import { node } from 'faultline'
interface A { n: 1 }
type B = 'x' | 'y'
const show = () => ctx.view({ n: 1 })
show()
console.log('a', 1)
ctx.trace('b', { n: 2 })`
    expect(await list(program)).toEqual([])
  })

  test('mutants: the same code under another name is listed once, and the code itself not at all', async () => {
    // Negated and exchanged arms are one program; so are a removed statement and one moved behind the return.
    const arms = await generate('export const f = (a: boolean) => (a ? 1 : 2)')
    expect(arms.filter((m) => m.operator === 'negated-condition')).toHaveLength(1)
    const codes = (await generate('export function f() { g(); return 1 }')).map((m) => m.code)
    expect(new Set(codes).size).toBe(codes.length)
    expect(
      await only('export function f() {\n  g()\n  return 1\n}', 'swapped-statements', 'removed-statement'),
    ).toHaveLength(1)
  })

  test('mutants: what does not compile is none', async () => {
    expect((await list('const n = 1\nexport const f = () => n')).some((m) => m.includes('n++'))).toBe(false)
    await expect(generate('const = 1')).rejects.toThrow(/^line 1:/)
  })
})

describe('names and places', () => {
  test('mutants: every line of every mutant is where it was, but those that were changed', async () => {
    const solution = readFileSync('exercises/lease/solution.ts', 'utf8')
    const lines = solution.split('\n').length
    for (const m of await generate(solution)) expect([m.id, m.code.split('\n').length]).toEqual([m.id, lines])
  })

  test('mutants: ids are unique, the same each time, and name operator, line and column', async () => {
    const solution = readFileSync('exercises/circuit-breaker/solution.ts', 'utf8')
    const ids = (await generate(solution)).map((m) => m.id)
    expect(new Set(ids).size).toBe(ids.length)
    expect((await generate(solution)).map((m) => m.id)).toEqual(ids)
    for (const id of ids) expect(id).toMatch(/^[a-z-]+@\d+:\d+#[0-9a-f]{6}$/)
  })

  test('mutants: a sample is so many of them, in order, the same each time', async () => {
    const all = await generate(readFileSync('exercises/circuit-breaker/solution.ts', 'utf8'))
    const sample = sampleOf(all, 20)
    expect(sample).toHaveLength(20)
    expect(all.filter((m) => sample.includes(m))).toEqual(sample)
    expect(sampleOf(all, 20)).toEqual(sample)
    expect(sampleOf(all, all.length + 1)).toEqual(all)
  })

  test.each(listExercises().map((e) => e.slug))(
    '%s: mutants.json lists mutants of its reference',
    async (slug) => {
      const listed = readSurvivors('exercises', slug)
      if (listed.length === 0) return
      const ids = new Set(
        (await generate(readFileSync(`exercises/${slug}/solution.ts`, 'utf8'))).map((m) => m.id),
      )
      expect(listed.filter((s) => !ids.has(s.id))).toEqual([])
    },
  )
})

test('mutants: on a game day those that only tune do not count, and what the suite misses still does', async () => {
  const mutants = (await generate('export const late = (now: number, end: number) => now >= end')).slice(0, 4)
  const graded = mutants.map((m, i) => ({
    ...m,
    end: i < 2 ? ('killed' as const) : ('survived' as const),
    by: 'p',
    ms: 1,
  }))
  const because = 'It is free within the budgets.'
  const listed = (['unspecified', 'accepted'] as const).map((reason, i) => {
    const { id, was, now } = mutants[i + 2] as (typeof mutants)[number]
    return { id, was, now, reason, because }
  })
  expect(judge(mutants, graded, listed, 0).score).toBe(50)
  expect(judge(mutants, graded, listed, 0, { isGameDay: true }).score).toBe(66.6)
})
