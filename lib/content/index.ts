/**
 * Reads the course: paths, catalogue, lessons and quizzes, each parsed by a schema.
 *
 * @example
 *   const lesson = findLesson('circuit-breaker')
 *   if (lesson) {
 *     const { code, toc } = await compileLesson(lesson)
 *     const quiz = findQuiz(lesson.slug)
 *   }
 */

export type { CompiledLesson } from './compile.ts'
export {
  everyPatternOf,
  findNeighbours,
  findPattern,
  findPlace,
  findWeek,
  getCatalogue,
  getCourse,
  hasLesson,
  listLessons,
  type Place,
} from './course.ts'
export { ContentError } from './files.ts'
export { getComparisons, getGuide } from './guide.ts'
export { highlight } from './highlight.ts'
export {
  compileLesson,
  findLesson,
  findQuiz,
  type Lesson,
  parseLesson,
  parseQuiz,
} from './lesson.ts'
export { findLibraryPattern, type LibraryPattern, listLibrary, listSystems } from './library.ts'
export { layOutMap, type MapNode, type PatternMap, ROW_PX } from './pattern-map.ts'
export { compileProse } from './prose.ts'
export {
  compileReference,
  getReference,
  REFERENCE_SLUGS,
  type Reference,
  type ReferenceSlug,
} from './reference.ts'
export { lessonSections, type TocEntry } from './rehype/sections.ts'
export {
  listRelations,
  type Relation,
  type RelationKind,
  type RelationsOf,
  relationsOf,
} from './relations.ts'
export type {
  Catalogue,
  Citation,
  Comparisons,
  Course,
  Frontmatter,
  Guide,
  Level,
  Path,
  Pattern,
  Question,
  Quiz,
  Week,
} from './schema.ts'
export { type TextSection, textSections } from './text.ts'
