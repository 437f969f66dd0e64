import { describe, expect, test } from 'vitest'
import { ANY, finderOf, fromQuery, toQuery } from '../../app/ui/library/match.ts'
import {
  findLibraryPattern,
  getCatalogue,
  getComparisons,
  getGuide,
  listLibrary,
} from '../../lib/content/index.ts'

const library = listLibrary()
const find = finderOf(library.map((pattern) => ({ ...pattern, lesson: null })))
const slugs = (text: string) => find({ ...ANY, text }).map((pattern) => pattern.slug)

describe('the library', () => {
  test('says of every pattern of the catalogue what it is, when to use it and its classic problem', () => {
    expect(library.map((p) => p.slug)).toEqual(getCatalogue().patterns.map((p) => p.slug))
    for (const p of library) for (const text of [p.core, p.when, p.problem]) expect(text).toMatch(/[.?”]$/)
  })

  test('no two patterns are told in the same words', () => {
    for (const field of ['core', 'when', 'problem'] as const)
      expect(new Set(library.map((p) => p[field])).size).toBe(library.length)
  })

  test('knows the layers and the problems that the catalogue names a pattern for, the primary ones first', () => {
    expect(findLibraryPattern('raft')?.layers).toEqual(['Infrastructure'])
    expect(findLibraryPattern('saga')?.challenges.map((c) => [c.problem, c.primary])).toEqual([
      ['Distributed state', true],
      ['Transaction boundaries', true],
    ])
    expect(findLibraryPattern('leader-follower')?.challenges.at(-1)).toEqual({
      area: 'Performance',
      problem: 'Database load',
      primary: true,
    })
  })
})

describe('the finder', () => {
  test.each([
    ['circut braker', 'circuit-breaker'],
    ['idempotancy', 'idempotent-receiver'],
    ['charged twice', 'idempotent-receiver'],
    ['exponential backoff', 'retry-backoff'],
    ['Debezium', 'cdc'],
    ['kafka', 'event-streaming'],
    ['quorums', 'tunable-consistency'],
    ['message queue', 'distributed-queue'],
  ])('%s leads to %s', (text, slug) => {
    expect(slugs(text).slice(0, 5)).toContain(slug)
  })

  test('takes some of the words where no pattern has all of them', () => {
    expect(slugs('lease zeppelin')[0]).toBe('lease')
    expect(slugs('zeppelin')).toEqual([])
  })

  test('takes some of the words where the patterns that have all of them are filtered away', () => {
    const text = 'retry with backoff queue'
    const found = find({ ...ANY, text, family: 'events' }).map((pattern) => pattern.slug)
    expect(found).toContain('distributed-queue')
    expect(find({ ...ANY, text: 'leader election', family: 'events' })).toEqual([])
  })

  test('filters narrow together, and leave the order of the catalogue without words', () => {
    const found = find({ ...ANY, level: 'beginner', family: 'resilience' })
    expect(found.map((p) => p.slug)).toEqual(
      getCatalogue()
        .patterns.filter((p) => p.level === 'beginner' && p.family === 'resilience')
        .map((p) => p.slug),
    )
    expect(find({ ...ANY, layer: 'Platform' }).length).toBe(getCatalogue().layers.Platform?.length)
    expect(find({ ...ANY, ready: true })).toEqual([])
    expect(find({ ...ANY, system: 'ZooKeeper' }).map((p) => p.slug)).toContain('leader-election')
  })

  test('an address keeps a choice', () => {
    const wish = {
      text: 'split & brain',
      level: 'expert',
      family: 'coordination',
      layer: '',
      system: 'etcd',
      ready: true,
    }
    expect(fromQuery(toQuery(wish))).toEqual(wish)
    expect(toQuery(ANY)).toBe('')
  })
})

describe('the decision guide', () => {
  const guide = getGuide()

  test('every way through it ends in at most four answers, without a circle', () => {
    const deepest = (id: string, on: readonly string[]): number => {
      expect(on).not.toContain(id)
      return Math.max(
        ...(guide.questions[id]?.answers ?? []).map((answer) =>
          'end' in answer ? 1 : 1 + deepest(answer.to, [...on, id]),
        ),
      )
    }
    expect(deepest(guide.start, [])).toBeLessThanOrEqual(4)
  })

  test('sends nobody from a recommendation back to itself', () => {
    for (const end of Object.values(guide.ends))
      expect(end.take.filter((s) => end.next.includes(s))).toEqual([])
  })
})

test('the comparisons are those of the catalogue, and say something in every cell', () => {
  const comparisons = getComparisons()
  expect(Object.keys(comparisons).sort()).toEqual(Object.keys(getCatalogue().comparisons).sort())
  for (const [name, { criteria }] of Object.entries(comparisons))
    for (const cells of Object.values(criteria))
      expect(Object.keys(cells)).toEqual(getCatalogue().comparisons[name])
})
