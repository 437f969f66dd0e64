import type { Metadata } from 'next'
import { LibraryHeader } from '@/app/ui/library/library-header.tsx'
import { PatternTable } from '@/app/ui/library/pattern-table.tsx'
import { Link } from '@/app/ui/link.tsx'
import { Page } from '@/app/ui/page-frame.tsx'
import { urls } from '@/app/urls.ts'
import { getCatalogue, hasLesson, listLibrary, relationsOf } from '@/lib/content/index.ts'

export const metadata: Metadata = {
  title: 'Table of patterns',
  description:
    'All patterns in one table, to sort and to filter: family, level, layer, problems, what builds on what.',
}

export default function TablePage() {
  const levels = ['beginner', 'intermediate', 'advanced', 'expert']
  const rows = listLibrary().map((pattern) => {
    const { buildsOn, carries } = relationsOf(pattern.slug)
    return {
      slug: pattern.slug,
      title: pattern.title,
      family: pattern.family,
      level: pattern.level,
      levelAt: levels.indexOf(pattern.level),
      layers: pattern.layers,
      problems: [...new Set(pattern.challenges.map(({ problem }) => problem))],
      areas: [...new Set(pattern.challenges.map(({ area }) => area))],
      buildsOn: buildsOn.length,
      carries: carries.length,
      ready: hasLesson(pattern.slug),
    }
  })
  const { layers, challenges } = getCatalogue()
  return (
    <Page className="pb-16">
      <LibraryHeader
        here={urls.table()}
        title="Table of patterns"
        lede={
          <>
            All of them, to sort and to filter. Patterns that are taken for one another are{' '}
            <Link href={urls.compare()}>compared</Link> on a page of their own.
          </>
        }
      />
      <PatternTable rows={rows} layers={Object.keys(layers)} areas={Object.keys(challenges)} />
    </Page>
  )
}
