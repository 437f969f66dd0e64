import { ReferenceView, referenceMetadata } from '@/app/ui/library/reference-view.tsx'
import { urls } from '@/app/urls.ts'

export const metadata = referenceMetadata('numbers')

export default function NumbersPage() {
  return <ReferenceView slug="numbers" here={urls.numbers()} />
}
