'use client'
import { instant, type Moment } from '@/lib/gameday/index.ts'
import type { Ms } from '@/lib/sim/index.ts'

const kinds = {
  script: 'Script',
  symptom: 'Symptom',
  reaction: 'Reaction',
  recovery: 'Recovery',
} as const satisfies Record<Moment['kind'], string>

/** What happened, in words. Choosing a line puts the cursor there. */
export function Moments({
  moments,
  at,
  onAt,
}: {
  moments: readonly Moment[]
  at: Ms
  onAt: (at: Ms) => void
}) {
  return (
    <ol className="max-w-[52rem]">
      {moments.map((m) => (
        <li key={`${m.atMs} ${m.what}`} className="border-hairline border-t">
          <button
            type="button"
            aria-current={m.atMs === at ? 'time' : undefined}
            onClick={() => onAt(m.atMs)}
            className="grid w-full grid-cols-[4.5rem_1fr] gap-x-3 px-1 py-2 text-left hover:bg-sunken aria-[current]:bg-accent-wash sm:grid-cols-[4.5rem_5.5rem_1fr]"
          >
            <span className="font-mono text-note tabular-nums">{instant(m.atMs)}</span>
            <span className={`text-note ${m.kind === 'script' ? 'text-muted' : ''}`}>{kinds[m.kind]}</span>
            <span className={`col-span-2 sm:col-span-1 ${m.kind === 'script' ? 'text-muted' : ''}`}>
              {m.what}
            </span>
          </button>
        </li>
      ))}
    </ol>
  )
}
