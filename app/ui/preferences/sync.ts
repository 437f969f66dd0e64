'use client'
import type { Chosen } from '@/lib/preferences/index.ts'
import { readStored, writeStored } from '../stored.ts'
import { choose, readChosen, watch } from './store.ts'

/** What this account's choices were when the server last told, to know which ones were made here since. */
interface Heard {
  account: string
  chosen: Chosen
}

const KEY = 'preferences-heard'
const WAIT_MS = 400
let following: string | undefined

/**
 * Brings the account's choices to this browser and carries what is chosen here to the account, from now on. On a browser
 * that sees the account for the first time the account's choices win, and what it has not chosen is taken from here.
 */
export async function followAccount(account: string): Promise<void> {
  if (following === account) return
  following = account
  const server = await ask()
  if (!server) {
    // The next page asks again; what is chosen until then is kept as a difference to what was heard.
    following = undefined
    return
  }
  const heard = readStored<Heard>(KEY)
  const here = readChosen()
  const mine = heard?.account === account ? difference(here, heard.chosen) : missing(here, server)
  writeStored(KEY, { account, chosen: server })
  choose({ ...server, ...mine })
  let timer: ReturnType<typeof setTimeout> | undefined
  const send = async () => {
    const base = readStored<Heard>(KEY)
    if (base?.account !== account) return
    const changed = difference(readChosen(), base.chosen)
    if (Object.keys(changed).length === 0) return
    const chosen = await ask({ account, changed })
    if (chosen) writeStored(KEY, { account, chosen })
  }
  watch(() => {
    clearTimeout(timer)
    timer = setTimeout(send, WAIT_MS)
  })
  await send()
}

function difference(here: Chosen, there: Chosen): Chosen {
  const entries = Object.entries(here).filter(([name, value]) => there[name as keyof Chosen] !== value)
  return Object.fromEntries(entries)
}

function missing(here: Chosen, there: Chosen): Chosen {
  return Object.fromEntries(Object.entries(here).filter(([name]) => !(name in there)))
}

/** Null when the server did not take it: a comfort, so the page goes on without it. */
async function ask(patch?: { account: string; changed: Chosen }): Promise<Chosen | null> {
  try {
    const response = await fetch(
      '/api/preferences',
      patch && {
        method: 'PATCH',
        headers: { 'content-type': 'application/json', 'x-faultline-account': patch.account },
        body: JSON.stringify(patch.changed),
      },
    )
    return response.ok ? ((await response.json()) as { chosen: Chosen }).chosen : null
  } catch {
    return null
  }
}
