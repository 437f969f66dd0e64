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

/** By the system, or chosen here (public/theme.js). */
export function useReducedMotion(): boolean {
  return useSyncExternalStore(watchMotion, isReduced, () => true)
}

const query = '(prefers-reduced-motion: reduce)'

/** The same, asked once. */
export function isReduced(): boolean {
  return document.documentElement.dataset.motion === 'reduced' || matchMedia(query).matches
}

function watchMotion(onChange: () => void) {
  const list = matchMedia(query)
  const observer = new MutationObserver(onChange)
  list.addEventListener('change', onChange)
  observer.observe(document.documentElement, { attributeFilter: ['data-motion'] })
  return () => {
    list.removeEventListener('change', onChange)
    observer.disconnect()
  }
}
