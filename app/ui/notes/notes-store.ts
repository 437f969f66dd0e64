'use client'
import { useEffect, useSyncExternalStore } from 'react'
import { postJson } from '../post-json.ts'

/** A lesson or a submission; every place in it has one list. */
export type Scope = { lesson: string } | { submission: string }
/** A section of the lesson, or an event of the submission's run; `beside` are others that are shown in the same place. */
export type Spot = { section: string } | { event: number; beside: readonly number[] }

interface Located {
  id: string
  section: string | null
  event: number | null
}
export interface NoteView extends Located {
  body: string
}
export interface BookmarkView extends Located {
  title: string
}

interface State {
  notes: readonly NoteView[]
  bookmarks: readonly BookmarkView[]
  loaded: boolean
  /** The place whose notes are open. */
  open: string | null
}

const empty: State = { notes: [], bookmarks: [], loaded: false, open: null }
const states = new Map<string, State>()
const asked = new Set<string>()
const listeners = new Set<() => void>()

/** What stands beside one place. Asks the server once per lesson or run, when somebody is signed in. */
export function useNotes(scope: Scope, spot: Spot, signedIn: boolean) {
  const key = new URLSearchParams(scope).toString()
  const spotKey = 'section' in spot ? spot.section : String(spot.event)
  const state = useSyncExternalStore(
    watch,
    () => states.get(key) ?? empty,
    () => empty,
  )
  useEffect(() => {
    if (!signedIn || asked.has(key)) return
    asked.add(key)
    void load(key)
  }, [key, signedIn])

  const here = (entry: Located) =>
    'section' in spot
      ? entry.section === spot.section
      : entry.event !== null && (entry.event === spot.event || spot.beside.includes(entry.event))
  const place = { ...scope, ...('section' in spot ? { section: spot.section } : { event: spot.event }) }
  const change = (next: Partial<State>) => write(key, next)
  const now = () => states.get(key) ?? empty
  const located = {
    section: 'section' in spot ? spot.section : null,
    event: 'event' in spot ? spot.event : null,
  }

  return {
    /** A name for the place. */
    place: `${key}#${spotKey}`,
    loaded: state.loaded,
    notes: state.notes.filter(here),
    bookmark: state.bookmarks.find(here) ?? null,
    open: state.open === spotKey,
    setOpen: (open: boolean) => change({ open: open ? spotKey : null }),
    /** Each answers with a message when it was refused, and null when it is done. */
    async add(body: string): Promise<string | null> {
      const sent = await postJson<{ id: string }>('/api/notes', { place, body })
      if (!sent.ok) return sent.message
      change({ notes: [...now().notes, { ...located, id: sent.value.id, body: body.trim() }] })
      return null
    },
    async edit(id: string, body: string): Promise<string | null> {
      const sent = await postJson(`/api/notes/${id}`, { body }, 'PATCH')
      if (!sent.ok) return sent.message
      change({ notes: now().notes.map((note) => (note.id === id ? { ...note, body: body.trim() } : note)) })
      return null
    },
    async remove(id: string): Promise<string | null> {
      const sent = await postJson(`/api/notes/${id}`, {}, 'DELETE')
      if (!sent.ok && sent.code !== 'not-found') return sent.message
      change({ notes: now().notes.filter((note) => note.id !== id) })
      return null
    },
    async toggleBookmark(title: string): Promise<string | null> {
      const marked = now().bookmarks.find(here)
      if (marked) {
        const sent = await postJson(`/api/bookmarks/${marked.id}`, {}, 'DELETE')
        if (!sent.ok && sent.code !== 'not-found') return sent.message
        change({ bookmarks: now().bookmarks.filter(({ id }) => id !== marked.id) })
        return null
      }
      const sent = await postJson<{ id: string }>('/api/bookmarks', { place, title: title.slice(0, 200) })
      if (!sent.ok) return sent.message
      change({ bookmarks: [...now().bookmarks, { ...located, id: sent.value.id, title }] })
      return null
    },
  }
}

async function load(key: string) {
  try {
    const response = await fetch(`/api/notes?${key}`)
    if (!response.ok) throw new Error(String(response.status))
    const { notes, bookmarks } = (await response.json()) as Pick<State, 'notes' | 'bookmarks'>
    write(key, { notes, bookmarks, loaded: true })
  } catch {
    // Asked again on the next page.
    asked.delete(key)
  }
}

function write(key: string, next: Partial<State>) {
  states.set(key, { ...(states.get(key) ?? empty), ...next })
  for (const listener of listeners) listener()
}

function watch(onChange: () => void) {
  listeners.add(onChange)
  return () => listeners.delete(onChange)
}
