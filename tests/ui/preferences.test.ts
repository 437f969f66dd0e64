import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runInNewContext } from 'node:vm'
import { beforeEach, expect, test } from 'vitest'
import { choices } from '../../app/settings/settings-form.tsx'
import { choose, defaults, getPreferences } from '../../app/ui/preferences/store.ts'
import { type Chosen, preferencesSchema } from '../../lib/preferences/index.ts'

const script = readFileSync(join(import.meta.dirname, '../../public/theme.js'), 'utf8')

const kept = new Map<string, string>()
const localStorage = {
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, value: string) => void kept.set(key, value),
  removeItem: (key: string) => void kept.delete(key),
}
const root = { dataset: {} as Record<string, string> }
Object.assign(globalThis, { localStorage, document: { documentElement: root } })

beforeEach(() => {
  choose(defaults)
  kept.clear()
  root.dataset = {}
})

/** What the blocking script makes of what is kept, on a page that is just being loaded. */
function beforeFirstPaint(): Record<string, string> {
  const documentElement = { dataset: {} as Record<string, string> }
  runInNewContext(script, { localStorage, document: { documentElement } })
  return Object.fromEntries(Object.entries(documentElement.dataset).map(([k, v]) => [k, String(v)]))
}

const single = Object.entries(choices).flatMap(([name, options]) =>
  options.map(([value]) => ({ [name]: value }) as Chosen),
)

test.each(single)('%o looks the same before the first paint as after it', (chosen) => {
  choose(chosen)
  expect(beforeFirstPaint()).toEqual(root.dataset)
})

test('a storage that holds something else leaves the page as designed', () => {
  for (const text of ['', 'null', '7', '"dark"', '{', '{"theme":"sepia","codePx":"1;x"}', '[]']) {
    kept.set('faultline:preferences', text)
    expect(beforeFirstPaint()).toEqual({})
    expect(getPreferences().theme).toSatisfy((theme) => theme !== 'dark')
  }
})

test('the settings page offers what the server takes: nothing less, nothing else', () => {
  for (const [name, options] of Object.entries(choices)) {
    const schema = preferencesSchema.shape[name as keyof typeof preferencesSchema.shape].unwrap()
    const taken = 'options' in schema ? schema.options.map((o) => (typeof o === 'object' ? o.value : o)) : []
    expect(options.map(([value]) => value)).toEqual(taken)
  }
  const switches = ['vim', 'singleKeys']
  expect([...Object.keys(choices), ...switches].sort()).toEqual(Object.keys(preferencesSchema.shape).sort())
  expect(preferencesSchema.parse(defaults)).toEqual(defaults)
})
