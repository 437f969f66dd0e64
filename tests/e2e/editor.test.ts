/** The editor as a learner uses it: our own bundle of Monaco has what a workbench needs, and the page lives without it. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../setup/browser.ts'
import { visit } from './site-visitor.ts'

const PATH = '/exercises/circuit-breaker'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

test("it completes, explains and checks against the learner API's types, under a policy without eval", async () => {
  const { page, errors, leave } = await visit(browser, PATH)
  await page.waitForSelector('[data-editor=ready] .view-line span span:not(.mtk1)')
  await page.locator('.view-line').first().click()
  await page.keyboard.press('Control+End')
  await page.keyboard.type('\nfunction f(env: Env) { env.')
  const suggestion = page.locator('.suggest-widget.visible .monaco-list-row')
  await suggestion.first().waitFor()
  expect((await suggestion.first().innerText()).startsWith('after')).toBe(true)
  await page.keyboard.press('Escape')
  await page.keyboard.type('nope ')
  await page.locator('.squiggly-error').first().waitFor({ state: 'attached' })
  await page
    .locator('.view-line span', { hasText: /^OpenError$/ })
    .first()
    .hover()
  await page.getByText('class OpenError', { exact: true }).waitFor()
  expect(errors).toEqual([])
  await leave()
})

test('its commands, its search and the way out by Tab are there', async () => {
  const { page, errors, leave } = await visit(browser, PATH)
  await page.waitForSelector('[data-editor=ready] .view-line')
  await page.locator('.view-line').first().click()
  await page.keyboard.press('F1')
  await page.keyboard.type('Toggle Line Comment')
  await page
    .locator('.quick-input-widget .monaco-list-row', { hasText: 'Toggle Line Comment' })
    .first()
    .waitFor()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+f')
  await page.keyboard.type('OpenError')
  await page.locator('.find-widget').getByText('1 of 1').waitFor()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await page.getByText('Tab leaves the editor').waitFor()
  await page.keyboard.press('Tab')
  expect(await page.evaluate(() => document.activeElement?.closest('.monaco-editor') === null)).toBe(true)
  expect(errors).toEqual([])
  await leave()
})

test('a phone gets a text area, and fetches nothing of the editor', async () => {
  const { page, leave } = await visit(browser, '/', {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
    userAgent:
      'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/140.0.0.0 Mobile Safari/537.36',
  })
  const asked: string[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).pathname))
  await page.goto(PATH, { waitUntil: 'networkidle' })
  expect(await page.getByLabel('Your solution').count()).toBe(1)
  expect(asked.filter((path) => path.startsWith('/monaco/'))).toEqual([])
  await leave()
})

test('an editor that does not arrive leaves a text area in its place', async () => {
  const { page, leave } = await visit(browser, '/')
  await page.route('**/monaco/**', (route) => route.abort())
  await page.goto(PATH)
  const area = page.getByRole('textbox', { name: 'Your solution' })
  await area.waitFor()
  expect(await area.inputValue()).toContain("from 'faultline'")
  await leave()
})
