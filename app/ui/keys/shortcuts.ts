/**
 * Every shortcut that a page of ours binds outside of the diagram (whose keys are app/ui/spacetime/keys.ts). Handlers look
 * their keys up here and the sheet of shortcuts is drawn from here, so neither can lie about the other.
 *
 * `Mod` is ⌘ on a Mac and Ctrl elsewhere; the last part is a `KeyboardEvent.key`.
 */
export const shortcuts = {
  palette: { where: 'anywhere', keys: ['Mod+k'], what: 'search, go somewhere, do something' },
  sheet: { where: 'anywhere', keys: ['?'], what: 'this list' },
  run: { where: 'workbench', keys: ['Mod+Enter'], what: 'run the visible suite' },
  submit: { where: 'workbench', keys: ['Mod+Shift+Enter'], what: 'submit' },
  save: { where: 'workbench', keys: ['Mod+s'], what: 'save now' },
  'leave-editor': {
    where: 'editor',
    keys: ['Escape'],
    what: 'Tab leaves the editor, until the next other key (with Vim keys: in normal mode)',
  },
  'editor-commands': { where: 'editor', keys: ['F1'], what: 'all commands of the editor' },
  'editor-find': { where: 'editor', keys: ['Mod+f'], what: 'find in the code' },
  'review-choose': {
    where: 'review',
    keys: ['1', '2', '3', '4'],
    what: 'choose an answer (up to 9, if there are as many); afterwards, say how well you knew it',
  },
  'review-go': { where: 'review', keys: ['Enter'], what: 'check the answer, go on' },
  'change-next': { where: 'comparison', keys: ['n'], what: 'next change' },
  'change-previous': { where: 'comparison', keys: ['p'], what: 'previous change' },
  'picture-step': {
    where: 'picture',
    keys: ['ArrowLeft', 'ArrowRight'],
    what: 'go through what is drawn, or turn a knob',
  },
  'map-step': {
    where: 'map',
    keys: ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'],
    what: 'to a related pattern in that direction',
  },
  'map-zoom': { where: 'map', keys: ['+', '-'], what: 'zoom' },
} as const satisfies Record<string, { where: Where; keys: readonly string[]; what: string }>

export type ShortcutId = keyof typeof shortcuts

/** Parts of the site; all but the first three have their keys only while the focus is in them, or on their page. */
export type Where = 'anywhere' | 'workbench' | 'editor' | 'review' | 'comparison' | 'picture' | 'map'

interface Pressed {
  key: string
  ctrlKey: boolean
  metaKey: boolean
  shiftKey: boolean
  altKey: boolean
}

export function isPressed(id: ShortcutId, event: Pressed): boolean {
  return shortcuts[id].keys.some((chord) => fits(chord, event))
}

/** Whether it is a bare key, which people who dictate or slip may not want (WCAG 2.2, 2.1.4). */
export function isSingle(id: ShortcutId): boolean {
  return shortcuts[id].keys.every((chord) => !chord.startsWith('Mod+'))
}

function fits(chord: string, { key, ctrlKey, metaKey, shiftKey, altKey }: Pressed): boolean {
  const parts = chord.split('+')
  const wanted = parts.at(-1) ?? ''
  const mod = parts.includes('Mod')
  // A character such as ? is what the layout makes of its keys: Shift is part of it.
  const isCharacter = !mod && wanted.length === 1
  return (
    key.toLowerCase() === wanted.toLowerCase() &&
    (ctrlKey || metaKey) === mod &&
    (isCharacter || shiftKey === parts.includes('Shift')) &&
    !altKey
  )
}

/** As it is printed on the key. */
export function keyName(part: string, isMac: boolean): string {
  const names: Record<string, string> = {
    Mod: isMac ? '⌘' : 'Ctrl',
    Escape: 'Esc',
    ArrowDown: '↓',
    ArrowUp: '↑',
    ArrowLeft: '←',
    ArrowRight: '→',
  }
  return names[part] ?? (part.length === 1 ? part.toUpperCase() : part)
}
