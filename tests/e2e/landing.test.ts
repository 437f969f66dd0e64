import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../setup/browser.ts'
import { signUp, visit } from './site-visitor.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

test('a visitor runs the first exercise, sees it fail, mends it, and takes it along to the workbench and an account', async () => {
  const { page, errors, leave } = await visit(browser, '/')
  const run = page.getByRole('button', { name: 'Run' })
  const outcome = page.locator('[data-outcome]')
  // Before anything has run: the same story without its fault.
  expect(await page.getByText('One order while nothing fails').isVisible()).toBe(true)

  await run.click()
  await outcome.waitFor()
  expect(await outcome.getAttribute('data-outcome')).toBe('failed')
  expect(await outcome.innerText()).toContain('No order is charged twice.')
  expect(await outcome.getByText('takes 12.00').count()).toBeGreaterThanOrEqual(2)

  const field = page.getByLabel('The shop, in TypeScript')
  const mended = (await field.inputValue()).replace('ctx.random.int(1, 999_999)', 'order.trim()')
  await field.fill(mended)
  await run.click()
  await page.locator('[data-outcome=passed]').waitFor()

  await page.getByRole('link', { name: 'submit it in the workbench' }).click()
  await page.getByText('trim').first().waitFor()
  await signUp(page, { callbackUrl: '/exercises/charge-once' })
  await page.getByText('trim').first().waitFor()
  await page.getByRole('button', { name: 'Submit' }).click()
  await page.locator('[data-outcome=passed]').getByText('by the hidden suite').waitFor()
  expect(errors).toEqual([])

  // Who comes back signed in is told where they are, and that is asked once.
  const asked: string[] = []
  page.on('request', (request) => {
    if (request.url().endsWith('/api/progress/standing')) asked.push(request.url())
  })
  await page.goto('/', { waitUntil: 'networkidle' })
  expect(asked).toHaveLength(1)
  await leave()
})

test('the code of the landing page is left by Tab, and a line of it that does not compile is named', async () => {
  const { page, leave } = await visit(browser, '/')
  const field = page.getByLabel('The shop, in TypeScript')
  await field.focus()
  await page.keyboard.press('Tab')
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Open it in the workbench')
  await field.fill('export default node((')
  await page.getByRole('button', { name: 'Run' }).click()
  await page.locator('[data-outcome=rejected]').waitFor()
  expect(await page.getByRole('button', { name: /^Line 1/ }).isVisible()).toBe(true)
  await leave()
})
