'use client'
import { useEffect, useState } from 'react'
import type { FoundHit } from '@/app/search/site-search.ts'
import { kindNames } from '../search/kind-names.ts'
import type { Entry } from './entries.ts'

export type Hits = { state: 'idle' | 'asking' | 'there' | 'unreachable'; query: string; entries: Entry[] }

const NONE: Hits = { state: 'idle', query: '', entries: [] }
const WAIT_MS = 90

/** What search finds for the query; keeps the last answer until the next one is there, so that nothing jumps. */
export function useHits(query: string): Hits {
  const [hits, setHits] = useState<Hits>(NONE)
  const asked = query.trim()
  useEffect(() => {
    if (asked === '') return setHits(NONE)
    const asking = new AbortController()
    setHits((now) => ({ ...now, state: 'asking' }))
    const timer = setTimeout(async () => {
      try {
        const response = await fetch(`/api/search?q=${encodeURIComponent(asked.slice(0, 200))}`, {
          signal: asking.signal,
        })
        if (!response.ok) throw new Error(`search answered ${response.status}`)
        const { hits: found } = (await response.json()) as { hits: FoundHit[] }
        setHits({ state: 'there', query: asked, entries: found.flatMap(entriesOf) })
      } catch {
        if (!asking.signal.aborted) setHits({ state: 'unreachable', query: asked, entries: [] })
      }
    }, WAIT_MS)
    return () => {
      clearTimeout(timer)
      asking.abort()
    }
  }, [asked])
  return hits
}

/** The first hit with its best section; of the others whichever of the two has the words. */
function entriesOf({ kind, href, title, excerpt, sections }: FoundHit, at: number): Entry[] {
  const note = kindNames[kind].one
  const whole: Entry = { id: `hit ${kind} ${href}`, title, note, href }
  const [best] = sections
  if (!best) return [whole]
  const section: Entry = {
    id: `hit ${kind} ${best.href}`,
    title: `${title}: ${best.heading}`,
    note,
    href: best.href,
  }
  if (at === 0) return [whole, section]
  return [excerpt.some(({ marked }) => marked) ? whole : section]
}
