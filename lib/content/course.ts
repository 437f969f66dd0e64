import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { ContentError, cachedByVersion, contentRoot, parseJsonAs } from './files.ts'
import {
  type Catalogue,
  type Course,
  catalogueSchema,
  courseSchema,
  type Path,
  type Pattern,
  type Week,
} from './schema.ts'

/** Where a pattern stands in the course. */
export interface Place {
  path: Path
  week: Week
  /** 1 for the first week of the path. */
  weekNumber: number
}

const catalogueFile = join(contentRoot, 'catalogue.json')
const courseFile = join(contentRoot, 'course.json')
const patternsFolder = join(contentRoot, 'patterns')

const readCatalogue = cachedByVersion(parseJsonAs(catalogueSchema))
const readCourse = cachedByVersion(parseJsonAs(courseSchema))

/** All patterns, and the ways to look them up. */
export function getCatalogue(): Catalogue {
  return present(catalogueFile, readCatalogue(catalogueFile))
}

/** The four paths with their weeks, in order. Throws ContentError for a pattern the catalogue lacks. */
export function getCourse(): Course {
  const course = present(courseFile, readCourse(courseFile))
  const known = patternsBySlug()
  for (const path of course.paths) {
    for (const week of path.weeks) {
      for (const slug of everyPatternOf(week)) {
        if (!known.has(slug))
          throw new ContentError(
            courseFile,
            `${path.id}/${week.id} names "${slug}", which content/catalogue.json lacks`,
          )
      }
    }
  }
  return course
}

export function findPattern(slug: string): Pattern | null {
  return patternsBySlug().get(slug) ?? null
}

/** The pattern's week; the first one, should it stand in several. Null when it lives in the library only. */
export function findPlace(slug: string): Place | null {
  for (const path of getCourse().paths) {
    for (const [index, week] of path.weeks.entries()) {
      if (everyPatternOf(week).includes(slug)) return { path, week, weekNumber: index + 1 }
    }
  }
  return null
}

export function findWeek(pathId: string, weekId: string): Place | null {
  const path = getCourse().paths.find((candidate) => candidate.id === pathId)
  const index = path?.weeks.findIndex((week) => week.id === weekId) ?? -1
  const week = path?.weeks[index]
  return path && week ? { path, week, weekNumber: index + 1 } : null
}

/** The patterns before and after this one in its path, across weeks. */
export function findNeighbours(path: Path, slug: string): { previous: Pattern | null; next: Pattern | null } {
  const order = path.weeks.flatMap(everyPatternOf)
  const at = order.indexOf(slug)
  const patternAt = (index: number) => findPattern(order[index] ?? '')
  return at < 0 ? { previous: null, next: null } : { previous: patternAt(at - 1), next: patternAt(at + 1) }
}

export function everyPatternOf(week: Week): string[] {
  return [...week.patterns, ...week.alongside]
}

/** Slugs of the patterns that have a lesson, in alphabetical order. */
export function listLessons(): string[] {
  return readdirSync(/* turbopackIgnore: true */ patternsFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && hasLesson(entry.name))
    .map((entry) => entry.name)
    .sort()
}

export function hasLesson(slug: string): boolean {
  return findPattern(slug) !== null && statLesson(lessonFile(slug)) !== null
}

export function lessonFile(slug: string): string {
  return join(patternsFolder, slug, 'lesson.mdx')
}

export function quizFile(slug: string): string {
  return join(patternsFolder, slug, 'quiz.json')
}

export function figureFile(slug: string, id: string): string {
  return join(patternsFolder, slug, 'figures', `${id}.tsx`)
}

const statLesson = cachedByVersion(() => true)

const indexes = new WeakMap<Catalogue, Map<string, Pattern>>()
function patternsBySlug(): Map<string, Pattern> {
  const catalogue = getCatalogue()
  let index = indexes.get(catalogue)
  if (!index) {
    index = new Map(catalogue.patterns.map((pattern) => [pattern.slug, pattern]))
    indexes.set(catalogue, index)
  }
  return index
}

function present<T>(file: string, value: T | null): T {
  if (value === null)
    throw new ContentError(file, 'missing. It belongs to the repository: restore it with git checkout')
  return value
}
