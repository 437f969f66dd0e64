'use client'
import { useSyncExternalStore } from 'react'

/**
 * A small JSON value kept in this browser under a key: reading positions, quiz answers. Returns null on the server,
 * when nothing is stored and when storage is blocked; writing then does nothing.
 */
export function useStored<T>(key: string): [T | null, (value: T | null) => void] {
  const text = useSyncExternalStore(
    watchStorage,
    () => readText(key),
    () => null,
  )
  const write = (value: T | null) => {
    writeStored(key, value)
    for (const listener of listeners) listener()
  }
  return [parse<T>(text), write]
}

/** The same without following changes, for effects. */
export function readStored<T>(key: string): T | null {
  return parse<T>(readText(key))
}

/** Whether it is stored: storage may be blocked or full. */
export function writeStored(key: string, value: unknown): boolean {
  try {
    if (value === null) localStorage.removeItem(prefix + key)
    else localStorage.setItem(prefix + key, JSON.stringify(value))
    return true
  } catch {
    // What is kept here is mostly a comfort: the page goes on without it.
    return false
  }
}

const prefix = 'faultline:'
const listeners = new Set<() => void>()

function watchStorage(onChange: () => void) {
  listeners.add(onChange)
  window.addEventListener('storage', onChange)
  return () => {
    listeners.delete(onChange)
    window.removeEventListener('storage', onChange)
  }
}

function readText(key: string): string | null {
  try {
    return localStorage.getItem(prefix + key)
  } catch {
    return null
  }
}

function parse<T>(text: string | null): T | null {
  try {
    return text === null ? null : (JSON.parse(text) as T)
  } catch {
    return null
  }
}
