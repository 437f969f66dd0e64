import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../setup/browser.ts'
import { sharedApp } from '../setup/server.ts'

const exercises = join(import.meta.dirname, '../../exercises')
const solution = (path: string) => readFileSync(join(exercises, path), 'utf8')

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

/** A page whose console errors fail the test. */
async function openPage(): Promise<{ page: Page; errors: string[] }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
  const page = await context.newPage()
  const errors: string[] = []
  page.on('console', (m) => m.type() === 'error' && errors.push(m.text()))
  page.on('pageerror', (e) => errors.push(String(e)))
  return { page, errors }
}

/** The one global that Monaco leaves. */
type WithMonaco = typeof globalThis & {
  monaco?: { editor: { getModels(): { getValue(): string; setValue(code: string): void }[] } }
}

async function write(page: Page, code: string) {
  await page.waitForSelector('[data-editor=ready]', { timeout: 30_000 })
  await page.evaluate(
    (text) => (globalThis as WithMonaco).monaco?.editor.getModels()[0]?.setValue(text),
    code,
  )
}

async function signUp(page: Page, callbackUrl: string) {
  await page.goto(`${sharedApp().origin}/sign-up?callbackUrl=${encodeURIComponent(callbackUrl)}`)
  await page.getByLabel('Email').fill(`learner-${crypto.randomUUID()}@example.org`)
  await page.getByLabel('Password', { exact: true }).fill('a long enough passphrase')
  await page.getByRole('button', { name: /create|sign up/i }).click()
  await page.waitForURL(`**${callbackUrl}`)
}

test('a visitor reads the lesson, runs the starter, and sees the failing run as a diagram', async () => {
  const { page, errors } = await openPage()
  await page.goto(`${sharedApp().origin}/learn/beginner/protection/circuit-breaker`)
  await page.getByRole('heading', { name: 'Circuit Breaker', level: 1 }).waitFor()
  await page.locator('a[href="/exercises/circuit-breaker"]').first().click()
  await page.waitForURL('**/exercises/circuit-breaker')
  await page.getByRole('button', { name: 'Run', exact: true }).click()
  await page.getByText('Failed', { exact: true }).waitFor()
  expect(await page.getByRole('figure').or(page.locator('svg[role]')).count()).toBeGreaterThan(0)
  expect(errors).toEqual([])
  await page.context().close()
})

test('a learner submits a wrong lease, sees why, fixes it, passes, and the progress is there', async () => {
  const { page, errors } = await openPage()
  await signUp(page, '/exercises/lease')
  await write(page, solution('lease/wrong/expiry-from-reply.ts'))
  await page.getByRole('button', { name: 'Submit' }).click()
  await page.getByText('Failed', { exact: true }).waitFor({ timeout: 30_000 })
  await write(page, solution('lease/solution.ts'))
  await page.getByRole('button', { name: 'Submit' }).click()
  await page.getByText('Passed', { exact: true }).waitFor({ timeout: 30_000 })
  await page.goto(`${sharedApp().origin}/progress`)
  await page.getByText('Lease').first().waitFor()
  expect(await page.getByText(/passed/i).count()).toBeGreaterThan(0)
  expect(errors).toEqual([])
  await page.context().close()
})

test('a visitor who submits is asked to sign in, and finds the code again after signing up', async () => {
  const { page } = await openPage()
  await page.goto(`${sharedApp().origin}/exercises/circuit-breaker`)
  await write(page, '// kept over the sign-in\nexport {}\n')
  await page.getByRole('button', { name: 'Submit' }).click()
  await page.getByText('Sign in to submit').waitFor()
  await page.getByText('Saved in this browser').waitFor()
  await signUp(page, '/exercises/circuit-breaker')
  await page.waitForFunction(() =>
    (globalThis as WithMonaco).monaco?.editor.getModels()[0]?.getValue().includes('kept over'),
  )
  await page.getByText('Saved', { exact: true }).waitFor()
  await page.context().close()
})

test('code that never ends is stopped in the browser and the page stays usable', async () => {
  const { page } = await openPage()
  await page.goto(`${sharedApp().origin}/exercises/circuit-breaker`)
  await write(page, 'export const x = (() => { while (true) {} })()')
  await page.getByRole('button', { name: 'Run', exact: true }).click()
  await page.getByText('Stopped', { exact: true }).waitFor({ timeout: 30_000 })
  await page.getByRole('button', { name: 'Run', exact: true }).click()
  await page.context().close()
})

test('what is typed stays where it is typed', async () => {
  const { page, errors } = await openPage()
  await page.goto(`${sharedApp().origin}/exercises/circuit-breaker`)
  await page.waitForSelector('[data-editor=ready] .view-line')
  await page.locator('.monaco-editor .view-line').first().click()
  await page.keyboard.press('Control+Home')
  const typed = '// one two three four five six seven eight nine ten'
  await page.keyboard.type(`${typed}\n`, { delay: 5 })
  const text = await page.evaluate(() => (globalThis as WithMonaco).monaco?.editor.getModels()[0]?.getValue())
  expect(text?.split('\n')[0]).toBe(typed)
  await page.getByRole('button', { name: 'Reset to the starter' }).click()
  await page.getByRole('button', { name: 'Undo reset' }).click()
  const back = await page.evaluate(() => (globalThis as WithMonaco).monaco?.editor.getModels()[0]?.getValue())
  expect(back).toBe(text)
  expect(errors).toEqual([])
  await page.context().close()
})

test('a page reloaded while its submission is judged shows the verdict', async () => {
  const { page } = await openPage()
  await signUp(page, '/exercises/lease')
  await write(page, solution('lease/solution.ts'))
  const accepted = page.waitForResponse((r) => r.url().endsWith('/api/submissions') && r.status() === 202)
  await page.getByRole('button', { name: 'Submit' }).click()
  await accepted
  await page.reload()
  await page.getByText('Passed', { exact: true }).waitFor({ timeout: 30_000 })
  await page.context().close()
})

test('a replay without a fault says what it is, and leads back to the failing run', async () => {
  const { page } = await openPage()
  await signUp(page, '/exercises/lease')
  await write(page, solution('lease/wrong/expiry-from-reply.ts'))
  await page.getByRole('button', { name: 'Submit' }).click()
  await page.getByText('Failed', { exact: true }).waitFor({ timeout: 30_000 })
  await page
    .getByRole('button', { name: /delete|remove|without/i })
    .first()
    .click()
  await page.getByRole('button', { name: 'Back to the failing run' }).click({ timeout: 30_000 })
  await page.getByText('Failed', { exact: true }).waitFor()
  expect(await page.getByRole('button', { name: 'Back to the failing run' }).count()).toBe(0)
  await page.context().close()
})
