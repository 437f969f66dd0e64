'use client'
import { useCallback, useEffect, useRef, useState } from 'react'
import { browserDisk } from './disk.ts'
import { keptValues } from './values.ts'

/** What is being written is kept as often. */
const KEEP_EVERY_MS = 1_000

/**
 * Text that somebody is writing and has not sent: in this browser under `key`, also when it ends without notice, until it is set to ''.
 * A browser that keeps nothing shows it all the same; so does a null `key`.
 */
export function useUnsent(key: string | null, initial = ''): [string, (text: string) => void] {
  const [text, show] = useState(initial)
  const [values] = useState(() => keptValues(browserDisk()))
  const typed = useRef<string | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)

  const keep = useCallback(() => {
    clearTimeout(timer.current)
    timer.current = undefined
    if (key === null || typed.current === null) return
    if (typed.current === '') void values.forget(key)
    else void values.write(key, typed.current)
  }, [key, values])

  useEffect(() => {
    if (key === null) return
    let isHere = true
    typed.current = null
    const take = () => {
      const kept = values.read<string>(key)
      if (isHere && typed.current === null && kept !== null) show(kept)
    }
    take()
    void values.load([key])?.then(take)
    const leave = () => timer.current && keep()
    window.addEventListener('pagehide', leave)
    document.addEventListener('visibilitychange', leave)
    return () => {
      isHere = false
      leave()
      window.removeEventListener('pagehide', leave)
      document.removeEventListener('visibilitychange', leave)
    }
  }, [key, values, keep])

  const change = useCallback(
    (next: string) => {
      show(next)
      typed.current = next
      if (next === '') keep()
      else timer.current ??= setTimeout(keep, KEEP_EVERY_MS)
    },
    [keep],
  )
  return [text, change]
}
