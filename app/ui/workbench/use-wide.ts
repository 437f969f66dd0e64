'use client'
import { useMediaQuery } from './use-media-query.ts'

/** Room for three panes. */
export function useWide(): boolean {
  return useMediaQuery('(min-width: 64rem)', true)
}
