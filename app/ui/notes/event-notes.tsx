'use client'
import { createContext, type ReactNode, useContext, useEffect } from 'react'
import type { EventId } from '@/lib/sim/index.ts'
import { useNotes } from './notes-store.ts'
import { PlaceNotes } from './place-notes.tsx'

/** The submission whose recorded run is on the page; null where a run is nobody's to come back to. */
const RunContext = createContext<string | null>(null)

/** Lets the diagrams in it take notes: their events can be found again by the submission. */
export function RunNotes({ submission, children }: { submission: string | null; children: ReactNode }) {
  return <RunContext value={submission}>{children}</RunContext>
}

/** Brings the diagram to the event that the page's address names, when the address is about this run. */
export function useEventOfAddress(goTo: (event: EventId) => void): void {
  const submission = useContext(RunContext)
  // biome-ignore lint/correctness/useExhaustiveDependencies: once per run; afterwards the reader moves the cursor.
  useEffect(() => {
    const event = eventOfAddress(submission)
    if (event !== undefined) goTo(event)
  }, [submission])
}

function eventOfAddress(submission: string | null): EventId | undefined {
  const search = new URLSearchParams(window.location.search)
  const event = search.get('event') ?? ''
  return submission !== null && search.get('submission') === submission && /^\d{1,9}$/.test(event)
    ? Number(event)
    : undefined
}

/** Notes beside the step at the cursor: a new one stands at the last of its events. */
export function EventNotes({ events, about }: { events: readonly EventId[]; about: string }) {
  const submission = useContext(RunContext)
  const event = events.at(-1)
  if (submission === null || event === undefined) return null
  return <Notes key={event} submission={submission} event={event} beside={events} about={about} />
}

function Notes({
  submission,
  event,
  beside,
  about,
}: {
  submission: string
  event: EventId
  beside: readonly EventId[]
  about: string
}) {
  const model = useNotes({ submission }, { event, beside }, true)
  // Who comes by a link from their notes wants to read what they wrote.
  // biome-ignore lint/correctness/useExhaustiveDependencies: when the cursor comes here, and not again.
  useEffect(() => {
    const wanted = eventOfAddress(submission)
    if (wanted !== undefined && beside.includes(wanted)) model.setOpen(true)
  }, [])
  const has = [
    ...(model.notes.length > 0 ? [model.notes.length === 1 ? '1 note' : `${model.notes.length} notes`] : []),
    ...(model.bookmark ? ['bookmarked'] : []),
  ]
  return (
    // The diagram has keys of its own; what is typed here is text.
    // biome-ignore lint/a11y/noStaticElementInteractions: keeps keys in, does nothing with them.
    <div onKeyDown={(e) => e.stopPropagation()}>
      <details open={model.open} onToggle={(e) => model.setOpen(e.currentTarget.open)}>
        <summary className="w-fit text-muted text-note hover:text-ink">
          {has.length > 0 ? `Your notes on this event: ${has.join(', ')}` : 'Note or bookmark this event'}
        </summary>
        {model.open && (
          <div className="mt-2">
            <PlaceNotes model={model} title={about} />
          </div>
        )}
      </details>
    </div>
  )
}
