'use client'
import { useSyncExternalStore } from 'react'
import type { Chosen, Preferences } from '@/lib/preferences/index.ts'
import { readStored, writeStored } from '../stored.ts'

/** What holds where nothing was chosen. */
export const defaults: Preferences = {
  theme: 'system',
  reading: 'regular',
  codePx: 14,
  motion: 'system',
  editor: 'full',
  vim: false,
  singleKeys: true,
}

/**
 * The reader's preferences, kept in this browser; sync.ts carries them to the account and back. public/theme.js reads the
 * same entry before the first paint and puts what styles depend on into the root element's data attributes, as `apply` does.
 */
export function usePreferences(): Preferences {
  return useSyncExternalStore(watch, current, () => defaults)
}

export function getPreferences(): Preferences {
  return current()
}

/** Takes the choices over, shows them, keeps them. */
export function choose(patch: Chosen): void {
  chosen = { ...readChosen(), ...patch }
  writeStored(KEY, chosen)
  tell()
}

/** What was chosen in this browser, without the defaults. */
export function readChosen(): Chosen {
  return readStored<Chosen>(KEY) ?? chosen
}

/** Calls back after every change, of another tab too. Returns a function that stops it. */
export function watch(onChange: () => void): () => void {
  if (listeners.size === 0) addEventListener('storage', tell)
  listeners.add(onChange)
  return () => {
    listeners.delete(onChange)
    if (listeners.size === 0) removeEventListener('storage', tell)
  }
}

const KEY = 'preferences'
/** Holds the choices where the browser's storage is blocked. */
let chosen: Chosen = {}
let snapshot: { text: string; value: Preferences } = { text: '{}', value: defaults }
const listeners = new Set<() => void>()

/** The same object until something changes, as React wants it. */
function current(): Preferences {
  const now = readChosen()
  const text = JSON.stringify(now)
  if (text !== snapshot.text) snapshot = { text, value: { ...defaults, ...now } }
  return snapshot.value
}

function tell() {
  apply(current())
  for (const listener of listeners) listener()
}

/** Attributes that styles know (app/ui/tokens.css). One that is absent stands for the default. */
function apply({ theme, reading, codePx, motion }: Preferences) {
  const { dataset } = document.documentElement
  const attributes = { theme, reading, code: String(codePx), motion }
  const absent = { theme: 'system', reading: 'regular', code: '14', motion: 'system' }
  for (const name of Object.keys(attributes) as (keyof typeof attributes)[]) {
    if (attributes[name] === absent[name]) delete dataset[name]
    else dataset[name] = attributes[name]
  }
}
