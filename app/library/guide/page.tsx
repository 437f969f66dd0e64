import type { Metadata } from 'next'
import { lessonHref } from '@/app/lesson-href.ts'
import { DecisionGuide } from '@/app/ui/library/decision-guide.tsx'
import { GuideAsText } from '@/app/ui/library/guide-as-text.tsx'
import { LibraryHeader } from '@/app/ui/library/library-header.tsx'
import { Page } from '@/app/ui/page-frame.tsx'
import { urls } from '@/app/urls.ts'
import { findLibraryPattern, getGuide } from '@/lib/content/index.ts'

export const metadata: Metadata = {
  title: 'Decision guide',
  description: 'A few questions about what goes wrong, then a pattern, and why that one.',
}

export default function GuidePage() {
  const guide = getGuide()
  const named = new Set(Object.values(guide.ends).flatMap(({ take, next }) => [...take, ...next]))
  const patterns = Object.fromEntries(
    [...named].map((slug) => [
      slug,
      {
        title: findLibraryPattern(slug)?.title ?? slug,
        core: findLibraryPattern(slug)?.core ?? '',
        href: lessonHref(slug) ?? urls.pattern(slug),
      },
    ]),
  )
  return (
    <Page className="pb-16">
      <LibraryHeader
        here={urls.guide()}
        title="Decision guide"
        lede="Begin with what goes wrong, not with a pattern. Two to four answers lead to one, and to the reason for it."
      />
      <DecisionGuide guide={guide} patterns={patterns} />
      <GuideAsText guide={guide} />
    </Page>
  )
}
