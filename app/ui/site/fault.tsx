'use client'
import { Button } from '../button.tsx'
import { Page } from '../page-frame.tsx'
import { PageHeader } from '../page-header.tsx'

/** What a reader sees when a page of ours breaks. The reference names the error in the server's log. */
export function Fault({ digest, onRetry }: { digest: string | undefined; onRetry: () => void }) {
  return (
    <Page>
      <PageHeader title="This page broke" />
      <div className="flex max-w-measure flex-col gap-4 font-serif text-read">
        <p>It is our fault, not yours. What you wrote in an exercise is kept. Trying again often helps.</p>
        {digest && (
          <p>
            If it happens again, report it with this reference:{' '}
            <code className="inline-code select-all">{digest}</code>
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
