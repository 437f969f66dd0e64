'use client'
import { useSyncExternalStore } from 'react'
import { forgetPages } from '../offline/kept-pages.ts'
import { readStored, writeStored } from '../stored.ts'

export interface AccountUser {
  id: string
  email: string
  name: string | null
  role: 'LEARNER' | 'INSTRUCTOR' | 'ADMIN'
}

/** 'unknown' until the server or this browser's memory has said who it is. */
export type Account = AccountUser | null | 'unknown'

/**
 * Who is signed in. Pages are the same for everybody, so the browser asks; what it heard last time is shown until
 * the answer is there, and decides nothing.
 */
export function useAccount(): Account {
  return useSyncExternalStore(
    watchAccount,
    () => account,
    () => 'unknown' as const,
  )
}

/**
 * The header that names the account for which this page is open, so that the server refuses what it sends once another has
 * signed in beside it. Empty for visitors, and until it is known who it is.
 */
export function accountHeader(): Record<string, string> {
  return account === null || account === 'unknown' ? {} : { 'x-faultline-account': account.id }
}

export function forgetAccount(): void {
  writeStored('account', null)
  // Where they have been is nobody else's business.
  writeStored('recent', null)
}

let account: Account = 'unknown'
let asked = false
const listeners = new Set<() => void>()

/** Calls back whenever it is known anew. The first who watches asks the server. Returns a function that stops it. */
export function watchAccount(onChange: () => void): () => void {
  listeners.add(onChange)
  if (!asked) {
    asked = true
    const remembered = readStored<AccountUser>('account')
    if (remembered) tell(remembered)
    void ask()
  }
  return () => listeners.delete(onChange)
}

async function ask() {
  try {
    const response = await fetch('/api/account')
    // Read in any case: a browser holds a connection for an answer that nobody has read.
    const { user } = (await response.json()) as { user: AccountUser | null }
    if (!response.ok) return tell(account === 'unknown' ? null : account)
    const before = readStored<AccountUser>('account')
    if (before?.id !== user?.id) void forgetPages()
    writeStored('account', user)
    tell(user)
    // After the page: what they have chosen on another device is the least urgent thing on it.
    if (user) void import('../preferences/sync.ts').then(({ followAccount }) => followAccount(user.id))
  } catch {
    // Offline: what this browser remembers is the best guess.
    tell(account === 'unknown' ? null : account)
  }
}

function tell(next: Account) {
  account = next
  for (const listener of listeners) listener()
}
