'use client'
import { type RefObject, useEffect, useRef } from 'react'
import type { CodeEditor } from './make-editor.ts'
import { attachVim } from './vim.ts'

/**
 * Vim's keys in the editor while there is one. Returns the place of the status line; `hasKeys` says
 * whether the keys are Vim's by now: until they are there, and when they never come, the editor keeps its own. In normal mode, where Tab means nothing to
 * Vim, it leaves the editor: one Escape, or two, and nobody is caught in here.
 */
export function useVim(
  editor: CodeEditor | null,
  {
    hasKeys,
    onSave,
    onTabLeaves,
  }: { hasKeys: RefObject<boolean>; onSave: () => void; onTabLeaves: (leaves: boolean) => void },
): RefObject<HTMLDivElement | null> {
  const bar = useRef<HTMLDivElement>(null)
  const latest = useRef({ onSave, onTabLeaves })
  latest.current = { onSave, onTabLeaves }
  useEffect(() => {
    if (!editor || !bar.current) return
    let isNormal = false
    const free = (leaves: boolean) => {
      editor.updateOptions({ tabFocusMode: leaves })
      latest.current.onTabLeaves(leaves && editor.hasTextFocus())
    }
    const listeners = [
      editor.onDidFocusEditorText(() => hasKeys.current && free(isNormal)),
      editor.onDidBlurEditorText(() => hasKeys.current && free(isNormal)),
    ]
    const attached = attachVim(editor, bar.current, {
      onSave: () => latest.current.onSave(),
      onMode(mode) {
        hasKeys.current = true
        isNormal = mode === 'normal'
        free(isNormal)
      },
    })
    attached.catch((error: unknown) => {
      // A lost connection takes the keys from the learner, not the editor.
      console.error('The Vim keys did not load; the editor keeps its own.', error)
    })
    return () => {
      for (const listener of listeners) listener.dispose()
      void attached.then((detach) => detach()).catch(() => undefined)
      hasKeys.current = false
      isNormal = false
      free(false)
    }
  }, [editor, hasKeys])
  return bar
}
