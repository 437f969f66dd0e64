/** What the diagram can be told to do; buttons and keys share these. */
export type Command =
  | 'next'
  | 'previous'
  | 'first'
  | 'last'
  | 'next-fault'
  | 'previous-fault'
  | 'next-witness'
  | 'previous-witness'
  | 'cone'
  | 'filter'
  | 'time'
  | 'text'
  | 'zoom-in'
  | 'zoom-out'
  | 'help'
  | 'open-line'
  | 'clear'

/**
 * `KeyboardEvent.key` to command, in the rows of the sheet of shortcuts. Letters work only while the diagram has the focus, so
 * they collide with nothing.
 */
export const diagramKeys: readonly {
  keys: Readonly<Record<string, Command>>
  /** Those of the keys that the sheet names; the others are their likes. */
  shown: readonly string[]
  what: string
}[] = [
  {
    keys: { ArrowDown: 'next', ArrowRight: 'next', ArrowUp: 'previous', ArrowLeft: 'previous' },
    shown: ['ArrowDown', 'ArrowUp'],
    what: 'next, previous event',
  },
  { keys: { Home: 'first', End: 'last' }, shown: ['Home', 'End'], what: 'first, last event' },
  {
    keys: { w: 'next-witness', W: 'previous-witness' },
    shown: ['w'],
    what: 'next witness: an event in the conflict (Shift: previous)',
  },
  {
    keys: { f: 'next-fault', F: 'previous-fault' },
    shown: ['f'],
    what: 'next fault (Shift: previous)',
  },
  { keys: { c: 'cone' }, shown: ['c'], what: 'dim all that is concurrent with the event' },
  { keys: { Enter: 'open-line' }, shown: ['Enter'], what: 'go to the line of code' },
  { keys: { t: 'time' }, shown: ['t'], what: 'true time, or one row per event' },
  { keys: { '+': 'zoom-in', '=': 'zoom-in', '-': 'zoom-out' }, shown: ['+', '-'], what: 'zoom' },
  { keys: { '/': 'filter' }, shown: ['/'], what: 'filter nodes, messages and kinds of events' },
  { keys: { l: 'text' }, shown: ['l'], what: 'list of all events as text' },
  { keys: { Escape: 'clear' }, shown: ['Escape'], what: 'close, clear' },
  { keys: { '?': 'help' }, shown: ['?'], what: 'these keys' },
]

const commandOfKey: Readonly<Record<string, Command>> = Object.assign(
  Object.create(null),
  ...diagramKeys.map(({ keys }) => keys),
)

export function commandFor(e: {
  key: string
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
}): Command | undefined {
  return e.ctrlKey || e.metaKey || e.altKey ? undefined : commandOfKey[e.key]
}
