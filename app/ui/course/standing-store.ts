'use client'
import { useCallback, useSyncExternalStore } from 'react'
import type { Resume, Standing, Standings } from '@/lib/paths/index.ts'
import { useAccount } from '../site/account-store.ts'

export interface OwnStanding {
  standings: Standings
  resume: Resume | null
}

/**
 * Where the learner stands. Null for visitors, until the answer is there, and when none comes: the pages of the course are
 * the same for everybody, and this is added to them.
 */
export function useStanding(): OwnStanding | null {
  const account = useAccount()
  const id = account === 'unknown' ? undefined : account?.id
  // The same function as long as it is the same account: another one would be taken for another store, and asked anew.
  const subscribe = useCallback((onChange: () => void) => watch(id, onChange), [id])
  const known = useSyncExternalStore(
    subscribe,
    () => current,
    () => null,
  )
  return id !== undefined && known?.account === id ? known : null
}

export function useStandingOf(slug: string): Standing | undefined {
  return useStanding()?.standings[slug]
}

let current: (OwnStanding & { account: string }) | null = null
let asked: string | undefined
const listeners = new Set<() => void>()

function watch(account: string | undefined, onChange: () => void) {
  // Whoever comes back to a page of the course has done something in between.
  if (listeners.size === 0) asked = undefined
  listeners.add(onChange)
  if (account !== undefined && asked !== account) {
    asked = account
    void ask(account)
  }
  return () => listeners.delete(onChange)
}

async function ask(account: string) {
  try {
    const response = await fetch('/api/progress/standing')
    // Read in any case: a browser holds a connection for an answer that nobody has read.
    const answer = (await response.json()) as OwnStanding
    if (!response.ok) return
    current = { account, ...answer }
    for (const listener of listeners) listener()
  } catch {
    // Without a connection the page says what it says to everybody.
  }
}
