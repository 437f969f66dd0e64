import { ReferenceView, referenceMetadata } from '@/app/ui/library/reference-view.tsx'
import { urls } from '@/app/urls.ts'

export const metadata = referenceMetadata('laws')

export default function LawsPage() {
  return <ReferenceView slug="laws" here={urls.laws()} />
}
