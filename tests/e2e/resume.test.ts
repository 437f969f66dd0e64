import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../setup/browser.ts'
import { sharedApp } from '../setup/server.ts'
import { signIn, signUp } from './site-visitor.ts'

interface Position {
  lineNumber: number
  column: number
}

type WithMonaco = typeof globalThis & {
  monaco?: {
    editor: { getEditors(): { getPosition(): Position; setPosition(position: Position): void }[] }
  }
}

const EXERCISE = '/exercises/timeout'
const LESSON = '/learn/beginner/basics/timeout'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

test('Continue on one device opens the line, and then the section, where the other one was', async () => {
  const [laptop, desk] = [await device(), await device()]
  const { email } = await signUp(laptop, { callbackUrl: EXERCISE })
  await laptop.waitForSelector('[data-editor=ready]')
  const placed = saved(laptop, '/api/progress/places/timeout')
  await laptop.evaluate(() =>
    (globalThis as WithMonaco).monaco?.editor.getEditors()[0]?.setPosition({ lineNumber: 7, column: 2 }),
  )
  await placed

  await signIn(desk, { email, callbackUrl: '/learn' })
  await desk.getByRole('link', { name: 'Continue' }).first().click()
  await desk.waitForURL(EXERCISE)
  await desk.waitForSelector('[data-editor=ready]')
  const cursor = await desk.evaluate(() =>
    (globalThis as WithMonaco).monaco?.editor.getEditors()[0]?.getPosition(),
  )
  expect(cursor).toMatchObject({ lineNumber: 7, column: 2 })

  await desk.goto(LESSON, { waitUntil: 'networkidle' })
  const read = saved(desk, '/api/progress/lessons/timeout', 'trade-offs')
  await desk.evaluate(() => document.getElementById('trade-offs')?.scrollIntoView({ behavior: 'instant' }))
  await read

  await laptop.goto('/continue')
  expect(new URL(laptop.url()).pathname + new URL(laptop.url()).hash).toBe(`${LESSON}#trade-offs`)
  await expect
    .poll(async () => (await laptop.locator('#trade-offs').boundingBox())?.y ?? Number.POSITIVE_INFINITY)
    .toBeLessThan(100)
  for (const page of [laptop, desk]) await page.context().close()
})

async function device(): Promise<Page> {
  const context = await browser.newContext({
    baseURL: sharedApp().origin,
    viewport: { width: 1280, height: 900 },
  })
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  return page
}

/** Resolves when the server has taken a position with this text in it. */
async function saved(page: Page, path: string, text = ''): Promise<void> {
  await page.waitForResponse(
    (response) =>
      response.url().endsWith(path) &&
      response.request().method() === 'PUT' &&
      (response.request().postData() ?? '').includes(text) &&
      response.ok(),
  )
}
