import type { Metadata } from 'next'
import { Link } from './ui/link.tsx'
import { Page } from './ui/page-frame.tsx'
import { PageHeader } from './ui/page-header.tsx'
import { urls } from './urls.ts'

export const metadata: Metadata = { title: 'No such page', robots: { index: false } }

export default function NotFound() {
  return (
    <Page>
      <PageHeader title="There is no page at this address" />
      <div className="flex max-w-measure flex-col gap-4 font-serif text-read">
        <p>
          The address may have a typing error, or the page was renamed. Every lesson is listed under{' '}
          <Link href={urls.learn()}>Learn</Link>, every pattern in the{' '}
          <Link href={urls.library()}>Library</Link>, and <Link href={urls.search()}>Search</Link> forgives
          typing errors.
        </p>
      </div>
    </Page>
  )
}
