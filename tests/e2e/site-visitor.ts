import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { sharedApp } from '../setup/server.ts'

export interface Visitor {
  page: Page
  /** Errors that the browser reported: blocked scripts, failed requests, exceptions. */
  errors: string[]
  leave(): Promise<void>
}

/** A fresh browser profile on the shared site. */
export async function visit(
  browser: Browser,
  path: string,
  options: BrowserContextOptions = {},
): Promise<Visitor> {
  const context = await browser.newContext({ baseURL: sharedApp().origin, ...options })
  const page = await context.newPage()
  const errors: string[] = []
  page.on('console', (message) => {
    // A resource that failed is named by where it is, not by the words.
    if (message.type() === 'error') errors.push(`${message.text()} (${message.location().url})`)
  })
  page.on('pageerror', (error) => errors.push(String(error)))
  await page.goto(path, { waitUntil: 'networkidle' })
  return { page, errors, leave: () => context.close() }
}

/** An address that no account has. */
export function freshEmail(): string {
  return `reader-${crypto.randomUUID()}@example.org`
}

export const password = 'correct horse battery'

/** Signs a new reader up through the form and comes back signed in. */
export async function signUp(
  page: Page,
  { email = freshEmail(), name = 'Ada', callbackUrl = '/learn' } = {},
) {
  await page.goto(`/sign-up?callbackUrl=${encodeURIComponent(callbackUrl)}`, { waitUntil: 'networkidle' })
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Name').fill(name)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign up' }).click()
  await page.waitForURL(callbackUrl)
  return { email, name }
}

/** Signs an existing reader in through the form. */
export async function signIn(
  page: Page,
  { email, callbackUrl = '/learn' }: { email: string; callbackUrl?: string },
) {
  await page.goto(`/sign-in?callbackUrl=${encodeURIComponent(callbackUrl)}`, { waitUntil: 'networkidle' })
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL(callbackUrl)
}

/** By how many px the page is wider than a window of 320, which is 1,280 zoomed to 400 % (WCAG 2.2, 1.4.10). */
export async function overhangAt320(page: Page): Promise<number> {
  await page.setViewportSize({ width: 320, height: 640 })
  await twoFrames(page)
  return await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
}

/** Until what depends on the window or the theme has been laid out and painted. */
export async function twoFrames(page: Page): Promise<void> {
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  )
}
