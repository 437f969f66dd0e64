import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { bundleMDX } from 'mdx-bundler'
import rehypeSlug from 'rehype-slug'
import remarkGfm from 'remark-gfm'
import { parse as parseYaml } from 'yaml'
import { findPattern } from './course.ts'
import { ContentError } from './files.ts'
import { prettyCode, rehypeCodeBlocks } from './rehype/code-blocks.ts'
import { remarkDiagrams } from './rehype/diagrams.ts'
import { remarkElements } from './rehype/elements.ts'
import { rehypeNotes } from './rehype/notes.ts'
import { rehypeToc, remarkSections, type TocEntry } from './rehype/sections.ts'
import { remarkTypography } from './rehype/typography.ts'
import type { Citation } from './schema.ts'

/** A lesson or a reference page before it is compiled. */
export interface Document {
  /** Named in messages. */
  file: string
  /** Without its frontmatter. */
  body: string
  /** Of the whole source: the same hash is compiled once. */
  hash: string
  sources: readonly Citation[]
  figureFile: (id: string) => string
  /** Whether the headings have to be those of a lesson. */
  sections: 'lesson' | 'free'
}

export interface CompiledLesson {
  /** A function body for mdx-bundler's getMDXComponent. Runs on the server only. */
  code: string
  toc: TocEntry[]
  /** In the order of their numbers. */
  sources: Citation[]
}

const compiledByHash = new Map<string, Promise<CompiledLesson>>()

/** Compiles a document once per version of its source. Throws ContentError with the line that is wrong. */
export function compileDocument(document: Document): Promise<CompiledLesson> {
  let compiled = compiledByHash.get(document.hash)
  if (!compiled) {
    compiled = compile(document)
    compiledByHash.set(document.hash, compiled)
  }
  return compiled
}

/** Frontmatter as it was written, the text with the frontmatter blanked out (line numbers stay true), and the hash of all. */
export function splitFrontmatter(
  file: string,
  text: string,
): { values: unknown; body: string; hash: string } {
  const match = /^---\n([\s\S]*?)\n---\n/.exec(text)
  if (!match) throw new ContentError(file, 'starts without a frontmatter block (--- … ---)')
  const [block = '', yaml = ''] = match
  const body = block.replace(/[^\n]/g, '') + text.slice(block.length)
  const hash = createHash('sha256').update(text).digest('hex')
  try {
    return { values: parseYaml(yaml), body, hash }
  } catch (cause) {
    throw new ContentError(file, `frontmatter is not valid YAML: ${(cause as Error).message}`, { cause })
  }
}

async function compile({
  file,
  body,
  sources: known,
  figureFile,
  sections,
}: Document): Promise<CompiledLesson> {
  // The bundler wraps whatever a plugin throws in its own error, so the complaint itself is kept here.
  let complaint: ContentError | undefined
  const complain = (problem: string, line?: number): never => {
    complaint = new ContentError(file, line ? `line ${line}: ${problem}` : problem)
    throw complaint
  }
  const knows = {
    pattern: (slug: string) => findPattern(slug) !== null,
    figure: (id: string) => existsSync(figureFile(id)),
  }
  const toc: TocEntry[] = []
  const sources: Citation[] = []
  try {
    const { code } = await bundleMDX({
      source: body,
      mdxOptions(options) {
        options.remarkPlugins = [
          ...(options.remarkPlugins ?? []),
          remarkGfm,
          ...(sections === 'lesson' ? [remarkSections(complain)] : []),
          remarkElements(knows, complain),
          remarkDiagrams(complain),
          remarkTypography,
        ]
        options.rehypePlugins = [
          ...(options.rehypePlugins ?? []),
          rehypeSlug,
          rehypeToc(toc),
          [...prettyCode],
          rehypeCodeBlocks,
          rehypeNotes(known, sources, complain),
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

function syntaxProblem(cause: unknown): string {
  const first = (cause as { errors?: { text?: string; location?: { line?: number } | null }[] }).errors?.[0]
  if (!first) return cause instanceof Error ? cause.message : String(cause)
  return `line ${first.location?.line ?? '?'}: ${first.text}`
}
