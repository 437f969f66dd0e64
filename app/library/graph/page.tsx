import type { Metadata } from 'next'
import { LibraryHeader } from '@/app/ui/library/library-header.tsx'
import { MapAsText } from '@/app/ui/library/map-as-text.tsx'
import { PatternMap } from '@/app/ui/library/pattern-map.tsx'
import { Page } from '@/app/ui/page-frame.tsx'
import { urls } from '@/app/urls.ts'
import { layOutMap, listLibrary } from '@/lib/content/index.ts'

export const metadata: Metadata = {
  title: 'Map of relations',
  description: 'All patterns by family, what each builds on, what it replaces and what it is related to.',
}

export default function GraphPage() {
  const patterns = listLibrary()
  const map = layOutMap()
  return (
    <Page className="pb-16">
      <LibraryHeader
        here={urls.graph()}
        title="Map of relations"
        lede="What each pattern builds on, what builds on it, and what one takes instead."
      />
      <PatternMap map={map} cores={Object.fromEntries(patterns.map(({ slug, core }) => [slug, core]))} />
      <MapAsText map={map} />
    </Page>
  )
}
