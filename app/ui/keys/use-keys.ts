'use client'
import { useEffect, useRef } from 'react'
import { getPreferences } from '../preferences/store.ts'
import { isPressed, isSingle, type ShortcutId } from './shortcuts.ts'

type Bindings = Partial<Record<ShortcutId, () => void>>

/**
 * Binds shortcuts to the whole page while the component stands. Where text is typed, bare keys are text; what a part of the page
 * has handled itself is left alone, except with `first`: then they come before everything else on the page.
 */
export function useKeys(bindings: Bindings, { first = false }: { first?: boolean } = {}): void {
  const latest = useRef(bindings)
  latest.current = bindings
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.repeat) return
      const ids = Object.keys(latest.current) as ShortcutId[]
      const id = ids.find((candidate) => isPressed(candidate, event))
      if (!id || (!first && !isFor(id, event.target))) return
      event.preventDefault()
      if (first) event.stopPropagation()
      latest.current[id]?.()
    }
    window.addEventListener('keydown', onKey, { capture: first })
    return () => window.removeEventListener('keydown', onKey, { capture: first })
  }, [first])
}

function isFor(id: ShortcutId, target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return true
  // A dialog is a page of its own; the editor has these keys itself.
  if (target.closest('[role="dialog"], .monaco-editor')) return false
  if (!isSingle(id)) return true
  return (
    getPreferences().singleKeys &&
    target.closest(
      'input, textarea, select, [contenteditable="true"], [role="menu"], [role="application"]',
    ) === null
  )
}
