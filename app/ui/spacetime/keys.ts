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

/** `KeyboardEvent.key` to command. Letters work only while the diagram has the focus, so they collide with nothing. */
export const commandOfKey = {
  ArrowDown: 'next',
  ArrowRight: 'next',
  ArrowUp: 'previous',
  ArrowLeft: 'previous',
  Home: 'first',
  End: 'last',
  f: 'next-fault',
  F: 'previous-fault',
  w: 'next-witness',
  W: 'previous-witness',
  c: 'cone',
  '/': 'filter',
  t: 'time',
  l: 'text',
  '+': 'zoom-in',
  '=': 'zoom-in',
  '-': 'zoom-out',
  '?': 'help',
  Enter: 'open-line',
  Escape: 'clear',
} as const satisfies Record<string, Command>

export function commandFor(e: {
  key: string
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
}): Command | undefined {
  if (e.ctrlKey || e.metaKey || e.altKey) return undefined
  return Object.hasOwn(commandOfKey, e.key) ? commandOfKey[e.key as keyof typeof commandOfKey] : undefined
}

/** For the sheet of shortcuts. */
export const keySheet: readonly (readonly [readonly string[], string])[] = [
  [['↓', '↑'], 'next, previous event'],
  [['Home', 'End'], 'first, last event'],
  [['w'], 'next witness: an event in the conflict (Shift: previous)'],
  [['f'], 'next fault (Shift: previous)'],
  [['c'], 'dim all that is concurrent with the event'],
  [['Enter'], 'go to the line of code'],
  [['t'], 'true time, or one row per event'],
  [['+', '-'], 'zoom'],
  [['/'], 'filter nodes, messages and kinds of events'],
  [['l'], 'list of all events as text'],
  [['Esc'], 'close, clear'],
  [['?'], 'this sheet'],
]
