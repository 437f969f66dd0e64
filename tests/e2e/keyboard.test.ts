/** The whole of the main job without a mouse: every step is a key that was pressed on what has the focus. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../setup/browser.ts'
import { lessonPage } from './site-pages.ts'
import { freshEmail, password, visit } from './site-visitor.ts'
import { exerciseFile } from './site-workbench.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

test('by keyboard alone: sign up, read, answer, write, run, step through the failing run, mend, pass', async () => {
  const { page, errors, leave } = await visit(browser, '/', { viewport: { width: 1280, height: 900 } })
  page.setDefaultTimeout(30_000)
  const keys = page.keyboard

  // Sign up, and on to the lesson.
  await tabTo(page, 'Sign in')
  await keys.press('Enter')
  await page.waitForURL('**/sign-in**')
  await tabTo(page, /sign up|create an account/i)
  await keys.press('Enter')
  await page.waitForURL('**/sign-up**')
  await tabTo(page, 'Email')
  await keys.type(freshEmail())
  await tabTo(page, 'Name')
  await keys.type('Ada')
  await tabTo(page, 'Password')
  await keys.type(password)
  await keys.press('Enter')
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-'))

  // The palette is the short way to a lesson.
  await keys.press('Control+k')
  await page.getByRole('combobox').waitFor()
  await keys.type('circut braker')
  await page.getByRole('option', { name: 'Circuit Breaker Lesson', exact: true }).waitFor()
  while ((await current(page)) !== 'Circuit Breaker Lesson') await keys.press('ArrowDown')
  await keys.press('Enter')
  await page.waitForURL(`**${lessonPage()}`)

  // Its first question.
  const quiz = page.locator('section[aria-labelledby="quiz"]')
  const first = quiz.locator('form').first()
  await first.locator('input').first().waitFor()
  await tabUntil(page, () =>
    first.evaluate(
      (form) => form.contains(document.activeElement) && document.activeElement?.tagName === 'INPUT',
    ),
  )
  await keys.press('Space')
  expect(await first.locator('input:checked').count()).toBe(1)
  await tabTo(page, 'Check')
  await keys.press('Enter')
  await first
    .getByText(/^(Right|Correct|Not|Wrong)/)
    .first()
    .waitFor()

  // The exercise: a wrong solution, run with the cursor in the editor.
  await keys.press('Control+k')
  await page.getByRole('combobox').waitFor()
  await keys.type('circuit breaker')
  await page.getByRole('option', { name: 'Circuit breaker Exercise', exact: true }).waitFor()
  while ((await current(page)) !== 'Circuit breaker Exercise') await keys.press('ArrowDown')
  await keys.press('Enter')
  await page.waitForURL('**/exercises/circuit-breaker')
  await page.waitForSelector('[data-editor=ready]')
  await tabUntil(page, () => inEditor(page))
  await keys.press('Control+a')
  await keys.insertText(exerciseFile('circuit-breaker/starter.ts'))
  await keys.press('Control+Enter')
  const outcome = page.getByRole('region', { name: 'Outcome' })
  await outcome.locator('article[data-outcome=failed]').waitFor()

  // Out of the editor, which says how.
  expect(await inEditor(page)).toBe(true)
  await keys.press('Escape')
  await page.getByRole('status').getByText('Tab leaves the editor').waitFor()
  await keys.press('Tab')
  expect(await inEditor(page)).toBe(false)

  // The failing run, event by event.
  const diagram = page.getByRole('application').first()
  await tabUntil(page, () => diagram.evaluate((element) => element === document.activeElement))
  const step = outcome.getByText(/^step \d+ of \d+$/)
  await keys.press('Home')
  await expect.poll(() => step.innerText()).toMatch(/^step 1 of/)
  await keys.press('ArrowDown')
  await keys.press('ArrowDown')
  await expect.poll(() => step.innerText()).toMatch(/^step 3 of/)
  await keys.press('w')
  await expect.poll(() => page.getByText('In the conflict.').count()).toBeGreaterThan(0)

  // Mend, submit, pass.
  await keys.press('Control+k')
  await page.getByRole('combobox').waitFor()
  await keys.type('edit the code')
  await expect.poll(() => current(page)).toBe('Edit the code')
  await keys.press('Enter')
  await expect.poll(() => inEditor(page)).toBe(true)
  await keys.press('Control+a')
  await keys.insertText(exerciseFile('circuit-breaker/solution.ts'))
  await keys.press('Control+Shift+Enter')
  await outcome.locator('article[data-outcome=passed]').waitFor()
  expect(errors).toEqual([])
  await leave()
}, 120_000)

/** Presses Tab until what has the focus is called so. */
async function tabTo(page: Page, name: string | RegExp) {
  const wanted = page
    .getByRole('link', { name })
    .or(page.getByRole('button', { name }))
    .or(page.getByRole('textbox', { name }))
    .or(page.getByLabel(name))
  await tabUntil(page, () =>
    wanted.evaluateAll((elements) => elements.includes(document.activeElement as HTMLElement)),
  )
}

async function tabUntil(page: Page, isThere: () => Promise<boolean>) {
  for (let stops = 0; stops < 200; stops++) {
    if (await isThere()) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`200 Tab stops of ${page.url()} did not lead there`)
}

/** The option of the palette that Enter takes, as a screen reader hears it. */
async function current(page: Page): Promise<string | undefined> {
  const text = await page
    .locator('[role=option][aria-selected=true]')
    .innerText({ timeout: 1_000 })
    .catch(() => undefined)
  return text?.replace(/\s+/g, ' ').trim()
}

function inEditor(page: Page): Promise<boolean> {
  return page.evaluate(() => document.activeElement?.closest('.monaco-editor') != null)
}
