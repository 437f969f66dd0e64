import type { Command } from '../keys/commands.ts'
import type { ShortcutId } from '../keys/shortcuts.ts'
import { choose, getPreferences } from '../preferences/store.ts'
import { places } from '../site/places.ts'
import { openPanel, readRecent } from './store.ts'

/** One row of the palette: somewhere to go or something to do. */
export interface Entry {
  /** Unique in the list. */
  id: string
  title: string
  /** What it is, at the right. */
  note?: string
  words?: string
  shortcut?: ShortcutId
  href?: string
  run?: () => void
}

export interface Group {
  title: string
  entries: Entry[]
}

/** What there is before anything is typed: the pages one comes from, what can be done here, where one can go. */
export function startGroups(commands: readonly Command[], pathname: string): Group[] {
  return [
    { title: 'Recent', entries: recentEntries(pathname).slice(0, 5) },
    { title: 'On this page', entries: commands.map(toEntry) },
    { title: 'Go to', entries: placeEntries(pathname) },
    { title: 'Everywhere', entries: everywhere().map(toEntry) },
  ].filter(({ entries }) => entries.length > 0)
}

/** The same, as far as it fits what is typed; search adds what the course says. */
export function matchingGroups(commands: readonly Command[], pathname: string, query: string): Group[] {
  const fits = (entry: Entry) => fitsQuery(`${entry.title} ${entry.words ?? ''}`, query)
  const actions = [...commands, ...everywhere()].map(toEntry)
  return [
    { title: 'Recent', entries: recentEntries(pathname).filter(fits).slice(0, 3) },
    { title: 'Do', entries: actions.filter(fits).slice(0, 6) },
    { title: 'Go to', entries: placeEntries(pathname).filter(fits).slice(0, 4) },
  ].filter(({ entries }) => entries.length > 0)
}

/** Whether each typed word begins a word of the text. */
export function fitsQuery(text: string, query: string): boolean {
  const words = text.toLowerCase().split(/[^\p{L}\p{N}]+/u)
  const typed = query
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
  return typed.length > 0 && typed.every((part) => words.some((word) => word.startsWith(part)))
}

function recentEntries(pathname: string): Entry[] {
  return readRecent()
    .filter(({ href }) => href !== pathname)
    .map(({ href, title }) => ({ id: `recent ${href}`, title, href }))
}

function placeEntries(pathname: string): Entry[] {
  return places
    .filter(({ href }) => href !== pathname)
    .map(({ label, href, about, words = '' }) => ({
      id: `place ${href}`,
      title: label,
      href,
      words: `${words} ${about}`,
    }))
}

function everywhere(): Command[] {
  const { theme, vim, editor, motion } = getPreferences()
  const themes = { light: 'light', dark: 'dark', system: 'of the system' } as const
  const otherThemes = (['light', 'dark', 'system'] as const).filter((name) => name !== theme)
  return [
    ...otherThemes.map((name) => ({
      title: `Theme: ${themes[name]}`,
      words: 'toggle appearance colours mode',
      run: () => choose({ theme: name }),
    })),
    {
      title: vim ? 'Vim keys: off' : 'Vim keys: on',
      words: 'toggle vi mode editor',
      run: () => choose({ vim: !vim }),
    },
    {
      title: editor === 'plain' ? 'Editor: full' : 'Editor: plain text',
      words: 'toggle textarea screen reader accessibility',
      run: () => choose({ editor: editor === 'plain' ? 'full' : 'plain' }),
    },
    {
      title: motion === 'reduced' ? 'Motion: as the system' : 'Motion: reduced',
      words: 'toggle animation accessibility',
      run: () => choose({ motion: motion === 'reduced' ? 'system' : 'reduced' }),
    },
    {
      title: 'Shortcuts',
      words: 'keyboard keys help list sheet',
      shortcut: 'sheet',
      run: () => openPanel('sheet'),
    },
  ]
}

function toEntry(command: Command): Entry {
  return { id: `do ${command.title}`, ...command }
}
