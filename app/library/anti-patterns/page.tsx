import { ReferenceView, referenceMetadata } from '@/app/ui/library/reference-view.tsx'
import { urls } from '@/app/urls.ts'

export const metadata = referenceMetadata('anti-patterns')

export default function AntiPatternsPage() {
  return <ReferenceView slug="anti-patterns" here={urls.antiPatterns()} />
}
