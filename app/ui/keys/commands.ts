'use client'
import { useEffect, useRef } from 'react'
import type { ShortcutId } from './shortcuts.ts'

/** Something that the page can do now, for the command palette. */
export interface Command {
  title: string
  /** Further words that people look for it by. */
  words?: string
  shortcut?: ShortcutId
  run: () => void
}

/** Offers commands in the palette while the component stands; they are read when it opens. */
export function useCommands(commands: readonly Command[]): void {
  const latest = useRef(commands)
  latest.current = commands
  useEffect(() => {
    sources.add(latest)
    return () => {
      sources.delete(latest)
    }
  }, [])
}

export function listCommands(): Command[] {
  return [...sources].flatMap(({ current }) => current)
}

const sources = new Set<{ readonly current: readonly Command[] }>()
