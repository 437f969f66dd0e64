'use client'
import { use } from 'react'
import type { GameDay } from '@/lib/gameday/index.ts'

/** The same promise at each call: React asks again with each attempt at drawing. */
const gameDays = new Map<string, Promise<GameDay>>()

/** exercises/<slug>/postmortem.ts. Suspends until it is here, so that the server tells of it as well. */
export function useGameDay(slug: string): GameDay {
  let gameDay = gameDays.get(slug)
  if (!gameDay) {
    // A template, so that the bundler makes a chunk of each postmortem and of nothing else in the folder.
    const loading = import(`../../../exercises/${slug}/postmortem.ts`) as Promise<{ default: GameDay }>
    gameDay = loading.then((module) => module.default)
    // What did not load is asked for anew by who tries again.
    gameDay.catch(() => gameDays.delete(slug))
    gameDays.set(slug, gameDay)
  }
  return use(gameDay)
}
