'use client'
import { useEffect, useState } from 'react'
import type { GameDay } from '@/lib/gameday/index.ts'

/** exercises/<slug>/postmortem.ts; undefined until it is here. */
export function useGameDay(slug: string): GameDay | undefined {
  const [gameDay, setGameDay] = useState<GameDay>()
  useEffect(() => {
    let wanted = true
    // A template, so that the bundler makes a chunk of each postmortem and of nothing else in the folder.
    const loading = import(`../../../exercises/${slug}/postmortem.ts`) as Promise<{ default: GameDay }>
    void loading.then((module) => {
      if (wanted) setGameDay(() => module.default)
    })
    return () => {
      wanted = false
    }
  }, [slug])
  return gameDay
}
