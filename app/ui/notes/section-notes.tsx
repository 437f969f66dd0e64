'use client'
import { NotebookPen } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { useAccount } from '../site/account-store.ts'
import { useNotes } from './notes-store.ts'

// The panel comes with the first use: most visits read.
const PlaceNotes = lazy(async () => ({ default: (await import('./place-notes.tsx')).PlaceNotes }))

interface Props {
  lesson: string
  section: string
}

/** The quiet button behind a heading, for whoever is signed in: seen on hover, on focus, by touch, and where something stands. */
export function SectionNotesButton({ lesson, section }: Props) {
  const signedIn = useSignedIn()
  const model = useNotes({ lesson }, { section }, signedIn)
  if (!signedIn) return null
  const { notes, bookmark } = model
  const has = [
    ...(notes.length > 0 ? [notes.length === 1 ? '1 note' : `${notes.length} notes`] : []),
    ...(bookmark ? ['bookmarked'] : []),
  ]
  return (
    <button
      type="button"
      className="section-notes"
      data-kept={has.length > 0 ? '' : undefined}
      aria-expanded={model.open}
      aria-label={has.length > 0 ? `Notes: ${has.join(', ')}` : 'Add a note or bookmark'}
      onClick={() => model.setOpen(!model.open)}
    >
      <NotebookPen size={16} strokeWidth={1.75} aria-hidden />
      {notes.length > 0 && <span aria-hidden>{notes.length}</span>}
    </button>
  )
}

/** What the button opens, below the heading. */
export function SectionNotesPanel({ lesson, section, title }: Props & { title: string }) {
  const model = useNotes({ lesson }, { section }, useSignedIn())
  if (!model.open) return null
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes the panel from any part of it.
    <div
      className="my-3 border-accent border-l-2 pl-4 font-sans text-ui"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        model.setOpen(false)
        // Back to where it was opened from.
        document.getElementById(section)?.querySelector('button')?.focus()
      }}
    >
      <Suspense fallback={<p className="my-0 text-muted">Loading.</p>}>
        <PlaceNotes model={model} title={title} focus />
      </Suspense>
    </div>
  )
}

function useSignedIn(): boolean {
  const account = useAccount()
  return account !== null && account !== 'unknown'
}
