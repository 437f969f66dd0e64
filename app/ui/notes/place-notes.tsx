'use client'
import { Bookmark, BookmarkCheck } from 'lucide-react'
import { type FormEvent, useEffect, useId, useRef, useState } from 'react'
import { Button } from '../button.tsx'
import { useUnsent } from '../kept/use-unsent.ts'
import { useAccount } from '../site/account-store.ts'
import { personalKey } from '../site/personal.ts'
import type { NoteView, useNotes } from './notes-store.ts'

type Model = ReturnType<typeof useNotes>

/** The notes of one place, with a field for another, and its bookmark. `title` is what the bookmark is called. */
export function PlaceNotes({
  model,
  title,
  focus = false,
}: {
  model: Model
  title: string
  focus?: boolean
}) {
  const account = useAccountId()
  const [problem, setProblem] = useState<string | null>(null)
  const [removed, setRemoved] = useState<string | null>(null)
  const Icon = model.bookmark ? BookmarkCheck : Bookmark
  const remove = async (note: NoteView) => {
    const refused = await model.remove(note.id)
    setProblem(refused)
    if (refused === null) setRemoved(note.body)
  }
  const undo = async () => {
    const refused = await model.add(removed ?? '')
    setProblem(refused)
    if (refused === null) setRemoved(null)
  }
  return (
    <div className="flex flex-col gap-3">
      {model.notes.length > 0 && (
        <ul className="flex flex-col gap-3">
          {model.notes.map((note) => (
            <li key={note.id}>
              <Note
                note={note}
                onEdit={(body) => model.edit(note.id, body)}
                onRemove={() => void remove(note)}
              />
            </li>
          ))}
        </ul>
      )}
      {removed !== null && (
        <p role="status" className="text-muted">
          Note deleted.{' '}
          <button type="button" className="link" onClick={() => void undo()}>
            Undo
          </button>
        </p>
      )}
      {problem && <p role="alert">{problem}</p>}
      <NoteForm
        label="New note"
        submitLabel="Add note"
        keptAs={account === null ? null : personalKey('note', account, model.place)}
        focus={focus}
        onSubmit={model.add}
      >
        <Button
          size="small"
          look="quiet"
          aria-pressed={model.bookmark !== null}
          onClick={async () => setProblem(await model.toggleBookmark(title))}
        >
          <Icon size={14} strokeWidth={1.75} aria-hidden />
          {model.bookmark ? 'Bookmarked' : 'Bookmark'}
        </Button>
      </NoteForm>
    </div>
  )
}

function Note({
  note,
  onEdit,
  onRemove,
}: {
  note: NoteView
  onEdit: (body: string) => Promise<string | null>
  onRemove: () => void
}) {
  const [editing, setEditing] = useState(false)
  if (editing) {
    return <EditNote id={note.id} body={note.body} onEdit={onEdit} onDone={() => setEditing(false)} />
  }
  return (
    <>
      <p className="my-0 whitespace-pre-wrap break-words">{note.body}</p>
      <p className="mt-1 mb-0 flex gap-4 text-muted text-note">
        <button type="button" className="hover:text-ink hover:underline" onClick={() => setEditing(true)}>
          Edit
        </button>
        <button type="button" className="hover:text-ink hover:underline" onClick={onRemove}>
          Delete
        </button>
      </p>
    </>
  )
}

/** A note being changed. The words stay in this browser until they are saved, or given up with Cancel. */
export function EditNote({
  id,
  body,
  onEdit,
  onDone,
}: {
  id: string
  body: string
  onEdit: (body: string) => Promise<string | null>
  onDone: () => void
}) {
  const account = useAccountId()
  return (
    <NoteForm
      label="Edit note"
      submitLabel="Save"
      keptAs={account === null ? null : personalKey('note', account, `edit:${id}`)}
      initial={body}
      focus
      onCancel={onDone}
      onSubmit={async (edited) => {
        const refused = await onEdit(edited)
        if (refused === null) onDone()
        return refused
      }}
    />
  )
}

function useAccountId(): string | null {
  const known = useAccount()
  return known === 'unknown' ? null : (known?.id ?? null)
}

function NoteForm({
  label,
  submitLabel,
  keptAs = null,
  initial,
  focus = false,
  onSubmit,
  onCancel,
  children,
}: {
  label: string
  submitLabel: string
  /** The name under which this browser keeps the words until they are sent. */
  keptAs?: string | null
  initial?: string
  focus?: boolean
  onSubmit: (body: string) => Promise<string | null>
  onCancel?: () => void
  /** Further buttons. */
  children?: React.ReactNode
}) {
  const id = useId()
  const field = useRef<HTMLTextAreaElement>(null)
  const [body, setBody] = useUnsent(keptAs, initial)
  const [problem, setProblem] = useState<string | null>(null)
  const [sending, setSending] = useState(false)
  useEffect(() => {
    if (focus) field.current?.focus()
  }, [focus])
  const submit = async (event?: FormEvent) => {
    event?.preventDefault()
    if (body.trim() === '' || sending) return
    setSending(true)
    const refused = await onSubmit(body)
    setSending(false)
    setProblem(refused)
    if (refused === null) setBody('')
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-2">
      <label htmlFor={id} className="sr-only">
        {label}
      </label>
      <textarea
        ref={field}
        id={id}
        rows={3}
        maxLength={4000}
        placeholder={label}
        value={body}
        onChange={(event) => setBody(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void submit()
        }}
        className="w-full rounded-md border border-stroke bg-raised px-3 py-2 text-ui placeholder:text-muted hover:border-ink"
      />
      {problem && (
        <p role="alert" className="my-0">
          {problem}
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" size="small" disabled={sending || body.trim() === ''}>
          {submitLabel}
        </Button>
        {onCancel && (
          <Button
            size="small"
            look="quiet"
            onClick={() => {
              setBody('')
              onCancel()
            }}
          >
            Cancel
          </Button>
        )}
        {children}
      </div>
    </form>
  )
}
