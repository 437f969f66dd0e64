'use client'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { DraftKeeper } from './draft-keeper.ts'
import type { DraftOptions } from './draft-view.ts'
import { addOpenDraft } from './open-drafts.ts'

/** A draft that reaches the server (or this browser, without an account) seconds after the last key. */
export function useDraft(options: DraftOptions) {
  // The first page's: whoever signs in beside it gets none of this text.
  const [keeper] = useState(() => new DraftKeeper(options))
  const view = useSyncExternalStore(keeper.subscribe, keeper.view, keeper.view)
  useEffect(() => {
    const leave = keeper.start()
    const forget = addOpenDraft(keeper.flush)
    const turn = () => (document.visibilityState === 'hidden' ? keeper.hide() : keeper.wake())
    const stay = (event: Event) => keeper.wouldLose() && event.preventDefault()
    const listens: [EventTarget, string, (event: Event) => void][] = [
      [window, 'beforeunload', stay],
      [window, 'pagehide', keeper.keep],
      // Back from the back/forward cache, without having been loaded.
      [window, 'pageshow', keeper.wake],
      [window, 'online', keeper.backOnline],
      [window, 'storage', keeper.follow],
      [document, 'visibilitychange', turn],
    ]
    for (const [target, event, listener] of listens) target.addEventListener(event, listener)
    return () => {
      for (const [target, event, listener] of listens) target.removeEventListener(event, listener)
      forget()
      leave()
    }
  }, [keeper])
  const { change, flush, reset, take, undo, resolve } = keeper
  return { ...view, change, flush, reset, take, undo, resolve }
}
