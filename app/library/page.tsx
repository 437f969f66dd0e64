import type { Metadata } from 'next'
import { lessonHref } from '@/app/lesson-href.ts'
import { Finder } from '@/app/ui/library/finder.tsx'
import { LibraryHeader } from '@/app/ui/library/library-header.tsx'
import { MostStudied } from '@/app/ui/library/most-studied.tsx'
import { Page } from '@/app/ui/page-frame.tsx'
import { urls } from '@/app/urls.ts'
import { getCatalogue, listLibrary, listSystems } from '@/lib/content/index.ts'

export const metadata: Metadata = {
  title: 'Library',
  description:
    'Every pattern of the course: its idea in one line, the problem it answers, and its lesson when there is one.',
}

export default function LibraryPage() {
  const patterns = listLibrary().map((p) => ({
    slug: p.slug,
    title: p.title,
    family: p.family,
    level: p.level,
    aliases: p.aliases,
    core: p.core,
    when: p.when,
    problem: p.problem,
    seen: p.seen,
    layers: p.layers,
    systems: p.systems,
    lesson: lessonHref(p.slug),
  }))
  const ready = patterns.filter((pattern) => pattern.lesson !== null).length
  return (
    <Page className="pb-16">
      <LibraryHeader
        here={urls.library()}
        title="Library"
        lede={`${patterns.length} patterns, each with its idea in one line and its classic problem. ${ready} have a lesson and an exercise; the others are in preparation.`}
      />
      <Finder patterns={patterns} layers={Object.keys(getCatalogue().layers)} systems={listSystems()} />
      <MostStudied />
    </Page>
  )
}
