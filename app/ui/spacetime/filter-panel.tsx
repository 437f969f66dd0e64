'use client'
import { type RefObject, useId, useMemo } from 'react'
import type { EventId, Trace } from '@/lib/sim/index.ts'
import { defaultFilter, everything, type Filter, type FilterGroup, facets } from '@/lib/spacetime/index.ts'
import { Button } from '../button.tsx'

const groupNames = {
  messages: 'messages',
  operations: 'client operations',
  notes: 'notes (ctx.trace)',
  faults: 'faults and restarts',
  disk: 'disk',
  timers: 'timers',
  views: 'views (ctx.view)',
  console: 'console',
} satisfies Record<FilterGroup, string>

interface Props {
  trace: Trace
  nodes: readonly string[]
  filter: Filter
  onChange: (filter: Filter) => void
  /** Keys of views that can be drawn along the lanes, and the one that is. */
  tracks: readonly string[]
  track: string | null
  onTrack: (track: string | null) => void
  /** The event at the cursor: what its causes and effects are filtered by. */
  cursor: EventId | undefined
  /** The first box, for the focus. */
  first: RefObject<HTMLInputElement | null>
}

/** What gets a row. The witness stays whatever is chosen here. */
export function FilterPanel({
  trace,
  nodes,
  filter,
  onChange,
  tracks,
  track,
  onTrack,
  cursor,
  first,
}: Props) {
  const found = useMemo(() => facets(trace), [trace])
  return (
    <fieldset className="flex flex-wrap gap-x-10 gap-y-4 border-hairline border-y py-3">
      <legend className="sr-only">Filter</legend>
      <Boxes
        title="Nodes"
        first={first}
        items={nodes.map((n) => [n, n, undefined])}
        hidden={filter.hiddenNodes}
        onChange={(hiddenNodes) => onChange({ ...filter, hiddenNodes })}
      />
      <Boxes
        title="Kinds"
        items={found.groups.map(([g, n]) => [g, groupNames[g], n])}
        hidden={filter.hiddenGroups}
        onChange={(hiddenGroups) => onChange({ ...filter, hiddenGroups: hiddenGroups as FilterGroup[] })}
      />
      {found.types.length > 0 && (
        <Boxes
          title="Messages"
          items={found.types.map(([t, n]) => [t, t, n])}
          hidden={filter.hiddenTypes}
          onChange={(hiddenTypes) => onChange({ ...filter, hiddenTypes })}
        />
      )}
      <Causes filter={filter} onChange={onChange} cursor={cursor} />
      {tracks.length > 0 && <Tracks tracks={tracks} track={track} onTrack={onTrack} />}
      <div className="flex items-start gap-2">
        <Button size="small" onClick={() => onChange(everything)}>
          Show everything
        </Button>
        <Button size="small" look="quiet" onClick={() => onChange(defaultFilter)}>
          Usual view
        </Button>
      </div>
    </fieldset>
  )
}

const sides = {
  past: 'what led to the chosen event',
  future: 'what followed from it',
  both: 'either',
} as const

/** Past and future of the event at the cursor; the choice stays with that event while the cursor moves on. */
function Causes({ filter, onChange, cursor }: Pick<Props, 'filter' | 'onChange' | 'cursor'>) {
  const name = useId()
  const { cause, ...rest } = filter
  const of = cause?.of ?? cursor
  return (
    <fieldset className="min-w-28">
      <legend className="text-muted text-note">Cause</legend>
      <label className="flex min-h-6 items-center gap-2">
        <input
          type="radio"
          name={name}
          className="accent-[var(--accent)]"
          checked={cause === undefined}
          onChange={() => onChange(rest)}
        />
        everything
      </label>
      {(Object.keys(sides) as (keyof typeof sides)[]).map((side) => (
        <label key={side} className="flex min-h-6 items-center gap-2">
          <input
            type="radio"
            name={name}
            className="accent-[var(--accent)]"
            disabled={of === undefined}
            checked={cause?.side === side}
            onChange={() => of !== undefined && onChange({ ...rest, cause: { of, side } })}
          />
          {sides[side]}
        </label>
      ))}
    </fieldset>
  )
}

function Tracks({ tracks, track, onTrack }: Pick<Props, 'tracks' | 'track' | 'onTrack'>) {
  const name = useId()
  return (
    <fieldset className="min-w-28">
      <legend className="text-muted text-note">Along the lanes</legend>
      {[null, ...tracks].map((key) => (
        <label key={key ?? ''} className="flex min-h-6 items-center gap-2">
          <input
            type="radio"
            name={name}
            className="accent-[var(--accent)]"
            checked={track === key}
            onChange={() => onTrack(key)}
          />
          {key ?? 'nothing'}
        </label>
      ))}
    </fieldset>
  )
}

function Boxes(props: {
  title: string
  /** Value, name, count. */
  items: readonly (readonly [string, string, number | undefined])[]
  hidden: readonly string[]
  onChange: (hidden: string[]) => void
  first?: RefObject<HTMLInputElement | null>
}) {
  const { title, items, hidden, onChange, first } = props
  return (
    <fieldset className="min-w-28">
      <legend className="text-muted text-note">{title}</legend>
      {items.map(([value, name, count], i) => (
        <label key={value} className="flex min-h-6 items-center gap-2">
          <input
            type="checkbox"
            className="accent-[var(--accent)]"
            {...(i === 0 && first ? { ref: first } : {})}
            checked={!hidden.includes(value)}
            onChange={(e) =>
              onChange(e.target.checked ? hidden.filter((h) => h !== value) : [...hidden, value])
            }
          />
          {name}
          {count !== undefined && <span className="text-muted text-note tabular-nums">{count}</span>}
        </label>
      ))}
    </fieldset>
  )
}
