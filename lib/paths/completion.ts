import { findPattern, getCourse, type Path } from '../content/index.ts'
import { Refusal } from '../errors/index.ts'
import { type Certificate, saveCertificate } from '../progress/index.ts'
import { readStandings, type Standings } from './standing.ts'

/** What stands between a learner and the end of a path. Slugs of patterns, in the path's order. */
export interface Completion {
  complete: boolean
  of: number
  passed: string[]
  /** Ready, and not passed. */
  missing: string[]
  /** While there are any, nobody can complete the path. */
  inPreparation: string[]
}

/**
 * A path is complete when the exercise of each of its patterns is passed. Patterns that a week names alongside and game
 * days are not asked for (docs/decisions/0136).
 */
export function completionOf(path: Path, standings: Standings): Completion {
  const slugs = path.weeks.flatMap((week) => week.patterns)
  const stateOf = (slug: string) => standings[slug]?.exercise ?? null
  const passed = slugs.filter((slug) => stateOf(slug) === 'passed')
  const inPreparation = slugs.filter((slug) => stateOf(slug) === null)
  const missing = slugs.filter((slug) => !passed.includes(slug) && !inPreparation.includes(slug))
  return { complete: passed.length === slugs.length, of: slugs.length, passed, missing, inPreparation }
}

/**
 * The learner's certificate for a path, in the name given; one that there is already is handed back as it is. Refused
 * with 'path-incomplete', which says what is missing.
 */
export async function issueCertificate(
  userId: string,
  { path: id, name }: { path: string; name: string },
): Promise<Certificate> {
  const path = getCourse().paths.find((candidate) => candidate.id === id)
  if (!path)
    throw new Refusal('not-found', `There is no path '${id.slice(0, 100)}'. Open it again from Learn.`)
  const { complete, passed, missing, inPreparation } = completionOf(path, await readStandings(userId))
  if (!complete) throw incomplete(path, missing, inPreparation)
  return await saveCertificate(userId, { path: path.id, pathTitle: path.title, name, patterns: passed })
}

function incomplete(path: Path, missing: readonly string[], inPreparation: readonly string[]): Refusal {
  const names = (slugs: readonly string[]) => slugs.map((slug) => findPattern(slug)?.title ?? slug).join(', ')
  const message =
    inPreparation.length > 0
      ? `The ${path.title} path cannot be completed yet: ${inPreparation.length} of its patterns are in preparation. Your passes are kept until they are ready.`
      : `The ${path.title} path asks for the exercises of all its patterns. Still to pass: ${names(missing)}.`
  return new Refusal('path-incomplete', message, { missing, inPreparation })
}
