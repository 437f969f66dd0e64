import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../setup/browser.ts'
import { signUp } from './site-visitor.ts'
import { exerciseFile, workbench, write } from './site-workbench.ts'

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
