'use client'
import { useState } from 'react'
import { urls } from '@/app/urls.ts'
import { Button } from '../button.tsx'
import { postJson } from '../post-json.ts'

/** Puts a version into the editor and opens it there. The server keeps what stood in the editor first. */
export function RestoreButton({
  slug,
  version,
  stage,
  what,
}: {
  slug: string
  version: string
  /** Of a staged exercise: where to open the editor. */
  stage?: string | null
  /** Where there are two on a page: which. */
  what?: string
}) {
  const [state, setState] = useState<'ready' | 'busy' | { failed: string }>('ready')
  const restore = async () => {
    setState('busy')
    const id = version.slice(2)
    const from = version.startsWith('c-') ? { copy: id } : { submission: id }
    const answer = await postJson(`/api/drafts/${slug}/restore`, { from })
    if (answer.ok) window.location.assign(urls.exercise(slug, stage ?? undefined))
    else setState({ failed: answer.message })
  }
  return (
    <span className="inline-flex flex-wrap items-center gap-x-3 gap-y-1">
      <Button size="small" onClick={restore} disabled={state === 'busy'}>
        {what ? `Restore ${what}` : 'Restore into the editor'}
      </Button>
      {/* Without words it takes no room, and the button ends where the page does. */}
      <span role="alert" className="empty:hidden">
        {typeof state === 'object' ? state.failed : ''}
      </span>
    </span>
  )
}
