import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { bundleMDX } from 'mdx-bundler'
import rehypeSlug from 'rehype-slug'
import remarkGfm from 'remark-gfm'
import { parse as parseYaml } from 'yaml'
import { figureFile, findPattern, lessonFile, quizFile } from './course.ts'
import { ContentError, cachedByVersion, parseAs, parseJsonAs } from './files.ts'
import { prettyCode, rehypeCodeBlocks } from './rehype/code-blocks.ts'
import { remarkDiagrams } from './rehype/diagrams.ts'
import { remarkElements } from './rehype/elements.ts'
import { rehypeNotes } from './rehype/notes.ts'
import { rehypeToc, remarkSections, type TocEntry } from './rehype/sections.ts'
import { remarkTypography } from './rehype/typography.ts'
import { type Citation, type Frontmatter, frontmatterSchema, type Quiz, quizSchema } from './schema.ts'
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

export interface CompiledLesson {
  /** A function body for mdx-bundler's getMDXComponent. Runs on the server only. */
  code: string
  toc: TocEntry[]
  /** In the order of their numbers. */
  sources: Citation[]
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
  let compiled = compiledByHash.get(lesson.hash)
  if (!compiled) {
    compiled = compile(lesson)
    compiledByHash.set(lesson.hash, compiled)
  }
  return compiled
}

const compiledByHash = new Map<string, Promise<CompiledLesson>>()

async function compile(lesson: Lesson): Promise<CompiledLesson> {
  const file = lessonFile(lesson.slug)
  // The bundler wraps whatever a plugin throws in its own error, so the complaint itself is kept here.
  let complaint: ContentError | undefined
  const complain = (problem: string, line?: number): never => {
    complaint = new ContentError(file, line ? `line ${line}: ${problem}` : problem)
    throw complaint
  }
  const known = {
    pattern: (slug: string) => findPattern(slug) !== null,
    figure: (id: string) => existsSync(figureFile(lesson.slug, id)),
  }
  const toc: TocEntry[] = []
  const sources: Citation[] = []
  try {
    const { code } = await bundleMDX({
      source: lesson.body,
      mdxOptions(options) {
        options.remarkPlugins = [
          ...(options.remarkPlugins ?? []),
          remarkGfm,
          remarkSections(complain),
          remarkElements(known, complain),
          remarkDiagrams(complain),
          remarkTypography,
        ]
        options.rehypePlugins = [
          ...(options.rehypePlugins ?? []),
          rehypeSlug,
          rehypeToc(toc),
          [...prettyCode],
          rehypeCodeBlocks,
          rehypeNotes(lesson.frontmatter.sources, sources, complain),
        ]
        return options
      },
      esbuildOptions(options) {
        options.target = ['es2022']
        options.logLevel = 'silent'
        options.define = { ...options.define, 'process.env.NODE_ENV': '"production"' }
        return options
      },
    })
    return { code, toc, sources }
  } catch (cause) {
    throw complaint ?? new ContentError(file, syntaxProblem(cause), { cause })
  }
}

/** Reads the frontmatter of a lesson's text. `file` gives the slug (its folder) and the place in messages. */
export function parseLesson(file: string, text: string): Lesson {
  const match = /^---\n([\s\S]*?)\n---\n/.exec(text)
  if (!match) throw new ContentError(file, 'starts without a frontmatter block (--- … ---)')
  const [block = '', yaml = ''] = match
  let values: unknown
  try {
    values = parseYaml(yaml)
  } catch (cause) {
    throw new ContentError(file, `frontmatter is not valid YAML: ${(cause as Error).message}`, { cause })
  }
  const frontmatter = parseAs(frontmatterSchema, file, values)
  const body = block.replace(/[^\n]/g, '') + text.slice(block.length)
  return {
    slug: file.split(/[\\/]/).at(-2) ?? '',
    frontmatter: {
      ...frontmatter,
      title: typesetMarked(frontmatter.title),
      summary: typesetMarked(frontmatter.summary),
    },
    body,
    minutes: readingMinutes(body),
    hash: createHash('sha256').update(text).digest('hex'),
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

function readingMinutes(body: string): number {
  const fences = body.match(/^```[\s\S]*?^```/gm) ?? []
  const codeLines = fences.reduce((lines, fence) => lines + fence.split('\n').length - 2, 0)
  const prose = body.replace(/^```[\s\S]*?^```/gm, '').replace(/<[^>]+>/g, ' ')
  const words = prose.split(/\s+/).filter((word) => /\w/.test(word)).length
  return Math.max(1, Math.round(words / 220 + codeLines / 40))
}

function syntaxProblem(cause: unknown): string {
  const first = (cause as { errors?: { text?: string; location?: { line?: number } | null }[] }).errors?.[0]
  if (!first) return cause instanceof Error ? cause.message : String(cause)
  return `line ${first.location?.line ?? '?'}: ${first.text}`
}
