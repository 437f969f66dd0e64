import { afterEach, expect, test } from 'vitest'
import { searchSite, warmSearch } from '../../app/search/site-search.ts'

const shared = globalThis as typeof globalThis & { faultlineSearch?: { made: Promise<unknown> } | undefined }

afterEach(() => {
  shared.faultlineSearch = undefined
})

test('the index that was made at the start is the one that searches use', async () => {
  await warmSearch()
  const made = shared.faultlineSearch?.made
  expect(made).toBeDefined()
  const [hit] = await searchSite('circuit breaker')
  expect(hit).toMatchObject({ kind: 'lesson', title: 'Circuit Breaker' })
  expect(shared.faultlineSearch?.made).toBe(made)
})

test('a page of the library is found by the name that links to it have, and opened at its section', async () => {
  const [hit] = await searchSite('hyrum', { kind: 'page' })
  expect(hit).toMatchObject({ title: 'Laws', href: '/library/laws' })
  expect(hit?.sections.map(({ href }) => href)).toContain('/library/laws#hyrums-law')
})
