'use client'
import { Search } from 'lucide-react'
import { usePathname, useRouter } from 'next/navigation'
import { Dialog } from 'radix-ui'
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react'
import { urls } from '@/app/urls.ts'
import { listCommands } from '../keys/commands.ts'
import { Chord } from '../keys/key-list.tsx'
import { shortcuts } from '../keys/shortcuts.ts'
import { type Entry, type Group, matchingGroups, startGroups } from './entries.ts'
import { useHits } from './use-hits.ts'

/** Search and commands in one list. A combobox after the ARIA pattern: the focus stays in the field, the list follows it. */
export default function Palette({ onClose }: { onClose: () => void }) {
  const [query, setQuery] = useState('')
  const [at, setAt] = useState(0)
  const ids = useId()
  const list = useRef<HTMLDivElement>(null)
  const before = useRef<HTMLElement | null>(null)
  /** The command that was taken. It runs when the focus is back where it was, since it may want it elsewhere. */
  const pending = useRef<(() => void) | undefined>(undefined)
  const router = useRouter()
  const pathname = usePathname()
  // As they were when it opened.
  const [commands] = useState(listCommands)
  const hits = useHits(query)
  const typed = query.trim()
  const groups = useMemo((): Group[] => {
    if (typed === '') return startGroups(commands, pathname)
    const all: Entry = {
      id: 'all',
      title: `All hits for “${typed}”`,
      href: urls.search(typed),
      note: 'Search page',
    }
    return [
      ...matchingGroups(commands, pathname, typed),
      { title: 'In the course', entries: [...hits.entries, all] },
    ]
  }, [commands, hits.entries, pathname, typed])
  const entries = groups.flatMap((group) => group.entries)
  const current = entries[Math.min(at, entries.length - 1)]

  // The first search after a start of the server waits for the index: let it be made while the reader types.
  useEffect(() => {
    fetch('/api/search').catch(() => undefined)
  }, [])
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  })

  const take = (entry: Entry | undefined, newTab = false) => {
    if (!entry) return
    if (entry.href && newTab) {
      window.open(entry.href, '_blank', 'noopener')
      return
    }
    if (entry.href) router.push(entry.href)
    else pending.current = entry.run
    onClose()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const last = entries.length - 1
    const here = Math.min(at, last)
    const to = {
      ArrowDown: here === last ? 0 : here + 1,
      ArrowUp: here === 0 ? last : here - 1,
      PageDown: Math.min(last, here + PAGE),
      PageUp: Math.max(0, here - PAGE),
    }[event.key]
    if (to !== undefined) setAt(to)
    else if (event.key === 'Enter' && !event.nativeEvent.isComposing)
      take(current, event.ctrlKey || event.metaKey)
    else return
    event.preventDefault()
  }
  const optionId = (entry: Entry) => `${ids}-${entries.indexOf(entry)}`

  return (
    <Dialog.Root open onOpenChange={(open) => open || onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-[color-mix(in_oklab,var(--ink)_30%,transparent)] dark:bg-[color-mix(in_oklab,black_60%,transparent)]" />
        <Dialog.Content
          aria-describedby={undefined}
          onOpenAutoFocus={() => {
            before.current = document.activeElement as HTMLElement | null
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            before.current?.focus()
            pending.current?.()
          }}
          className="fixed top-[8vh] left-1/2 z-50 flex max-h-[80vh] w-[min(40rem,calc(100vw-1rem))] -translate-x-1/2 flex-col rounded-md border border-hairline bg-raised shadow-float"
        >
          <Dialog.Title className="sr-only">Search and commands</Dialog.Title>
          <div className="flex items-center gap-3 border-hairline border-b px-4">
            <Search size={16} strokeWidth={1.75} className="shrink-0 text-muted" aria-hidden />
            <input
              type="text"
              role="combobox"
              aria-label="Search, or name a command"
              aria-expanded="true"
              aria-controls={`${ids}-list`}
              aria-activedescendant={current ? optionId(current) : undefined}
              aria-autocomplete="list"
              autoComplete="off"
              spellCheck={false}
              maxLength={200}
              placeholder="Search, or name a command"
              value={query}
              onChange={(event) => {
                setQuery(event.target.value)
                setAt(0)
              }}
              onKeyDown={onKeyDown}
              className="h-12 w-full min-w-0 bg-transparent text-ink outline-none"
            />
          </div>
          <div
            ref={list}
            id={`${ids}-list`}
            role="listbox"
            aria-label="Places, commands and hits"
            className="min-h-0 overflow-y-auto p-2"
          >
            {groups.map((group) => (
              // biome-ignore lint/a11y/useSemanticElements: a group of options; a fieldset has no place in a listbox.
              <div key={group.title} role="group" aria-label={group.title}>
                <p aria-hidden className="px-3 pt-3 pb-1 text-muted text-note">
                  {group.title}
                </p>
                {group.entries.map((entry) => (
                  <Option
                    key={entry.id}
                    id={optionId(entry)}
                    entry={entry}
                    isCurrent={entry === current}
                    onPoint={() => setAt(entries.indexOf(entry))}
                    onTake={(newTab) => take(entry, newTab)}
                  />
                ))}
              </div>
            ))}
          </div>
          <p role="status" className={hits.state === 'unreachable' ? 'px-5 pb-3 text-note' : 'sr-only'}>
            {said(typed, hits.state, entries.length)}
          </p>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

const PAGE = 6

function Option({
  id,
  entry: { title, note, shortcut },
  isCurrent,
  onPoint,
  onTake,
}: {
  id: string
  entry: Entry
  isCurrent: boolean
  onPoint: () => void
  onTake: (newTab: boolean) => void
}) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the focus and the keys.
    // biome-ignore lint/a11y/useFocusableInteractive: it is pointed at by aria-activedescendant.
    <div
      id={id}
      role="option"
      aria-selected={isCurrent}
      onPointerMove={isCurrent ? undefined : onPoint}
      onClick={(event) => onTake(event.ctrlKey || event.metaKey)}
      className="flex min-h-9 cursor-pointer items-center justify-between gap-4 rounded-[4px] px-3 py-1.5 aria-selected:bg-accent-wash"
    >
      <span className="min-w-0 [overflow-wrap:anywhere]">{title}</span>
      {note && <span className="shrink-0 text-muted text-note">{note}</span>}
      {shortcut && (
        <span className="shrink-0 text-muted">
          <Chord chord={shortcuts[shortcut].keys[0]} />
        </span>
      )}
    </div>
  )
}

function said(query: string, state: string, entries: number): string {
  if (state === 'unreachable')
    return 'The server did not answer, so the course is not searched. Commands and places work.'
  if (query === '' || state !== 'there') return ''
  return entries === 1 ? '1 result' : `${entries} results`
}
