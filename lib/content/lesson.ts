import { type CompiledLesson, compileDocument, splitFrontmatter } from './compile.ts'
import { figureFile, findPattern, lessonFile, quizFile } from './course.ts'
import { cachedByVersion, parseAs, parseJsonAs } from './files.ts'
import { type Frontmatter, frontmatterSchema, type Quiz, quizSchema } from './schema.ts'
import { typesetMarked } from './typography.ts'

export interface Lesson {
  slug: string
  frontmatter: Frontmatter
  /** The file with its frontmatter blanked out, so that line numbers stay true. */
  body: string
  /** Reading time, whole minutes: 220 words a minute for prose, 40 lines a minute for code. */
  minutes: number
  /** SHA-256 of the whole file. */
  hash: string
}

/** Null when the pattern is unknown or has no lesson yet. */
export function findLesson(slug: string): Lesson | null {
  return findPattern(slug) ? readLesson(lessonFile(slug)) : null
}

/** Null when the pattern is unknown or has no quiz yet. */
export function findQuiz(slug: string): Quiz | null {
  return findPattern(slug) ? readQuiz(quizFile(slug)) : null
}

/** Compiles a lesson once per version of its source. Throws ContentError with the line that is wrong. */
export function compileLesson(lesson: Lesson): Promise<CompiledLesson> {
  return compileDocument({
    file: lessonFile(lesson.slug),
    body: lesson.body,
    hash: lesson.hash,
    sources: lesson.frontmatter.sources,
    figureFile: (id) => figureFile(lesson.slug, id),
    sections: 'lesson',
  })
}

/** Reads the frontmatter of a lesson's text. `file` gives the slug (its folder) and the place in messages. */
export function parseLesson(file: string, text: string): Lesson {
  const { values, body, hash } = splitFrontmatter(file, text)
  const frontmatter = parseAs(frontmatterSchema, file, values)
  return {
    slug: file.split(/[\\/]/).at(-2) ?? '',
    frontmatter: {
      ...frontmatter,
      title: typesetMarked(frontmatter.title),
      summary: typesetMarked(frontmatter.summary),
    },
    body,
    minutes: readingMinutes(body),
    hash,
  }
}

export const parseQuiz = parseJsonAs(quizSchema)

const readLesson = cachedByVersion(parseLesson)
const readQuiz = cachedByVersion((file, text) => typesetQuiz(parseQuiz(file, text)))

/** Prompts, options and explanations; ids and given code stay as typed. */
function typesetQuiz<T>(value: T, key = ''): T {
  if (typeof value === 'string') {
    return (
      ['prompt', 'explain', 'text', 'because', 'outcome'].includes(key) ? typesetMarked(value) : value
    ) as T
  }
  if (Array.isArray(value)) return value.map((item) => typesetQuiz(item, key)) as T
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, name === 'given' ? inner : typesetQuiz(inner, name)]),
  ) as T
}

export function readingMinutes(body: string): number {
  const fences = body.match(/^```[\s\S]*?^```/gm) ?? []
  const codeLines = fences.reduce((lines, fence) => lines + fence.split('\n').length - 2, 0)
  const prose = body.replace(/^```[\s\S]*?^```/gm, '').replace(/<[^>]+>/g, ' ')
  const words = prose.split(/\s+/).filter((word) => /\w/.test(word)).length
  return Math.max(1, Math.round(words / 220 + codeLines / 40))
}
