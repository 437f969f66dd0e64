import { beforeEach, expect, test } from 'vitest'
import { fitsQuery, matchingGroups, startGroups } from '../../app/ui/palette/entries.ts'
import { noteRecent, readRecent } from '../../app/ui/palette/store.ts'

const kept = new Map<string, string>()
const storage = {
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, value: string) => void kept.set(key, value),
  removeItem: (key: string) => void kept.delete(key),
}
Object.assign(globalThis, { localStorage: storage })
beforeEach(() => kept.clear())

const commands = [{ title: 'Run', words: 'visible suite', run() {} }]
const titles = (groups: ReturnType<typeof startGroups>) =>
  Object.fromEntries(groups.map(({ title, entries }) => [title, entries.map((entry) => entry.title)]))

test('palette: recent places come first, the last one opened before the others, without the page one is on', () => {
  noteRecent({ href: '/library/raft', title: 'Raft' })
  noteRecent({ href: '/exercises/lease', title: 'Lease, exercise' })
  noteRecent({ href: '/library/raft', title: 'Raft' })
  const groups = startGroups(commands, '/exercises/lease')
  expect(groups[0]).toMatchObject({ title: 'Recent', entries: [{ title: 'Raft', href: '/library/raft' }] })
  expect(titles(groups)['On this page']).toEqual(['Run'])
  expect(readRecent().map(({ href }) => href)).toEqual(['/library/raft', '/exercises/lease'])
})

test('palette: at most eight places are remembered', () => {
  for (let n = 0; n < 20; n++) noteRecent({ href: `/library/${n}`, title: String(n) })
  expect(readRecent().map(({ title }) => title)).toEqual(['19', '18', '17', '16', '15', '14', '13', '12'])
})

test('palette: what is typed finds places and commands by the beginnings of their words', () => {
  expect(titles(matchingGroups(commands, '/', 'vis'))).toMatchObject({ Do: ['Run'] })
  expect(titles(matchingGroups(commands, '/', 'theme da'))).toMatchObject({ Do: ['Theme: dark'] })
  expect(titles(matchingGroups(commands, '/', 'vim'))).toMatchObject({ Do: ['Vim keys: on'] })
  expect(titles(matchingGroups(commands, '/', 'cheat'))['Go to']).toEqual(['Cheat sheet'])
  expect(matchingGroups(commands, '/', 'zzz')).toEqual([])
})

test('palette: a query of signs alone fits nothing', () => {
  for (const query of ['', ' ', '?', '%%']) expect(fitsQuery('Run the suite', query)).toBe(false)
})
