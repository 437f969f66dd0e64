import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { sheet } from '../../app/ui/keys/sheet.tsx'
import { isPressed, isSingle, type ShortcutId, shortcuts } from '../../app/ui/keys/shortcuts.ts'
import { commandFor, diagramKeys } from '../../app/ui/spacetime/keys.ts'

const app = join(import.meta.dirname, '../../app')
const ids = Object.keys(shortcuts) as ShortcutId[]
const none = { ctrlKey: false, metaKey: false, shiftKey: false, altKey: false }

describe('the sheet of shortcuts', () => {
  const rows = sheet.flatMap((section) => section.rows)

  test.each(ids)('lists %s with the keys that its handler looks up', (id) => {
    expect(rows).toContainEqual(
      expect.objectContaining({ keys: shortcuts[id].keys, what: shortcuts[id].what }),
    )
  })

  test('lists every command of the diagram by keys that do it', () => {
    for (const { keys, shown, what } of diagramKeys) {
      expect(rows).toContainEqual({ keys: shown, what })
      const done = new Set(shown.map((key) => commandFor({ key, ...none })))
      for (const command of Object.values(keys))
        expect(done.has(command) || what.includes('Shift'), `${what}: ${command}`).toBe(true)
    }
  })

  test('says each thing once', () => {
    for (const { title, rows: own } of sheet)
      expect(new Set(own.map(({ what }) => what)).size, title).toBe(own.length)
  })
})

/** Files that handle keys themselves, and why no row of the sheet is missing for it. */
const HANDLERS: Readonly<Record<string, string>> = {
  'ui/keys/use-keys.ts': 'looks everything up in the table',
  'ui/palette/host.tsx': 'fetches the palette while Ctrl is held',
  'ui/palette/palette.tsx': 'a combobox, after the ARIA pattern',
  'ui/spacetime/space-time.tsx': 'looks everything up in the table of the diagram',
  'ui/views/picture-view.tsx': 'arrows through what is drawn: a row of its own',
  'ui/library/pattern-map.tsx': 'arrows from pattern to pattern, + and - to zoom: a row of its own',
  'ui/diff/diff.tsx': 'looks everything up in the table',
  'ui/notes/event-notes.tsx': 'keeps the keys of its field from the diagram around it',
  'ui/notes/place-notes.tsx': 'sends the form from its field',
  'ui/notes/section-notes.tsx': 'Escape closes it',
  'ui/quiz/inputs.tsx': 'arrows move the item whose button has the focus, as its label says',
  'ui/review/review-question.tsx': 'digits and Enter: rows of their own',
  'ui/workbench/editor.tsx': 'takes its chords from the table; Escape frees Tab: a row of its own',
}

test('every handler of keys in the app is known to the sheet', () => {
  const handling = readdirSync(app, { recursive: true, encoding: 'utf8' }).filter(
    (file) =>
      /\.tsx?$/.test(file) &&
      /onKeyDown|onKeyUp|addEventListener\(\s*'key/.test(readFileSync(join(app, file), 'utf8')),
  )
  expect(handling.filter((file) => !Object.hasOwn(HANDLERS, file))).toEqual([])
})

describe('a shortcut', () => {
  test.each([
    ['palette', { key: 'k', ctrlKey: true }, true],
    ['palette', { key: 'K', metaKey: true }, true],
    ['palette', { key: 'k' }, false],
    ['palette', { key: 'k', ctrlKey: true, shiftKey: true }, false],
    ['palette', { key: 'k', ctrlKey: true, altKey: true }, false],
    ['run', { key: 'Enter', ctrlKey: true }, true],
    ['run', { key: 'Enter', ctrlKey: true, shiftKey: true }, false],
    ['submit', { key: 'Enter', ctrlKey: true, shiftKey: true }, true],
    // Shift and / on one keyboard, Shift and ß on another.
    ['sheet', { key: '?', shiftKey: true }, true],
    ['sheet', { key: '?', ctrlKey: true }, false],
    ['save', { key: 's', metaKey: true }, true],
    ['save', { key: 's' }, false],
  ] as const)('%s: %o is it: %s', (id, pressed, is) => {
    expect(isPressed(id, { ...none, ...pressed })).toBe(is)
  })

  test('of a bare key is known as one, so that it can be switched off', () => {
    expect(ids.filter((id) => shortcuts[id].where === 'anywhere' && isSingle(id))).toEqual(['sheet'])
  })

  test('no two of one place share a key', () => {
    for (const where of new Set(ids.map((id) => shortcuts[id].where))) {
      const keys = ids.filter((id) => shortcuts[id].where === where).flatMap((id) => shortcuts[id].keys)
      expect(new Set(keys).size).toBe(keys.length)
    }
  })
})
