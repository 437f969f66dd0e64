'use client'
import { useEffect, useState } from 'react'
import { runIn, type SharedRun } from './permalink.ts'

/** The run that the page's address carries, read once; null while and where there is none. */
export function useSharedRun(): { shared: SharedRun | null | 'damaged'; dismiss: () => void } {
  const [shared, setShared] = useState<SharedRun | null | 'damaged'>(null)
  useEffect(() => {
    let wanted = true
    void runIn(location.hash).then((run) => {
      if (wanted) setShared(run)
    })
    return () => {
      wanted = false
    }
  }, [])
  const dismiss = () => {
    setShared(null)
    history.replaceState(history.state, '', location.pathname + location.search)
  }
  return { shared, dismiss }
}
