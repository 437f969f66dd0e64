import {
  findLesson,
  findPattern,
  getCourse,
  getReference,
  type LibraryPattern,
  listLibrary,
  REFERENCE_SLUGS,
  textSections,
} from '../content/index.ts'
import { type Exercise, ExerciseError, findExercise, listExercises } from '../exercises/index.ts'
import type { SearchEntry } from './search.ts'

/**
 * All of the course that may be found: what a reader of its pages sees without having done anything. Of exercises that is
 * the task and nothing else: suites, hints, solutions and quizzes stay out. Throws ContentError.
 */
export function collectCourse(): SearchEntry[] {
  return [
    ...listLibrary().flatMap(patternEntries),
    ...exerciseEntries(),
    ...pathEntries(),
    ...referenceEntries(),
  ]
}

/** A pattern with a lesson is found as the lesson, section by section. */
function patternEntries(pattern: LibraryPattern): SearchEntry[] {
  const { slug, title, aliases, core, when, problem, seen } = pattern
  const lesson = findLesson(slug)
  const words = [...aliases, ...seen].join(' · ')
  const about = `${core} ${when} ${problem}`
  if (!lesson) return [{ kind: 'pattern', target: { at: 'pattern', slug }, title, words, text: about }]
  const whole: SearchEntry = {
    kind: 'lesson',
    target: { at: 'lesson', slug },
    title,
    words,
    text: `${lesson.frontmatter.summary} ${about}`,
  }
  const sections = textSections(lesson.body).filter(({ id, text, code }) => id !== null && (text || code))
  return [
    whole,
    ...sections.map(({ id, heading, text, code }) => ({
      kind: 'lesson' as const,
      target: { at: 'lesson' as const, slug, section: id ?? '' },
      title,
      heading: heading ?? '',
      text,
      code,
    })),
  ]
}

function exerciseEntries(): SearchEntry[] {
  return listExercises().flatMap(({ slug }) => {
    const exercise = findWhole(slug)
    if (!exercise) return []
    const { title, summary, prompt, stages } = exercise
    const tasks = [prompt, ...stages.flatMap((stage) => [stage.title, stage.prompt])]
    const sections = textSections(tasks.filter((text) => text !== null).join('\n\n'))
    return {
      kind: 'exercise',
      target: { at: 'exercise', slug },
      title,
      words: findPattern(slug)?.aliases.join(' · ') ?? '',
      text: [summary, ...sections.flatMap(({ heading, text }) => [heading && `${heading}.`, text])]
        .filter((text) => text)
        .join(' '),
      code: sections.map(({ code }) => code).join('\n'),
    } satisfies SearchEntry
  })
}

/** Null for one that its author has not finished: it is not there yet, and the others are. */
function findWhole(slug: string): Exercise | null {
  try {
    return findExercise(slug)
  } catch (error) {
    if (error instanceof ExerciseError) return null
    throw error
  }
}

/** Sections of the library's reference pages; the pages themselves are known to the site. */
function referenceEntries(): SearchEntry[] {
  return REFERENCE_SLUGS.flatMap((slug) => {
    const { frontmatter, body } = getReference(slug)
    return textSections(body).flatMap(({ id, heading, text, code }) =>
      id === null || heading === null
        ? []
        : {
            kind: 'page' as const,
            target: { at: 'reference' as const, slug, section: id },
            title: frontmatter.title,
            heading,
            text,
            code,
          },
    )
  })
}

function pathEntries(): SearchEntry[] {
  return getCourse().paths.flatMap(({ id, title, summary, weeks }) => [
    {
      kind: 'page',
      target: { at: 'path', path: id },
      title: `${title} path`,
      words: 'course',
      text: summary,
    },
    ...weeks.map((week, index) => ({
      kind: 'page' as const,
      target: { at: 'path' as const, path: id, week: week.id },
      title: `${title} path`,
      heading: `Week ${index + 1}: ${week.title}`,
      text: [...week.patterns, ...week.alongside].map((slug) => findPattern(slug)?.title ?? '').join(', '),
    })),
  ])
}
