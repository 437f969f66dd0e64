'use client'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useAccount } from '../site/account-store.ts'
import { personalKey } from '../site/personal.ts'
import { readStored, writeStored } from '../stored.ts'

/** A section counts once it has been stayed in for this long: who scrolls past is not there. */
const STAY_MS = 1_500
/** Who opens a lesson and reads its beginning is in it, without having scrolled. */
const OPEN_MS = 5_000

/**
 * Where the reader stopped in this lesson: on any device for who is signed in, in this browser else. `moved` keeps the
 * section that is in view now; `finished` once the text is behind.
 */
export function usePosition(slug: string) {
  const account = useAccount()
  const id = account === 'unknown' ? undefined : (account?.id ?? null)
  const [stoppedAt, setStoppedAt] = useState<string | null>(null)
  const latest = useRef<{ section: string | null; finished: boolean } | null>(null)
  // Whoever only passes by does not go on from here.
  const stayed = useRef(false)
  const sent = useRef('')
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)

  const send = useCallback(() => {
    clearTimeout(timer.current)
    const position = latest.current
    if (!id || !position || !stayed.current) return
    const body = JSON.stringify(position)
    if (sent.current === body) return
    sent.current = body
    void fetch(`/api/progress/lessons/${slug}`, {
      method: 'PUT',
      keepalive: true,
      headers: { 'content-type': 'application/json', 'x-faultline-account': id },
      body,
    }).catch(() => {
      // Without a connection the next section, or the next visit, says it again.
      sent.current = ''
    })
  }, [slug, id])

  useEffect(() => {
    if (id === undefined) return
    const left = readStored<string>(personalKey('position', null, slug))
    if (id === null) return setStoppedAt(left)
    const here = readStored<string>(personalKey('position', id, slug)) ?? left
    let gone = false
    let opened: ReturnType<typeof setTimeout> | undefined
    void findOnServer(slug).then((there) => {
      if (gone) return
      const stopped = there?.section ?? here
      setStoppedAt(stopped)
      // What moved before the answer came is newer.
      latest.current ??= { section: stopped, finished: false }
      opened = setTimeout(() => {
        stayed.current = true
        send()
      }, OPEN_MS)
    })
    const leave = () => document.visibilityState === 'hidden' && send()
    document.addEventListener('visibilitychange', leave)
    return () => {
      gone = true
      clearTimeout(opened)
      document.removeEventListener('visibilitychange', leave)
      send()
    }
  }, [slug, id, send])

  const moved = useCallback(
    (section: string, finished: boolean) => {
      if (id !== undefined) writeStored(personalKey('position', id, slug), section)
      latest.current = { section, finished }
      clearTimeout(timer.current)
      timer.current = setTimeout(() => {
        stayed.current = true
        send()
      }, STAY_MS)
    },
    [slug, id, send],
  )
  return { stoppedAt, moved }
}

async function findOnServer(slug: string): Promise<{ section: string | null } | null> {
  try {
    const response = await fetch(`/api/progress/lessons/${slug}`)
    return response.ok ? (await response.json()).position : null
  } catch {
    return null
  }
}
