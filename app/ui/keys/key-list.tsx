'use client'
import { useSyncExternalStore } from 'react'
import { keyName } from './shortcuts.ts'

/** Keys and what they do. Each entry of `keys` is a chord such as `Mod+Shift+Enter`, or a bare key. */
export function KeyList({ rows }: { rows: readonly { keys: readonly string[]; what: string }[] }) {
  return (
    <dl className="grid grid-cols-[minmax(5rem,auto)_1fr] sm:grid-cols-[10.5rem_1fr] items-baseline gap-x-6 gap-y-2">
      {rows.map(({ keys, what }) => (
        <div key={what} className="contents">
          <dt className="flex flex-wrap gap-2">
            {keys.map((chord) => (
              <Chord key={chord} chord={chord} />
            ))}
          </dt>
          <dd>{what}</dd>
        </div>
      ))}
    </dl>
  )
}

export function Chord({ chord }: { chord: string }) {
  const isMac = useSyncExternalStore(never, isAppleKeyboard, () => false)
  const isBare = !chord.includes('Mod+')
  const parts = chord === '+' ? ['+'] : chord.split('+')
  return (
    <span className="inline-flex gap-1 whitespace-nowrap">
      {parts.map((part) => (
        <kbd key={part} className="rounded-md border border-stroke px-1.5 font-mono text-note">
          {/* A bare letter is pressed as it stands: w is not Shift and W. */}
          {isBare && part.length === 1 ? part : keyName(part, isMac)}
        </kbd>
      ))}
    </span>
  )
}

const never = () => () => undefined

function isAppleKeyboard(): boolean {
  return /Mac|iPhone|iPad/.test(navigator.platform)
}
