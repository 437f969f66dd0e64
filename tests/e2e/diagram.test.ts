import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from '../setup/browser.ts'
import { sharedApp } from '../setup/server.ts'
import { signUp } from './site-visitor.ts'
import { exerciseFile, violations, write } from './site-workbench.ts'

const wrongLease = exerciseFile('lease/wrong/expiry-from-reply.ts')

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

async function open(path: string, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({
    baseURL: sharedApp().origin,
    permissions: ['clipboard-read', 'clipboard-write'],
    viewport: { width: 1280, height: 900 },
    ...options,
  })
  const page = await context.newPage()
  await page.goto(path)
  return page
}

/** The failing run of a wrong lease, judged by the visible suite. */
async function failingRun(options: BrowserContextOptions = {}): Promise<Page> {
  const page = await open('/exercises/lease', options)
  await write(page, wrongLease)
  await page.getByRole('button', { name: 'Run', exact: true }).click()
  await page.getByText('Failed', { exact: true }).waitFor({ timeout: 30_000 })
  await page.locator('[data-picture=timeline]').waitFor({ timeout: 30_000 })
  return page
}

describe('the failing run', () => {
  test.each(['light', 'dark'] as const)(
    'axe finds nothing in it, nor in the comparison, in the %s theme',
    async (colorScheme) => {
      const page = await failingRun({ colorScheme })
      expect(await violations(page)).toEqual([])
      await page.getByRole('button', { name: 'Replay without its faults, to compare' }).click()
      await page.getByText('Passed', { exact: true }).waitFor()
      await page.getByRole('button', { name: 'Compare with the failing run' }).click()
      await page.getByRole('heading', { name: 'Only in the failing run' }).waitFor()
      expect(await violations(page)).toEqual([])
      await page.context().close()
    },
  )

  test('the keys work from the toolbar, and the picture follows', async () => {
    const page = await failingRun()
    await page.getByRole('button', { name: 'First event' }).click()
    await page.getByText(/^step 1 of \d+$/).waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    await page.getByText(/^step 3 of \d+$/).waitFor()
    await page.keyboard.press('w')
    expect(await page.getByText(/^step \d+ of \d+$/).textContent()).not.toMatch(/^step 3 /)
    const picture = page.locator('[data-picture] [role=application]')
    await picture.focus()
    await page.keyboard.press('End')
    await page
      .locator('[data-picture] [aria-live]')
      .getByText(/answers|lease/)
      .waitFor()
    await page.context().close()
  })

  test('a link to it replays it for somebody without an account, when they ask for it', async () => {
    const page = await failingRun()
    await page.getByRole('button', { name: 'Copy a link to this run' }).click()
    await page.getByText('Link copied').waitFor()
    const link = await page.evaluate(() => navigator.clipboard.readText())
    const because = await page.locator('article[data-outcome=failed] p.font-serif + p').first().textContent()
    await page.context().close()

    const other = await open(link)
    await other.getByText('This link brought a run').waitFor()
    expect(await other.getByText('Failed', { exact: true }).count()).toBe(0)
    await other.getByRole('button', { name: 'Replay it in this browser' }).click()
    await other.getByText('Failed', { exact: true }).waitFor({ timeout: 30_000 })
    expect(await other.locator('article[data-outcome=failed] p.font-serif + p').first().textContent()).toBe(
      because,
    )
    await other.context().close()
  })

  test("a submission's link shows it to its owner, less a fault when it says so, and to nobody else", async () => {
    const page = await open('/exercises/lease')
    await signUp(page, { callbackUrl: '/exercises/lease' })
    await write(page, wrongLease)
    await page.getByRole('button', { name: 'Submit' }).click()
    await page.getByText('Failed', { exact: true }).waitFor({ timeout: 30_000 })
    await page.getByRole('button', { name: 'Copy a link to this run' }).click()
    await page.getByText('Link copied').waitFor()
    const link = await page.evaluate(() => navigator.clipboard.readText())
    expect(link).toMatch(/\/exercises\/lease\?submission=[0-9a-f-]+$/)
    await page.goto(link)
    await page.getByText('Failed', { exact: true }).waitFor()
    const id = new URL(link).searchParams.get('submission')
    const { submission } = await (await page.request.get(`/api/submissions/${id}`)).json()
    await page.goto(`${link}&without=${submission.verdict.faults[0].id}`)
    await page.getByRole('button', { name: 'Back to the failing run' }).waitFor({ timeout: 30_000 })
    await page.context().close()

    const stranger = await open('/')
    await signUp(stranger)
    const answer = await stranger.goto(link)
    expect(answer?.status()).toBe(404)
    await stranger.context().clearCookies()
    await stranger.goto(link)
    expect(new URL(stranger.url()).pathname).toBe('/sign-in')
    await stranger.context().close()
  })
})
