import { ReferenceView, referenceMetadata } from '@/app/ui/library/reference-view.tsx'
import { urls } from '@/app/urls.ts'

export const metadata = referenceMetadata('faq')

export default function FaqPage() {
  return <ReferenceView slug="faq" here={urls.faq()} />
}
