import { describe, expect, test } from 'vitest'
import { parseNumber } from '../../app/ui/calculator/inputs.ts'
import { duration, percent, significant } from '../../app/ui/calculator/say.ts'
import { ticksTo } from '../../app/ui/calculator/ticks.ts'
import { ordered, orderFrom, orderText, type TableRow } from '../../app/ui/library/table-order.ts'
import { compileReference, getReference, listSystems, REFERENCE_SLUGS } from '../../lib/content/index.ts'

describe.each(REFERENCE_SLUGS)('reference page %s', (slug) => {
  test('compiles, cites every source of its list, and has no heading twice', async () => {
    const page = getReference(slug)
    const { toc, sources } = await compileReference(page)
    expect(sources.map((s) => s.id).sort()).toEqual(page.frontmatter.sources.map((s) => s.id).sort())
    expect(new Set(toc.map((entry) => entry.id)).size).toBe(toc.length)
    expect(toc.length).toBeGreaterThan(4)
  })
})

describe('a calculator’s input', () => {
  const rate = { label: 'Arrivals', unit: '/s', initial: 200, min: 0.5, max: 1e6 }
  const whole = { label: 'Servers', unit: '', initial: 10, min: 1, max: 2000, whole: true }

  test.each([
    ['200', 200],
    [' 1,000,000 ', 1e6],
    ['12 500', 12_500],
    ['85 /s', 85],
    ['.5', 0.5],
    ['1e3', 1000],
  ])('%s is %d', (text, value) => {
    expect(parseNumber(text, rate)).toEqual({ value })
  })

  test.each([
    ['', 'Nothing is typed. Expected a number from 0.5 to 1,000,000, such as 200.'],
    ['0,75', '“0,75” has a comma. Write decimals with a point: 0.75.'],
    ['fast', '“fast” is not a number. Expected a number from 0.5 to 1,000,000, such as 200.'],
    ['0', '0 is too small. Expected a number from 0.5 to 1,000,000.'],
    ['2e9', '2,000,000,000 is too large. Expected a number from 0.5 to 1,000,000.'],
    ['0x10', '“0x10” is not a number. Expected a number from 0.5 to 1,000,000, such as 200.'],
  ])('%s is refused with what to do', (text, error) => {
    expect(parseNumber(text, rate)).toEqual({ error })
  })

  test('a count has to be whole', () => {
    expect(parseNumber('2.5', whole)).toEqual({
      error: '2.5 is not whole. Expected a whole number from 1 to 2,000, such as 10.',
    })
  })
})

describe('a calculator’s result', () => {
  test.each([
    [0.5, '50 %'],
    [0.634, '63.4 %'],
    [0.99999, '99.999 %'],
    [0.9999999, '99.99999 %'],
    [1, '100 %'],
    [0, '0 %'],
    [0.000012, '0.0012 %'],
  ])('%d is %s', (p, text) => {
    expect(percent(p)).toBe(text)
  })

  test('never says 100 % of what is less', () => {
    for (let digits = 1; digits < 15; digits++) expect(percent(1 - 10 ** -digits)).not.toBe('100 %')
  })

  test.each([
    [0, '0 s'],
    [0.0125, '12.5 ms'],
    [1.47, '1.47 s'],
    [260, '4 min 20 s'],
    [31_536, '8 h 46 min'],
    [315_360, '3.65 days'],
    [Number.POSITIVE_INFINITY, 'without end'],
  ])('%d s is %s', (s, text) => {
    expect(duration(s)).toBe(text)
  })

  test('an axis ends at a round number that holds what it has to', () => {
    for (const top of [1, 7, 64, 99, 100, 101, 240, 1e6, 0.003]) {
      const ticks = ticksTo(top)
      expect(ticks[0]).toBe(0)
      expect(ticks.at(-1)).toBeGreaterThanOrEqual(top * 0.999)
      expect(ticks.length).toBeLessThanOrEqual(6)
    }
    expect(significant(1234.5)).toBe('1,230')
  })
})

describe('the table of all patterns', () => {
  const row = (slug: string, over: Partial<TableRow>): TableRow => ({
    slug,
    title: slug,
    family: 'f',
    level: 'beginner',
    levelAt: 0,
    layers: [],
    problems: [],
    areas: [],
    buildsOn: 0,
    carries: 0,
    ready: false,
    ...over,
  })
  const rows = [
    row('b', { levelAt: 3, carries: 2 }),
    row('a', { levelAt: 1, carries: 5 }),
    row('c', { carries: 2 }),
  ]
  const slugs = (sorted: TableRow[]) => sorted.map(({ slug }) => slug)

  test('sorts levels by height, counts from the largest, and leaves equal rows in their order', () => {
    expect(slugs(ordered(rows, { by: 'level', down: false }))).toEqual(['c', 'a', 'b'])
    expect(slugs(ordered(rows, { by: 'carries', down: true }))).toEqual(['a', 'b', 'c'])
    expect(slugs(ordered(rows, { by: 'title', down: false }))).toEqual(['a', 'b', 'c'])
  })

  test('an address keeps the order, and one that was made up is by name', () => {
    for (const order of [
      { by: 'carries', down: true },
      { by: 'level', down: false },
    ] as const)
      expect(orderFrom(orderText(order))).toEqual(order)
    expect(orderText({ by: 'title', down: false })).toBe('')
    expect(orderFrom('constructor')).toEqual({ by: 'title', down: false })
  })
})

test('systems to filter by are well known ones, each once, and take their parts along', () => {
  const systems = listSystems()
  expect(systems).toContain('Kafka')
  expect(systems).not.toContain('Kafka producer')
  expect(systems.length).toBeGreaterThan(12)
})
