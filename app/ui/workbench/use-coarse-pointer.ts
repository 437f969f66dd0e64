'use client'
import { useMediaQuery } from './use-media-query.ts'

/** Phones and tablets: Monaco does not support them, so they get a plain text area. */
export function useCoarsePointer(): boolean {
  return useMediaQuery('(pointer: coarse)', false)
}
