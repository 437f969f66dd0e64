import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../setup/browser.ts'
import { sharedApp } from '../setup/server.ts'
import { lessonPage } from './site-pages.ts'
import { password, signUp } from './site-visitor.ts'
import { exerciseFile, shownCode, workbench, write } from './site-workbench.ts'

const SLUG = 'circuit-breaker'
const PATH = `/exercises/${SLUG}`

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

/** Addresses that the service worker keeps, without the origin. */
async function kept(page: Page, of: 'pages' | 'files'): Promise<string[]> {
  return await page.evaluate(async (prefix) => {
    const names = (await caches.keys()).filter((name) => name.startsWith(prefix))
    const all = await Promise.all(names.map(async (name) => await (await caches.open(name)).keys()))
    return all.flat().map((r) => new URL(r.url).pathname)
  }, `faultline-${of}`)
}

/** Until the page, and what it runs on, is kept. */
async function untilKept(page: Page, path: string) {
  await expect.poll(() => kept(page, 'pages'), { timeout: 30_000 }).toContain(path)
  if (path === PATH)
    await expect
      .poll(async () => (await kept(page, 'files')).filter((f) => /runner$|ts\.worker\.js$/.test(f)).length, {
        timeout: 30_000,
      })
      .toBe(2)
}

test('what was opened before opens, is edited and runs without a network, and is synced when it is back', async () => {
  const page = await workbench(browser, PATH)
  const context = page.context()
  await untilKept(page, PATH)
  // By a link: no document is asked for, and the page is kept all the same.
  await page.goto(lessonPage(), { waitUntil: 'networkidle' })
  await untilKept(page, lessonPage())
  await write(await reopened(page, PATH), '// typed with a network\n')
  await page.getByText('Saved', { exact: true }).waitFor()

  await context.setOffline(true)
  await page.goto(lessonPage())
  expect(await page.locator('h1').innerText()).toBe('Circuit Breaker')
  await page.getByRole('banner').getByText('Offline').waitFor()
  await page.goto(PATH)
  // The kept page is older than what was saved from it.
  await expect.poll(() => shownCode(page), { timeout: 20_000 }).toContain('typed with a network')
  await write(page, exerciseFile(`${SLUG}/solution.ts`))
  await page.getByText('Kept in this browser until you are online').waitFor()
  await page.getByRole('button', { name: 'Run', exact: true }).click()
  await page.locator('article[data-outcome=passed]').waitFor()
  await page.getByRole('button', { name: 'Submit' }).click()
  await page.getByText('this browser has no network just now. Nothing was sent.').waitFor()

  await page.reload()
  await expect.poll(() => shownCode(page), { timeout: 20_000 }).toContain('OpenError')
  await page.goto('/progress')
  await page.getByRole('heading', { name: 'Offline' }).waitFor()
  await page.getByRole('link', { name: 'Exercise: circuit breaker' }).click()
  await page.waitForSelector('[data-editor=ready] .view-line')

  await context.setOffline(false)
  await page.getByText('Saved', { exact: true }).waitFor()
  const { draft } = await (await page.request.get(`/api/drafts/${SLUG}`)).json()
  expect(draft.code).toBe(exerciseFile(`${SLUG}/solution.ts`))
  await context.close()
}, 120_000)

test('nothing that was kept for one account is there for the next, and nothing hidden is kept', async () => {
  const page = await workbench(browser, PATH)
  const context = page.context()
  await write(page, '// of the first\n')
  await page.getByText('Saved', { exact: true }).waitFor()
  await untilKept(page, PATH)
  const all = await page.evaluate(async () => {
    const texts = []
    for (const name of await caches.keys()) {
      const cache = await caches.open(name)
      for (const request of await cache.keys()) texts.push(await (await cache.match(request))?.text())
    }
    return texts.join('\n')
  })
  expect(all).not.toMatch(/faultline-canary|suite\.hidden/)
  await page.getByRole('button', { name: 'Ada' }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.waitForURL('/')
  expect(await kept(page, 'pages')).not.toContain(PATH)
  expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain('of the first')

  await signUp(page, { callbackUrl: '/learn' })
  await context.setOffline(true)
  await page.goto(PATH)
  await page.getByRole('heading', { name: 'Offline' }).waitFor()
  await context.close()
})

test('who signs in behind the worker’s back is not given the page of who was there before', async () => {
  const page = await workbench(browser, PATH)
  const context = page.context()
  await untilKept(page, PATH)
  // No request of the page: the worker cannot have seen it. The next page that asks who is signed in tells.
  await context.clearCookies()
  const email = `behind-${crypto.randomUUID()}@example.org`
  const { origin } = sharedApp()
  const signedUp = await context.request.post('/api/account/sign-up', {
    data: { email, name: 'Bea', password },
    headers: { origin },
  })
  expect(signedUp.ok()).toBe(true)
  await page.goto('/learn')
  await expect.poll(() => kept(page, 'pages'), { timeout: 30_000 }).not.toContain(PATH)
  await context.close()
})

test('the worker of a build drops what earlier builds kept, and nothing of others', async () => {
  const context = await browser.newContext({ baseURL: sharedApp().origin })
  const page = await context.newPage()
  await page.goto('/legal')
  await page.evaluate(async () => {
    for (const name of ['faultline-pages-earlier', 'faultline-files-earlier', 'of-somebody-else'])
      await (await caches.open(name)).put('/x', new Response('old'))
  })
  const names = () => page.evaluate(() => caches.keys())
  await expect.poll(names, { timeout: 30_000 }).not.toContain('faultline-pages-earlier')
  await expect.poll(names, { timeout: 30_000 }).not.toContain('faultline-files-earlier')
  expect(await names()).toContain('of-somebody-else')
  await context.close()
})

async function reopened(page: Page, path: string): Promise<Page> {
  await page.goto(path)
  await page.waitForSelector('[data-editor=ready]')
  return page
}
