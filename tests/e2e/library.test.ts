import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from '../setup/browser.ts'
import { visit } from './site-visitor.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

describe('the map of relations', () => {
  test('by keyboard: into the map, along a line, and into the pattern', async () => {
    const { page, leave } = await visit(browser, '/library/graph')
    const map = page.getByRole('region', { name: 'Map, scrolls both ways' })
    await map.getByRole('link', { name: 'Event Sourcing', exact: true }).focus()
    await page.keyboard.press('ArrowRight')
    const reached = await page.evaluate(() => document.activeElement?.getAttribute('data-slug'))
    expect(reached).not.toBe('event-sourcing')
    expect(new URL(page.url()).searchParams.get('at')).toBe(reached)
    await page.keyboard.press('Enter')
    await page.waitForURL(`**/library/${reached}`)
    await leave()
  })

  test('a click chooses, and shows what it builds on; the address keeps it over a reload', async () => {
    const { page, leave } = await visit(browser, '/library/graph')
    const map = page.getByRole('region', { name: 'Map, scrolls both ways' })
    await map.getByRole('link', { name: 'Raft', exact: true }).click()
    await page.getByRole('heading', { name: 'Raft' }).waitFor()
    await page.reload()
    await page.getByRole('heading', { name: 'Raft' }).waitFor()
    await page.getByRole('button', { name: 'Paxos' }).click()
    await page.getByRole('heading', { name: 'Paxos' }).waitFor()
    await leave()
  })

  test('who is chosen is in sight, above what is said of it: by the address, and along the arrow keys', async () => {
    const { page, leave } = await visit(browser, '/library/graph?at=shared-nothing')
    await page.getByRole('heading', { name: 'Shared Nothing' }).waitFor()
    const map = page.getByRole('region', { name: 'Map, scrolls both ways' })
    const inSight = (slug: string) =>
      map.locator(`[data-slug="${slug}"]`).evaluate((name) => {
        const { top, height, left, width } = name.getBoundingClientRect()
        const there = document.elementFromPoint(left + width / 2, top + height / 2)
        return there !== null && name.contains(there)
      })
    await expect.poll(() => inSight('shared-nothing')).toBe(true)
    await map.getByRole('link', { name: 'Shared Nothing', exact: true }).focus()
    for (const key of ['ArrowUp', 'ArrowLeft', 'ArrowLeft', 'ArrowUp', 'ArrowRight']) {
      await page.keyboard.press(key)
      const slug = await page.evaluate(() => document.activeElement?.getAttribute('data-slug'))
      await expect.poll(() => inSight(slug ?? ''), { message: `after ${key}, ${slug}` }).toBe(true)
    }
    await leave()
  })

  test('says the same as text, and fits a phone', async () => {
    const { page, leave } = await visit(browser, '/library/graph', { viewport: { width: 390, height: 844 } })
    await page.getByText('The map as text').click()
    await page.getByRole('region', { name: 'Raft' }).getByRole('link', { name: 'Consensus' }).waitFor()
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
    await leave()
  })
})

test('the table of patterns sorts by a column, filters, and the address keeps both', async () => {
  const { page, leave } = await visit(browser, '/library/table')
  const first = page.locator('tbody th').first()
  await page.getByRole('button', { name: 'Built on by' }).click()
  expect(await page.getByRole('columnheader', { name: 'Built on by' }).getAttribute('aria-sort')).toBe(
    'descending',
  )
  const most = await first.innerText()
  await page.reload()
  await expect.poll(() => first.innerText()).toBe(most)
  await page.getByLabel('Family').selectOption('time')
  await page.getByText('2 of 136').waitFor()
  await leave()
})

test('a calculator refuses what is no number, says what to write, and counts again with a right one', async () => {
  const { page, leave } = await visit(browser, '/library/numbers')
  const figure = page.getByRole('figure', { name: 'Work against nodes' })
  await figure.scrollIntoViewIfNeeded()
  const nodes = figure.getByLabel('Nodes')
  await nodes.fill('many')
  await figure
    .getByText('“many” is not a number. Expected a whole number from 1 to 10,000, such as 16.')
    .waitFor()
  await nodes.fill('1')
  await figure.getByText('1 node does the work of').waitFor()
  await leave()
})

test('an anti-pattern is played, and its knob changes the harm', async () => {
  const { page, leave } = await visit(browser, '/library/anti-patterns')
  const figure = page.getByRole('figure', { name: 'A hundred orders over a network that loses messages' })
  await figure.scrollIntoViewIfNeeded()
  await figure.getByText('100 charged once, 0 more than once, 0 not at all').first().waitFor()
  await figure.getByLabel('Messages lost').fill('0')
  await expect
    .poll(() => figure.getByText('100 charged once, 0 more than once, 0 not at all').count())
    .toBeGreaterThan(1)
  await leave()
})

test('the comparisons of consensus name every pattern on a phone, without a column out of sight', async () => {
  const { page, leave } = await visit(browser, '/library/compare', { viewport: { width: 390, height: 844 } })
  const criterion = page.getByRole('heading', { name: 'Nodes for f faults' }).locator('..')
  expect(await criterion.innerText()).toContain('3f + 1')
  for (const name of ['Raft', 'Paxos', 'PBFT', 'Gossip Protocol'])
    expect(await criterion.getByRole('link', { name, exact: true }).isVisible()).toBe(true)
  await leave()
})

test('the cheat sheet on paper is the sheet alone, with the classic problem: no header, no footer of the site', async () => {
  const { page, leave } = await visit(browser, '/library/cheat-sheet')
  await page.emulateMedia({ media: 'print' })
  expect(await page.getByRole('banner').first().isVisible()).toBe(false)
  expect(await page.getByRole('contentinfo').isVisible()).toBe(false)
  await page.getByText('One slow dependency holds every thread', { exact: false }).waitFor()
  await leave()
})
