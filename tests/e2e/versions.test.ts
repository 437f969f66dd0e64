import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../setup/browser.ts'
import { sharedApp } from '../setup/server.ts'
import { signIn, signUp } from './site-visitor.ts'
import { exerciseFile, shownCode, submitted, violations, workbench, write } from './site-workbench.ts'

const SLUG = 'circuit-breaker'
const PATH = `/exercises/${SLUG}`
const HISTORY = `${PATH}/history`

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

const saved = (page: Page) => page.getByText('Saved', { exact: true }).waitFor()
const lines = (...all: string[]) => `${all.join('\n')}\n`

test('two devices: both texts are shown, chosen change by change, and the other version is kept', async () => {
  const options = { baseURL: sharedApp().origin, viewport: { width: 1280, height: 900 } }
  const [first, second] = await Promise.all([browser.newContext(options), browser.newContext(options)])
  const page = await first.newPage()
  const { email } = await signUp(page, { callbackUrl: PATH })
  await write(page, lines('// head', 'same', 'same too', '// tail'))
  await saved(page)
  const other = await second.newPage()
  await signIn(other, { email, callbackUrl: PATH })
  await write(other, lines('// head of the other', 'same', 'same too', '// tail of the other'))
  await saved(other)

  await write(page, lines('// head of this', 'same', 'same too', '// tail of this'))
  await page.getByRole('alert').getByText('saved in another tab or device').waitFor()
  await page.getByRole('button', { name: 'Compare and choose' }).click()
  const dialog = page.getByRole('dialog', { name: 'Two versions of your code' })
  await dialog.getByText('2 places differ: 2 lines removed, 2 lines added.').waitFor()
  expect(await violations(page)).toEqual([])
  await dialog.getByRole('group', { name: 'Change 1' }).getByLabel('as saved elsewhere').check()
  await dialog.getByRole('button', { name: 'Take what is chosen below' }).click()
  await saved(page)
  expect(await (await page.request.get(`/api/drafts/${SLUG}`)).json()).toMatchObject({
    draft: { code: lines('// head of the other', 'same', 'same too', '// tail of this') },
  })

  await page.goto(HISTORY)
  await page.getByRole('link', { name: 'Kept when two devices had edited' }).nth(1).waitFor()
  const texts = new Set<string>()
  for (const n of [0, 1]) {
    await page.goto(HISTORY)
    await page.getByRole('link', { name: 'Kept when two devices had edited' }).nth(n).click()
    texts.add(await page.locator('.code-block code').innerText())
  }
  expect([...texts].sort()).toEqual(
    ['this', 'the other'].map((whose) => `// head of ${whose}\nsame\nsame too\n// tail of ${whose}`).sort(),
  )
  await Promise.all([first.close(), second.close()])
})

test('text typed on the landing page does not go over a draft of the account before one of the two is chosen', async () => {
  const [slug, path] = ['charge-once', '/exercises/charge-once']
  const page = await workbench(browser, path)
  await write(page, '// of the account\n')
  await saved(page)
  await page.goto('/', { waitUntil: 'networkidle' })
  await page.getByLabel('The shop, in TypeScript').fill('// of the landing page\n')
  const saves: string[] = []
  page.on('request', (request) => {
    if (request.method() === 'PUT' && request.url().endsWith(`/api/drafts/${slug}`)) saves.push(request.url())
  })
  const banner = page.getByRole('alert').getByText('saved in another tab or device')

  await page.goto(path)
  await banner.waitFor()
  await write(page, '// of the landing page, and more\n')
  await page.locator('.view-line').first().click()
  await page.keyboard.press('Control+s')
  await page.reload()
  await banner.waitFor()
  await expect.poll(() => shownCode(page), { timeout: 20_000 }).toContain('of the landing page, and more')
  expect(saves).toEqual([])

  await page.getByRole('button', { name: 'Compare and choose' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Take what is there' }).click()
  await saved(page)
  await expect.poll(() => shownCode(page), { timeout: 20_000 }).toContain('of the account')
  expect(await (await page.request.get(`/api/drafts/${slug}`)).json()).toMatchObject({
    draft: { code: '// of the account\n' },
  })
  await page.goto(`${path}/history`)
  await page.getByRole('link', { name: 'Kept when two devices had edited' }).first().click()
  expect(await page.locator('.code-block code').innerText()).toBe('// of the landing page, and more')
  await page.context().close()
})

test('a reset can be undone, also after a reload', async () => {
  const page = await workbench(browser, PATH)
  await write(page, '// much work\n')
  await saved(page)
  await page.getByRole('button', { name: 'Reset to the starter' }).click()
  await saved(page)
  await page.reload()
  expect(await shownCode(page)).not.toContain('much work')
  await page.getByRole('button', { name: 'Undo reset' }).click()
  await saved(page)
  await expect.poll(() => shownCode(page), { timeout: 20_000 }).toContain('much work')
  await page.context().close()
})

test('the history opens each submission with its verdict, compares two, and restores one, which can be undone', async () => {
  const page = await workbench(browser, PATH)
  await write(page, exerciseFile(`${SLUG}/wrong/consecutive-failures.ts`))
  await submitted(page, 'failed')
  await write(page, exerciseFile(`${SLUG}/solution.ts`))
  await submitted(page, 'passed')
  await write(page, '// what stands in the editor\n')
  await saved(page)

  await page.getByRole('link', { name: 'History' }).click()
  await page.waitForURL(HISTORY)
  const rows = page.getByRole('row')
  await rows.nth(3).waitFor()
  expect(await rows.nth(2).innerText()).toMatch(/Passed[\s\S]*calls per openMs/)
  expect(await rows.nth(3).innerText()).toMatch(/Failed[\s\S]*trip/)
  expect(await violations(page)).toEqual([])

  await rows.nth(3).getByRole('link', { name: 'Failed' }).click()
  await page.locator('article[data-outcome=failed]').waitFor()
  expect(await page.getByRole('region', { name: 'Code' }).locator('code').innerText()).toContain(
    'Counts failures in a row',
  )
  await page.getByRole('heading', { name: 'Submission' }).waitFor()
  expect(await violations(page)).toEqual([])
  // The server draws the run with its pattern's picture, in its place: a hole that is filled later would move the page.
  const html = await (await page.request.get(page.url())).text()
  const [picture, diagram] = ['The breaker, and how calls ended', 'aria-roledescription="space-time diagram"']
  expect(html).toContain(picture)
  expect(html.indexOf(picture)).toBeLessThan(html.indexOf(diagram))

  await page.goBack()
  await rows
    .nth(3)
    .getByRole('radio', { name: /^Compare/ })
    .check()
  await rows.nth(2).getByRole('radio', { name: /^with/ }).check()
  await page.getByRole('button', { name: 'Compare the two' }).click()
  const table = page.getByRole('table', { name: /^Failed, .* compared with Passed/ })
  await table.waitFor()
  expect(await table.innerText()).toContain('Removed:')
  // By keyboard from change to change.
  await page.getByRole('button', { name: 'Next change (n)' }).focus()
  await page.keyboard.press('n')
  await page.keyboard.press('n')
  await page.getByText(/Change 2 of \d+\./).waitFor()
  expect(await violations(page)).toEqual([])
  await page.setViewportSize({ width: 390, height: 800 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
  expect(await table.count()).toBe(1)
  await page.setViewportSize({ width: 1280, height: 900 })

  await page.getByRole('button', { name: 'Restore the second' }).click()
  await page.waitForURL(PATH)
  await expect.poll(() => shownCode(page), { timeout: 20_000 }).toContain('OpenError')
  await page.getByRole('button', { name: 'Undo restore' }).click()
  await saved(page)
  await expect.poll(() => shownCode(page), { timeout: 20_000 }).toContain('what stands in the editor')
  await page.context().close()
}, 120_000)

test('what one learner sent and kept is as absent for another as what never was', async () => {
  const page = await workbench(browser, PATH)
  const { origin } = sharedApp()
  const code = '// nobody else reads this'
  const sent = await page.request.post('/api/submissions', {
    data: { slug: SLUG, code, idempotencyKey: crypto.randomUUID() },
    headers: { origin },
  })
  const { id } = await sent.json()
  const mine = await page.request.get(`${HISTORY}/s-${id}`)
  expect(await mine.text()).toContain('nobody else reads this')

  const other = await workbench(browser, PATH)
  for (const path of [`s-${id}`, `compare?from=s-${id}&to=draft`, `s-${crypto.randomUUID()}`, 's-1', 'x']) {
    const answer = await other.request.get(`${HISTORY}/${path}`)
    expect([path, answer.status()]).toEqual([path, 404])
    expect(await answer.text()).not.toContain('nobody else reads this')
  }
  // Nor under the name of another exercise, nor without an account.
  expect((await page.request.get(`/exercises/lease/history/s-${id}`)).status()).toBe(404)
  const nobody = await browser.newContext({ baseURL: origin })
  const asked = await nobody.request.get(`${HISTORY}/s-${id}`)
  expect(asked.url()).toContain('/sign-in')
  await Promise.all([page.context().close(), other.context().close(), nobody.close()])
})
