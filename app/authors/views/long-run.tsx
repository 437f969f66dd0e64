'use client'
import { useEffect, useState } from 'react'
import { SpaceTime } from '@/app/ui/spacetime/index.ts'
import type { simulateLong } from './long-program.ts'

const EVENTS_MAX = 50_000

/** `?events=5000` adds a run of so many events: what `npm run bench` scrubs through. */
export function LongRun() {
  const [run, setRun] = useState<Awaited<ReturnType<typeof simulateLong>>>()
  useEffect(() => {
    const events = Number(new URLSearchParams(location.search).get('events') ?? 0)
    if (!Number.isInteger(events) || events <= 0 || events > EVENTS_MAX) return
    let wanted = true
    void import('./long-program.ts')
      .then((m) => m.simulateLong(events))
      .then((done) => {
        if (wanted) setRun(done)
      })
    return () => {
      wanted = false
    }
  }, [])
  if (!run) return null
  return (
    <section id="long-run" data-events={run.trace.length} aria-label="A long run" className="mt-12 pb-12">
      <SpaceTime {...run} title="a long run" />
    </section>
  )
}
