import { ReferenceView, referenceMetadata } from '@/app/ui/library/reference-view.tsx'
import { urls } from '@/app/urls.ts'

export const metadata = referenceMetadata('people')

export default function PeoplePage() {
  return <ReferenceView slug="people" here={urls.people()} />
}
