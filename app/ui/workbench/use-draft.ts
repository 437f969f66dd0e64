'use client'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { DraftKeeper, type DraftOptions } from './draft-keeper.ts'

/** A draft that reaches the server (or this browser, without an account) seconds after the last key. */
export function useDraft(options: DraftOptions) {
  // The first page's: whoever signs in beside it gets none of this text.
  const [keeper] = useState(() => new DraftKeeper(options))
  const view = useSyncExternalStore(keeper.subscribe, keeper.view, keeper.view)
  useEffect(() => {
    const leave = keeper.start()
    window.addEventListener('pagehide', keeper.keep)
    window.addEventListener('online', keeper.backOnline)
    return () => {
      window.removeEventListener('pagehide', keeper.keep)
      window.removeEventListener('online', keeper.backOnline)
      leave()
    }
  }, [keeper])
  const { change, flush, reset, take, undo, resolve } = keeper
  return { ...view, change, flush, reset, take, undo, resolve }
}
