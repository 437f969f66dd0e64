import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../setup/browser.ts'
import { visit } from './site-visitor.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

test('a misspelt name leads to the section, by keys, from any page', async () => {
  const { page, errors, leave } = await visit(browser, '/status')
  await page.keyboard.press('Control+k')
  const field = page.getByRole('combobox', { name: 'Search, or name a command' })
  await field.fill('thundring hurd')
  const option = page.getByRole('option', { name: 'Cache Aside: One asker at a time' })
  await option.waitFor()
  while ((await option.getAttribute('aria-selected')) !== 'true') await page.keyboard.press('ArrowDown')
  expect(await field.getAttribute('aria-activedescendant')).toBe(await option.getAttribute('id'))
  await page.keyboard.press('Enter')
  await page.waitForURL('**/cache-aside#one-asker-at-a-time')
  expect(errors).toEqual([])
  await leave()
})

test('it opens from the header, starts with where one was, and gives the focus back', async () => {
  const { page, leave } = await visit(browser, '/library/raft')
  // Remembered a moment after its title stands.
  await page.waitForFunction(() => localStorage.getItem('faultline:recent') !== null)
  await page.goto('/learn', { waitUntil: 'networkidle' })
  const button = page.getByRole('link', { name: 'Search and commands' })
  await button.focus()
  await button.press('Enter')
  const options = page.getByRole('option')
  expect(await options.first().innerText()).toBe('Raft')
  await page.keyboard.press('Escape')
  await page.getByRole('combobox').waitFor({ state: 'detached' })
  await expect.poll(() => button.evaluate((element) => element === document.activeElement)).toBe(true)
  await leave()
})

test('in an exercise it runs, resets and takes the reset back, from inside the editor too', async () => {
  const { page, leave } = await visit(browser, '/exercises/circuit-breaker')
  await page.waitForSelector('[data-editor=ready] .view-line')
  await page.locator('.view-line').first().click()
  const take = async (words: string) => {
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox').fill(words)
    await page.keyboard.press('Enter')
  }
  await page.keyboard.type('// mine')
  await take('reset')
  await page.getByRole('button', { name: 'Undo reset' }).waitFor()
  await take('undo reset')
  // The editor writes spaces that do not break.
  await expect.poll(() => page.locator('.view-line').first().innerText()).toMatch(/\/\/\smine/)
  await take('run')
  await page.getByText(/^(Failed|Not compiled)$/).waitFor()
  await leave()
})

test('? shows the shortcuts, not where text is typed, and not when single keys are switched off', async () => {
  const { page, leave } = await visit(browser, '/library')
  const sheet = page.getByRole('dialog', { name: 'Shortcuts' })
  await page.getByRole('searchbox').press('?')
  expect(await page.getByRole('searchbox').inputValue()).toBe('?')
  await page.getByRole('heading', { level: 1 }).click()
  await page.keyboard.press('?')
  await sheet.waitFor()
  await page.keyboard.press('Escape')
  await sheet.waitFor({ state: 'detached' })
  await page.goto('/settings', { waitUntil: 'networkidle' })
  await page.getByLabel('Shortcuts of a single key').uncheck()
  await page.getByRole('heading', { level: 1 }).click()
  await page.keyboard.press('?')
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').waitFor()
  expect(await sheet.count()).toBe(0)
  await leave()
})

test('the search page works without scripts, marks what was found, and says what each hit is', async () => {
  const { page, leave } = await visit(browser, '/search', { javaScriptEnabled: false })
  await page.getByLabel('Words to search for').fill('circut braker')
  await page.getByRole('button', { name: 'Search' }).click()
  const first = page.locator('main ol > li').first()
  expect(await first.getByRole('heading').innerText()).toBe('Circuit Breaker')
  expect(await first.innerText()).toContain('Lesson')
  expect(await first.locator('mark').first().innerText()).toMatch(/circuit|breaker/i)
  await page
    .getByRole('navigation', { name: 'Kinds of hits' })
    .getByRole('link', { name: 'Exercises' })
    .click()
  expect(await page.locator('main ol > li').first().innerText()).toContain('Exercise')
  await page.getByLabel('Words to search for').fill('qqqzzzxxx')
  await page.getByRole('button', { name: 'Search' }).click()
  await page.getByText('No exercise has “qqqzzzxxx”').waitFor()
  await leave()
})
