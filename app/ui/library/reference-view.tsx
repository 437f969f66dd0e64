import type { Metadata } from 'next'
import { compileReference, getReference, type ReferenceSlug } from '@/lib/content/index.ts'
import { bodyOf, Sources, section, TocList } from '../lesson/lesson-view.tsx'
import { lessonComponents } from '../lesson/mdx-components.tsx'
import { Page } from '../page-frame.tsx'
import { LibraryHeader } from './library-header.tsx'

export function referenceMetadata(slug: ReferenceSlug): Metadata {
  const { title, summary } = getReference(slug).frontmatter
  return { title, description: summary }
}

/** A reference page of the library, set like a lesson. */
export async function ReferenceView({ slug, here }: { slug: ReferenceSlug; here: string }) {
  const page = getReference(slug)
  const compiled = await compileReference(page)
  const Body = bodyOf(compiled)
  const toc = [...compiled.toc, section('sources', 'Sources')]
  return (
    <Page className="pb-16">
      <LibraryHeader here={here} title={page.frontmatter.title} lede={page.frontmatter.summary} />
      <div className="lg:grid lg:grid-cols-[minmax(0,1fr)] xl:grid-cols-[11.5rem_minmax(0,1fr)] xl:gap-x-14">
        <div>
          <nav
            aria-label="Contents"
            className="sticky top-8 hidden max-h-[calc(100dvh-4rem)] overflow-y-auto pb-8 xl:block"
          >
            <p className="mb-2 text-muted">Contents</p>
            <ol>
              {toc
                .filter((entry) => entry.depth === 2)
                .map((entry) => (
                  <li key={entry.id}>
                    <a href={`#${entry.id}`} className="block py-1 text-muted hover:text-ink">
                      {entry.text}
                    </a>
                  </li>
                ))}
            </ol>
          </nav>
        </div>
        <article className="mx-auto w-full max-w-measure lg:mx-0 lg:max-w-breakout">
          <details className="mb-6 max-w-measure border-hairline border-y py-3 xl:hidden">
            <summary className="w-fit">Contents</summary>
            <TocList toc={toc} />
          </details>
          <div className="prose [&>*:first-child]:mt-0">
            <Body components={lessonComponents(slug, 'reference')} />
          </div>
          <Sources compiled={compiled} />
        </article>
      </div>
    </Page>
  )
}
