'use client'
import { Bookmark } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { type ReactNode, useState } from 'react'
import { postJson } from '../post-json.ts'
import { EditNote } from './place-notes.tsx'

interface Props {
  id: string
  kind: 'note' | 'bookmark'
  text: string
  place: { lesson: string; section: string | null } | { submission: string; event: number }
  /** That the line above says the text already, as it does for the bookmark of a section. */
  said?: boolean
  /** Where it stands and since when. */
  children: ReactNode
}

/** A note or a bookmark in the list of all: edit, delete, undo. */
export function EntryItem({ id, kind, text, place, said = false, children }: Props) {
  const router = useRouter()
  const [editing, setEditing] = useState(false)
  const [deleted, setDeleted] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const base = kind === 'note' ? '/api/notes' : '/api/bookmarks'

  const remove = async () => {
    const sent = await postJson(`${base}/${id}`, {}, 'DELETE')
    setProblem(sent.ok ? null : sent.message)
    if (sent.ok) setDeleted(true)
  }
  const undo = async () => {
    const sent = await postJson(base, { place, [kind === 'note' ? 'body' : 'title']: text })
    setProblem(sent.ok ? null : sent.message)
    // It has a new id, and so a new place in the list.
    if (sent.ok) router.refresh()
  }
  if (deleted) {
    return (
      <p role="status" className="text-muted">
        {kind === 'note' ? 'Note' : 'Bookmark'} deleted.{' '}
        <button type="button" className="link" onClick={() => void undo()}>
          Undo
        </button>
        {problem && <span className="text-ink"> {problem}</span>}
      </p>
    )
  }
  return (
    <>
      <p className="mb-1 flex flex-wrap items-baseline gap-x-3 text-note">{children}</p>
      {editing ? (
        <div className="max-w-measure">
          <EditNote
            id={id}
            body={text}
            onEdit={async (body) => {
              const sent = await postJson(`${base}/${id}`, { body }, 'PATCH')
              if (!sent.ok) return sent.message
              router.refresh()
              return null
            }}
            onDone={() => setEditing(false)}
          />
        </div>
      ) : (
        <>
          <p className="flex max-w-measure gap-2 whitespace-pre-wrap break-words">
            {kind === 'bookmark' && (
              <>
                <Bookmark size={16} strokeWidth={1.75} className="mt-0.5 shrink-0 text-muted" aria-hidden />
                {!said && <span className="sr-only">Bookmark: </span>}
              </>
            )}
            <span className="min-w-0">{said ? 'Bookmark' : text}</span>
          </p>
          <p className="mt-2 flex gap-4 text-muted text-note">
            {kind === 'note' && (
              <button
                type="button"
                className="hover:text-ink hover:underline"
                onClick={() => setEditing(true)}
              >
                Edit
              </button>
            )}
            <button type="button" className="hover:text-ink hover:underline" onClick={() => void remove()}>
              Delete
            </button>
          </p>
        </>
      )}
      {problem && <p role="alert">{problem}</p>}
    </>
  )
}
