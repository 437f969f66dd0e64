'use client'
import { getPreferences, usePreferences } from '../preferences/store.ts'
import { useMediaQuery } from './use-media-query.ts'

const FINE = '(pointer: fine)'

/** Whether a text area takes the editor's place: on phones and tablets, which Monaco does not support, and by choice. */
export function usePlainEditor(): boolean {
  const coarse = useMediaQuery('(pointer: coarse)', false)
  const { editor } = usePreferences()
  return coarse || editor === 'plain'
}

/** Whether the full editor will be wanted, asked before React is there. */
export function wantsFullEditor(): boolean {
  return matchMedia(FINE).matches && getPreferences().editor === 'full'
}
