'use client'
import { useSyncExternalStore } from 'react'
import { Button } from '../button.tsx'
import { Page } from '../page-frame.tsx'
import { PageHeader } from '../page-header.tsx'

/**
 * What a reader sees when a page of ours breaks. The request id finds it in the server's log, whether the page broke
 * there or here; Next's digest, which stands in the same line, is shown where a browser does not tell the id.
 */
export function Fault({ digest, onRetry }: { digest: string | undefined; onRetry: () => void }) {
  const requestId = useSyncExternalStore(noChanges, lastRequestId, () => undefined)
  const reference = requestId ?? digest
  return (
    <Page>
      <PageHeader title="This page broke" />
      <div className="flex max-w-measure flex-col gap-4 font-serif text-read">
        <p>It is our fault, not yours. What you wrote in an exercise is kept. Trying again often helps.</p>
        {reference && (
          <p>
            If it happens again, report it with this {requestId ? 'request id' : 'reference'}:{' '}
            <code className="inline-code select-all">{reference}</code>
          </p>
        )}
        <p className="font-sans text-ui">
          <Button look="primary" onClick={onRetry}>
            Try again
          </Button>
        </p>
      </div>
    </Page>
  )
}

const noChanges = () => () => undefined

/** Of the page, or of the last part of it that was fetched since: proxy.ts sends it as a Server-Timing entry. */
function lastRequestId(): string | undefined {
  const entries = [
    ...performance.getEntriesByType('navigation'),
    ...performance.getEntriesByType('resource'),
  ] as PerformanceResourceTiming[]
  return entries
    .flatMap(({ serverTiming = [] }) =>
      serverTiming.filter(({ name }) => name === 'request').map(({ description }) => description),
    )
    .at(-1)
}
