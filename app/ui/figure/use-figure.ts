'use client'
import { createContext, useContext, useSyncExternalStore } from 'react'

export interface FigureState {
  /** True while the figure may move by itself: on screen, and the reader has not asked for less motion. */
  running: boolean
  visible: boolean
  reducedMotion: boolean
}

export const FigureContext = createContext<FigureState>({
  running: false,
  visible: false,
  reducedMotion: true,
})

export function useFigure(): FigureState {
  return useContext(FigureContext)
}

export function useReducedMotion(): boolean {
  return useSyncExternalStore(
    watchMotion,
    () => matchMedia(query).matches,
    () => true,
  )
}

const query = '(prefers-reduced-motion: reduce)'

function watchMotion(onChange: () => void) {
  const list = matchMedia(query)
  list.addEventListener('change', onChange)
  return () => list.removeEventListener('change', onChange)
}
