'use client'
import { useEffect, useRef } from 'react'

/** The same keys outside the editor as in it. */
export function useShortcuts(o: { onRun: () => void; onSubmit: () => void; onSave: () => void }) {
  const latest = useRef(o)
  latest.current = o
  useEffect(() => {
    const onKey = (e: KeyboardEvent) => {
      if (!(e.ctrlKey || e.metaKey) || e.defaultPrevented) return
      if (e.target instanceof Element && e.target.closest('.monaco-editor')) return
      if (e.key === 'Enter') {
        e.preventDefault()
        if (e.shiftKey) latest.current.onSubmit()
        else latest.current.onRun()
      }
      if (e.key === 's') {
        e.preventDefault()
        latest.current.onSave()
      }
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}
