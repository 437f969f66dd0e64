import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../setup/browser.ts'
import { password, signUp, visit } from './site-visitor.ts'
import { exerciseFile, submitted } from './site-workbench.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

const ground = (page: Page) => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)
const sizeOfProse = (page: Page) =>
  page.evaluate(() => getComputedStyle(document.querySelector('.prose') as Element).fontSize)

test('choices follow the account to another device, and hold there before the first script of the page', async () => {
  const here = await visit(browser, '/settings', { colorScheme: 'light' })
  const { email } = await signUp(here.page, { callbackUrl: '/settings' })
  const kept = here.page.waitForResponse(
    (r) => r.url().endsWith('/api/preferences') && r.request().method() === 'PATCH' && r.ok(),
  )
  await here.page.getByRole('radio', { name: 'Dark' }).check()
  await here.page.getByRole('radio', { name: '22 px' }).check()
  await kept
  const dark = await ground(here.page)

  const there = await visit(browser, '/sign-in?callbackUrl=%2Fsettings', { colorScheme: 'light' })
  expect(await ground(there.page)).not.toBe(dark)
  await there.page.getByLabel('Email').fill(email)
  await there.page.getByLabel('Password').fill(password)
  await there.page.getByRole('button', { name: 'Sign in' }).click()
  await there.page.waitForURL('**/settings')
  await expect.poll(() => there.page.getByRole('radio', { name: '22 px' }).isChecked()).toBe(true)
  await there.page.route(/_next\/static\/.*\.js/, (route) => route.abort())
  await there.page.goto('/learn/beginner/protection/circuit-breaker', { waitUntil: 'domcontentloaded' })
  expect(await ground(there.page)).toBe(dark)
  expect(await sizeOfProse(there.page)).toBe('22px')
  await Promise.all([here.leave(), there.leave()])
})

test('reduced motion is taken from the choice as from the system', async () => {
  const { page, leave } = await visit(browser, '/settings')
  const swift = () =>
    page.evaluate(() =>
      Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue('--swift')),
    )
  expect(await swift()).toBeGreaterThan(0)
  await page.getByRole('radio', { name: 'Reduced' }).check()
  expect(await swift()).toBe(0)
  await page.reload()
  expect(await swift()).toBe(0)
  await leave()
})

test('the plain editor completes an exercise: run, fail, mend, submit, pass', async () => {
  const { page, errors, leave } = await visit(browser, '/settings', {
    viewport: { width: 1280, height: 900 },
  })
  page.setDefaultTimeout(30_000)
  await signUp(page, { callbackUrl: '/settings' })
  await page.getByRole('radio', { name: 'Plain text' }).check()
  await page.getByRole('radio', { name: '18 px' }).last().check()
  await page.goto('/exercises/circuit-breaker', { waitUntil: 'networkidle' })
  const code = page.getByRole('textbox', { name: 'Your solution' })
  expect(await code.evaluate((area) => [area.tagName, getComputedStyle(area).fontSize])).toEqual([
    'TEXTAREA',
    '18px',
  ])
  await code.press('Control+Enter')
  await page.locator('article[data-outcome=failed]').waitFor()
  // Tab is not caught: there is nothing to escape from.
  await code.focus()
  await page.keyboard.press('Tab')
  expect(await code.evaluate((area) => area === document.activeElement)).toBe(false)
  await code.fill(exerciseFile('circuit-breaker/solution.ts'))
  await submitted(page, 'passed')
  expect(errors).toEqual([])
  await leave()
}, 90_000)

test('Vim keys: modes, :w, and Tab leaves in normal mode, which is said', async () => {
  const { page, errors, leave } = await visit(browser, '/settings')
  page.setDefaultTimeout(30_000)
  await signUp(page, { callbackUrl: '/settings' })
  await page.getByLabel('Vim keys').check()
  await page.goto('/exercises/circuit-breaker')
  await page.getByText('--NORMAL--').waitFor()
  await page.locator('.view-line').first().click()
  const inEditor = () => page.evaluate(() => document.activeElement?.closest('.monaco-editor') != null)
  const firstLine = async () => (await page.locator('.view-line').first().innerText()).replace(/\u00a0/g, ' ')

  await page.keyboard.type('ggO// by vim')
  await page.getByText('--INSERT--').waitFor()
  expect(await firstLine()).toBe('// by vim')
  // In insert mode Tab indents.
  await page.keyboard.press('Tab')
  expect(await inEditor()).toBe(true)
  await page.keyboard.press('Escape')
  await page.getByText('--NORMAL--').waitFor()
  await page.keyboard.type('dd')
  await expect.poll(firstLine).not.toContain('by vim')
  await page.keyboard.type('u')
  await expect.poll(firstLine).toContain('// by vim')

  const saved = page.waitForResponse(
    (r) => r.url().includes('/api/drafts/') && r.request().method() === 'PUT',
  )
  await page.keyboard.type(':')
  await page.getByLabel('Vim command').waitFor()
  await page.keyboard.type('w\n')
  await saved
  await page.locator('.view-line').first().click()
  await page.getByRole('status').getByText('Tab leaves the editor').waitFor()
  await page.keyboard.press('Tab')
  expect(await inEditor()).toBe(false)
  expect(errors).toEqual([])
  await leave()
}, 90_000)
