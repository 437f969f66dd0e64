import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../setup/browser.ts'
import { sharedApp } from '../setup/server.ts'
import { signUp } from './site-visitor.ts'
import { exerciseFile, shownCode, workbench, write } from './site-workbench.ts'

const SLUG = 'circuit-breaker'
const PATH = `/exercises/${SLUG}`
const DRAFT = `**/api/drafts/${SLUG}`

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

test('what one person left unsaved in a browser is neither shown to nor saved for the next', async () => {
  const page = await workbench(browser, PATH)
  const context = page.context()
  await write(page, '// of the first\n')
  await page.getByText('Saved', { exact: true }).waitFor()
  // The session ends behind the page's back; what is typed now stays in the browser.
  await context.clearCookies()
  await write(page, '// of the first, after the end\n')
  await page.getByText(/^Not saved/).waitFor()

  await signUp(page, { callbackUrl: PATH })
  await page.waitForSelector('[data-editor=ready] .view-line')
  expect(await page.locator('.view-lines').first().innerText()).not.toContain('of the first')
  const mine = await page.request.get(`/api/drafts/${SLUG}`)
  expect(await mine.json()).toEqual({ draft: null })
  await context.close()
})

test('a page of one account does not write into that of another who signed in beside it', async () => {
  const page = await workbench(browser, PATH)
  const context = page.context()
  await write(page, '// of the first\n')
  await page.getByText('Saved', { exact: true }).waitFor()
  await context.clearCookies()
  const other = await context.newPage()
  await signUp(other, { callbackUrl: PATH })

  await write(page, '// of the first, beside the second\n')
  await page.getByText(/^Not saved: Another account has signed in/).waitFor()
  const theirs = await other.request.get(`/api/drafts/${SLUG}`)
  expect(await theirs.json()).toEqual({ draft: null })
  await context.close()
})

test('a save that failed is tried again by itself', async () => {
  const page = await workbench(browser, PATH)
  await page.route(DRAFT, (route) => (route.request().method() === 'PUT' ? route.abort() : route.continue()))
  await write(page, '// kept\n')
  await page.getByText(/^Not saved/).waitFor()
  await page.unroute(DRAFT)
  await page.getByText('Saved', { exact: true }).waitFor()
  const { draft } = await (await page.request.get(`/api/drafts/${SLUG}`)).json()
  expect(draft.code).toBe('// kept\n')
  await page.context().close()
})

test('two tabs of one browser follow each other, and neither asks about the other', async () => {
  const page = await workbench(browser, PATH)
  const other = await page.context().newPage()
  await other.goto(PATH)
  await other.waitForSelector('[data-editor=ready] .view-line')
  for (const [here, there, code] of [
    [page, other, '// from the first tab\n'],
    [other, page, '// from the second tab\n'],
    [page, other, '// from the first tab again\n'],
  ] as const) {
    await write(here, code)
    await here.getByText('Saved', { exact: true }).waitFor()
    await expect.poll(() => shownCode(there), { timeout: 20_000 }).toBe(code.trim())
    await there.getByText('Saved', { exact: true }).waitFor()
  }
  const { draft } = await (await page.request.get(`/api/drafts/${SLUG}`)).json()
  expect(draft).toMatchObject({ code: '// from the first tab again\n', revision: 3 })
  await page.context().close()
})

test('with localStorage full, what a visitor types is there after a reload', async () => {
  const context = await browser.newContext({
    baseURL: sharedApp().origin,
    viewport: { width: 1280, height: 900 },
  })
  const page = await context.newPage()
  await page.goto(PATH)
  await page.waitForSelector('[data-editor=ready] .view-line')
  await page.evaluate(() => {
    for (let chars = 5_000_000; chars > 0; chars = Math.floor(chars / 2))
      try {
        localStorage.setItem(`full-${chars}`, 'x'.repeat(chars))
      } catch {
        // Half of it, then.
      }
  })
  await write(page, '// where there is no room\n')
  await page.getByText('Saved in this browser', { exact: true }).waitFor()
  await page.reload()
  await expect.poll(() => shownCode(page), { timeout: 20_000 }).toContain('no room')
  await context.close()
})

test('Submit again after a lost answer is the same submission, not a second attempt', async () => {
  const page = await workbench(browser, PATH)
  await write(page, exerciseFile(`${SLUG}/solution.ts`))
  const keys: string[] = []
  await page.route('**/api/submissions', async (route) => {
    if (route.request().method() !== 'POST') return route.continue()
    keys.push(route.request().postDataJSON().idempotencyKey)
    if (keys.length > 1) return route.continue()
    // It arrives; the answer does not.
    await route.fetch()
    await route.abort()
  })
  await page.getByRole('button', { name: 'Submit' }).click()
  await page.getByText('It is not known whether this was submitted').waitFor()
  await page.getByRole('button', { name: 'Submit' }).click()
  await page.locator('article[data-outcome=passed]').waitFor()
  expect(keys).toHaveLength(2)
  expect(keys[0]).toBe(keys[1])
  const history = await (await page.request.get(`/api/submissions?slug=${SLUG}`)).json()
  expect(history.submissions).toHaveLength(1)
  await page.context().close()
})
