import { everyPatternOf, getCourse, type Path, type Week } from '../content/index.ts'
import type { Standing, Standings } from './standing.ts'
import { findStep } from './step.ts'

/** One thing to do now, with the reason why it is this one. */
export interface NextStep {
  /** 'submit': go on with an exercise that failed. 'write': begin one. 'read': a lesson, begun or new. */
  do: 'submit' | 'write' | 'read'
  /** Of the pattern or the game day. */
  slug: string
  title: string
  /** Slug of the exercise, for 'submit' and 'write'. */
  exercise: string | null
  because: string
}

type Found = { slug: string; standing: Standing; path: Path; week: Week; weekNumber: number }

/**
 * What is begun comes before what is new, what was touched last before what lies longer, and new things in the order of
 * the paths. Null when everything that is ready has been passed.
 */
export function nextStep(standings: Standings): NextStep | null {
  const all = inOrder(standings)
  const failing = lately(all.filter(({ standing }) => standing.exercise === 'attempted'))
  if (failing) return submit(failing)
  const reading = lately(all.filter(({ standing: s }) => s.lesson === 'reading' && s.exercise !== 'passed'))
  if (reading) return read(reading, 'You began this lesson and have not come to its end.')
  const unwritten = lately(
    all.filter(({ standing: s }) => s.lesson === 'read' && s.exercise === 'not-started'),
  )
  if (unwritten)
    return write(unwritten, 'You have read the lesson. The exercise shows whether it holds under faults.')
  const fresh = all.find(({ standing: s }) => s.exercise === 'not-started' || s.lesson === 'not-started')
  if (!fresh) return null
  const { path, weekNumber, standing } = fresh
  const where = `week ${weekNumber} of the ${path.title} path`
  if (standing.lesson === 'not-started' && standing.exercise !== 'passed')
    return read(
      fresh,
      fresh === all[0]
        ? `The paths begin here: ${where}.`
        : `It is the first in ${where} that you have not begun; all before it that is ready is done.`,
    )
  if (standing.exercise === 'not-started')
    return write(fresh, `It is the last step of ${where}: its patterns in one system.`)
  return read(fresh, 'You have passed its exercise and not read its lesson.')
}

function submit({ slug, standing }: Found): NextStep {
  const { attempts, stages } = standing
  const tried = attempts === 1 ? 'You have submitted it once' : `You have submitted it ${attempts} times`
  const because = stages
    ? `${tried}; ${stages.passed} of ${stages.of} stages are passed.`
    : `${tried} and it has not passed yet. The last failure is kept with its run.`
  return { do: 'submit', ...naming(slug), because }
}

function read({ slug }: Found, because: string): NextStep {
  return { do: 'read', ...naming(slug), exercise: null, because }
}

function write({ slug }: Found, because: string): NextStep {
  return { do: 'write', ...naming(slug), because }
}

function naming(slug: string) {
  const step = findStep(slug)
  return { slug, title: step?.title ?? slug, exercise: step?.exercise?.slug ?? null }
}

function inOrder(standings: Standings): Found[] {
  return getCourse().paths.flatMap((path) =>
    path.weeks.flatMap((week, at) =>
      [...everyPatternOf(week), ...(week.gameDay ? [week.gameDay] : [])].flatMap((slug) => {
        const standing = standings[slug]
        return standing ? [{ slug, standing, path, week, weekNumber: at + 1 }] : []
      }),
    ),
  )
}

function lately(found: readonly Found[]): Found | undefined {
  return [...found].sort((a, b) => ((a.standing.at ?? '') < (b.standing.at ?? '') ? 1 : -1))[0]
}
