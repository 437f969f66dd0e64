import { join } from 'node:path'
import { type CompiledLesson, compileDocument, splitFrontmatter } from './compile.ts'
import { ContentError, cachedByVersion, contentRoot, parseAs } from './files.ts'
import { readingMinutes } from './lesson.ts'
import { type ReferenceMatter, referenceSchema } from './schema.ts'
import { typesetMarked } from './typography.ts'

/** A page of the library that is about no pattern of its own: laws, numbers, people. */
export interface Reference {
  slug: string
  frontmatter: ReferenceMatter
  body: string
  minutes: number
  hash: string
}

export const REFERENCE_SLUGS = ['laws', 'numbers', 'anti-patterns', 'people', 'faq'] as const
export type ReferenceSlug = (typeof REFERENCE_SLUGS)[number]

const folder = join(contentRoot, 'reference')
const fileOf = (slug: string) => join(folder, slug, 'page.mdx')

const read = cachedByVersion((file, text): Reference => {
  const { values, body, hash } = splitFrontmatter(file, text)
  const frontmatter = parseAs(referenceSchema, file, values)
  return {
    slug: file.split(/[\\/]/).at(-2) ?? '',
    frontmatter: { ...frontmatter, summary: typesetMarked(frontmatter.summary) },
    body,
    minutes: readingMinutes(body),
    hash,
  }
})

export function getReference(slug: ReferenceSlug): Reference {
  const page = read(fileOf(slug))
  if (!page)
    throw new ContentError(
      fileOf(slug),
      'missing. It belongs to the repository: restore it with git checkout',
    )
  return page
}

/** Compiles a reference page as lessons are compiled, but for the headings, which are its own. */
export function compileReference(page: Reference): Promise<CompiledLesson> {
  return compileDocument({
    file: fileOf(page.slug),
    body: page.body,
    hash: page.hash,
    sources: page.frontmatter.sources,
    figureFile: (id) => join(folder, page.slug, 'figures', `${id}.tsx`),
    sections: 'free',
  })
}
