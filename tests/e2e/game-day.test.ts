import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../setup/browser.ts'
import { visit } from './site-visitor.ts'
import { exerciseFile, submitted, violations, workbench, write } from './site-workbench.ts'

const PAGE = '/exercises/game-day-checkout'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

test('a learner submits, is judged, and the postmortem replays the outage with that very code', async () => {
  const page = await workbench(browser, PAGE)
  const errors: string[] = []
  page.on('pageerror', (e) => errors.push(String(e)))
  await write(page, exerciseFile('game-day-checkout/wrong/no-breaker.ts'))
  const pane = await submitted(page, 'failed')
  expect(await pane.textContent()).toContain('A provider that is not well is left alone.')
  await pane.getByRole('link', { name: 'Open the postmortem of this submission' }).click()
  await page.waitForURL(/postmortem\?submission=/)
  await page.locator('[data-postmortem=ready]').waitFor()

  const board = page.getByRole('group', { name: 'Scoreboard of the scripted outage' })
  const charges = board.getByRole('row', { name: /Charges to the sick provider/ })
  expect(await charges.textContent()).toContain('over\u00a0budget')
  expect(await board.getByRole('row', { name: /Carts lost/ }).textContent()).toContain('within')
  for (const phase of ['Slow', 'Silent', 'Flood'])
    expect(await page.locator('svg text', { hasText: new RegExp(`^${phase}$`) }).count()).toBe(1)
  expect(await page.getByText(/Recovered, [0-9.]+ s after the provider's return/).count()).toBe(1)

  // The cursor is one for all: a moment of the timeline moves it, and the diagram follows.
  await page.getByRole('button', { name: /The flood begins/ }).click()
  expect(await page.getByRole('slider', { name: 'Instant' }).inputValue()).toBe('18000')
  await page.getByRole('region', { name: /the run around 18.00 s/ }).waitFor()

  await page.getByText('The same as numbers').click()
  await page.getByRole('group', { name: 'Charges sent to the provider, per second' }).waitFor()
  expect(await violations(page)).toEqual([])
  expect(errors).toEqual([])
  await page.context().close()
})

test('a postmortem belongs to whoever submitted; others get the comparison and what to do', async () => {
  const page = await workbench(browser, PAGE)
  await write(page, exerciseFile('game-day-checkout/solution.ts'))
  await submitted(page, 'passed')
  await page.getByRole('link', { name: 'Open the postmortem of this submission' }).click()
  await page.locator('[data-postmortem=ready]').waitFor()
  const address = page.url()
  await page.context().close()

  const other = await workbench(browser, PAGE)
  expect((await other.goto(address))?.status()).toBe(404)
  await other.goto(`${PAGE}/postmortem`)
  await other.getByRole('heading', { name: 'You have not submitted yet' }).waitFor()
  await other.context().close()

  const { page: visitor, leave } = await visit(browser, `${PAGE}/postmortem`)
  await visitor.getByRole('heading', { name: 'Sign in to see your own run here' }).waitFor()
  await visitor.locator('[data-postmortem=ready]').waitFor()
  expect(await visitor.getByRole('columnheader', { name: 'Reference' }).count()).toBeGreaterThan(0)
  expect(await visitor.getByRole('columnheader', { name: 'You' }).count()).toBe(0)
  await leave()
})
