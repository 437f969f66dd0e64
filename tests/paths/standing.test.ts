import { describe, expect, test } from 'vitest'
import { getCourse } from '../../lib/content/index.ts'
import {
  completionOf,
  kindReports,
  nextStep,
  type Standing,
  type Standings,
  standingsOf,
  weekTally,
} from '../../lib/paths/index.ts'

const fresh = standingsOf([], [])
const [beginner, , , expert] = getCourse().paths
if (!beginner || !expert) throw new Error('the course has four paths')

const withState = (states: Record<string, Partial<Standing>>): Standings => {
  const changed = Object.entries(states).map(([slug, state]) => {
    const before = fresh[slug]
    if (!before) throw new Error(`nothing of ${slug} is ready`)
    return [slug, { ...before, at: '2026-11-21T10:00:00.000Z', ...state }] as const
  })
  return { ...fresh, ...Object.fromEntries(changed) }
}

describe('next step', () => {
  test('for who begins is the first lesson of the first path', () => {
    expect(nextStep(fresh)).toMatchObject({ do: 'read', slug: 'health-check', exercise: null })
    expect(nextStep(fresh)?.because).toContain('week 1 of the Beginner path')
  })

  test('tells nobody that all before the very first lesson is done, whatever else they have passed', () => {
    const step = nextStep(withState({ 'circuit-breaker': { exercise: 'passed', lesson: 'read' } }))
    expect(step).toMatchObject({
      slug: 'health-check',
      because: 'The paths begin here: week 1 of the Beginner path.',
    })
    const second = nextStep(withState({ 'health-check': { exercise: 'passed', lesson: 'read' } }))
    expect(second).toMatchObject({ slug: 'timeout' })
    expect(second?.because).toContain('all before it that is ready is done')
  })

  test('an exercise that failed comes before a lesson that is open, and the newest of them first', () => {
    const step = nextStep(
      withState({
        timeout: { exercise: 'attempted', attempts: 3, at: '2026-11-20T10:00:00.000Z' },
        bulkhead: { exercise: 'attempted', attempts: 1, at: '2026-11-21T10:00:00.000Z' },
        'cache-aside': { lesson: 'reading', at: '2026-11-22T10:00:00.000Z' },
      }),
    )
    expect(step).toMatchObject({ do: 'submit', slug: 'bulkhead', exercise: 'bulkhead' })
    expect(step?.because).toContain('submitted it once')
  })

  test('a lesson that is read asks for its exercise', () => {
    expect(nextStep(withState({ timeout: { lesson: 'read' } }))).toMatchObject({
      do: 'write',
      exercise: 'timeout',
    })
  })

  test('is none when all that is ready is passed and read', () => {
    const all = Object.keys(fresh).map((slug) => [
      slug,
      {
        lesson: fresh[slug]?.lesson ? ('read' as const) : null,
        exercise: fresh[slug]?.exercise && ('passed' as const),
      },
    ])
    expect(nextStep(withState(Object.fromEntries(all)))).toBeNull()
  })
})

describe('completion', () => {
  test('asks for each pattern of the weeks; neither game days nor what is read alongside', () => {
    const slugs = beginner.weeks.flatMap((week) => week.patterns)
    const states = Object.fromEntries(slugs.map((slug) => [slug, { exercise: 'passed' as const }]))
    expect(completionOf(beginner, withState(states))).toMatchObject({ complete: true, of: 12, missing: [] })
  })

  test('is out of reach while a pattern is in preparation', () => {
    const { complete, inPreparation } = completionOf(expert, fresh)
    expect([complete, inPreparation.includes('paxos')]).toEqual([false, true])
  })
})

test('a week counts its patterns by state', () => {
  const [week] = beginner.weeks
  if (!week) throw new Error('the path has weeks')
  const standings = withState({
    timeout: { lesson: 'read', exercise: 'passed' },
    'health-check': { lesson: 'reading' },
  })
  expect(weekTally(week, standings)).toEqual({ of: 3, read: 1, passed: 1, inPreparation: 0 })
})

test('strengths and weak spots: open before mended, and clean only once enough is passed', () => {
  const tally = (exerciseUuid: string, kind: 'safety' | 'cost', failures: number) => ({
    exerciseUuid,
    kind,
    failures,
    lastAt: new Date(0),
    sentence: 'Holds.',
    submissionId: 's',
  })
  const progress = ['a', 'b', 'c'].map((exerciseUuid) => ({ exerciseUuid, state: 'PASSED' as const }))
  const reports = kindReports([tally('a', 'cost', 9), tally('d', 'safety', 1)], progress)
  expect(reports.slice(0, 2)).toMatchObject([
    { kind: 'safety', verdict: 'open', open: ['d'] },
    { kind: 'cost', verdict: 'mended', failures: 9, mended: ['a'] },
  ])
  expect(reports.find(({ kind }) => kind === 'liveness')?.verdict).toBe('clean')
  expect(kindReports([], progress.slice(1)).every(({ verdict }) => verdict === 'unknown')).toBe(true)
})
