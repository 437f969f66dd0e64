import type { Metadata } from 'next'
import { Page } from '@/app/ui/page-frame.tsx'
import { PageHeader } from '@/app/ui/page-header.tsx'
import { Gallery } from './gallery.tsx'
import { LongRun } from './long-run.tsx'
import { simulateDemos } from './simulate.ts'

export const metadata: Metadata = { title: 'Pictures of patterns, for authors' }

/** Every kind of picture that a view.ts can draw, each from a run that is simulated when the site is built. */
export default async function ViewsPage() {
  return (
    <Page>
      <PageHeader
        title="Pictures of patterns"
        lede="What a view.ts can draw of a run. Each program below was simulated when this site was built; its picture shows the moment at the cursor of the diagram under it."
      />
      <LongRun />
      <Gallery runs={await simulateDemos()} />
    </Page>
  )
}
