/**
 * Values that this browser keeps by key: at once where other tabs see them (localStorage), and moments later where they survive
 * the browser's sudden end (`Disk`). What neither takes stays in this page.
 */
import { readStored, writeStored } from '../stored.ts'
import type { Disk, Entry } from './disk.ts'

/** A browser whose disk does not answer by then opens with what it has in localStorage. */
export const DISK_TIMEOUT_MS = 4_000

export interface Kept {
  read<T>(key: string): T | null
  /** Resolves with whether the browser has it. In localStorage it is at once. */
  write(key: string, value: unknown): Promise<boolean>
  /** Leaves nothing of it but, on the disk, that it is gone: older values may come back. */
  forget(key: string): Promise<void>
  /** Takes over what the disk knows and localStorage has not got, or only older. Null where there is no disk to wait for. */
  load(keys: readonly string[]): Promise<void> | null
  /** All that begin so. */
  keys(prefix: string): Promise<string[]>
}

const STORED = 'faultline:'

export function keptValues(disk: Disk | null): Kept {
  // Of a browser whose localStorage is full or blocked, while this page stands.
  const unstored = new Map<string, Entry>()

  function entryOf(key: string): Entry | null {
    const stored = entryFrom(readStored<unknown>(key))
    const own = unstored.get(key)
    return own && own.n > (stored?.n ?? 0) ? own : stored
  }

  function store(key: string, entry: Entry): boolean {
    const isStored = writeStored(key, entry)
    if (isStored) unstored.delete(key)
    else unstored.set(key, entry)
    return isStored
  }

  return {
    read: <T>(key: string) => (entryOf(key)?.value ?? null) as T | null,
    async write(key, value) {
      // Later than all before it, though the clock was put back; and after a tab that knew of other writes, by the clock.
      const entry = { n: Math.max((entryOf(key)?.n ?? 0) + 1, Date.now()), value }
      const isStored = store(key, entry)
      const isOnDisk = disk ? await inTime(disk.write(key, entry), false) : false
      return isStored || isOnDisk
    },
    async forget(key) {
      const n = Math.max((entryOf(key)?.n ?? 0) + 1, Date.now())
      writeStored(key, null)
      unstored.delete(key)
      if (disk) await inTime(disk.write(key, { n, value: null }), false)
    },
    load(keys) {
      if (!disk) return null
      return inTime(disk.read(keys), new Map<string, Entry>()).then((found) => {
        for (const [key, entry] of found) if (entry.n > (entryOf(key)?.n ?? 0)) store(key, entry)
      })
    },
    async keys(prefix) {
      const names = new Set(disk ? await inTime(disk.keys(), []) : [])
      try {
        for (const name of Object.keys(localStorage))
          if (name.startsWith(STORED)) names.add(name.slice(STORED.length))
      } catch {
        // Storage is blocked: nothing was kept in it.
      }
      return [...names].filter((name) => name.startsWith(prefix))
    },
  }
}

/** Texts of before there was a number lie there bare. */
function entryFrom(stored: unknown): Entry | null {
  if (stored === null) return null
  const isEntry = typeof stored === 'object' && 'n' in stored && 'value' in stored
  return isEntry ? (stored as Entry) : { n: 0, value: stored }
}

/** What it gives, or `otherwise` when it fails or takes too long. */
function inTime<T>(work: Promise<T>, otherwise: T): Promise<T> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(otherwise), DISK_TIMEOUT_MS)
    work
      .catch(() => otherwise)
      .then((value) => {
        clearTimeout(timer)
        resolve(value)
      })
  })
}
