import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from '../setup/browser.ts'
import { lessonPage, publicPages } from './site-pages.ts'
import { signUp, visit } from './site-visitor.ts'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const themes = ['light', 'dark'] as const

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

describe.each(themes)('axe finds nothing in the %s theme', (colorScheme) => {
  test.each(publicPages())('%s', async (path) => {
    const { page, leave } = await visit(browser, path, { colorScheme })
    expect(await violations(page)).toEqual([])
    await leave()
  })

  test('on a phone, with the notes below their paragraphs', async () => {
    const { page, leave } = await visit(browser, lessonPage(), {
      colorScheme,
      viewport: { width: 390, height: 844 },
    })
    expect(await violations(page)).toEqual([])
    await leave()
  })

  test('in a quiz whose questions are answered', async () => {
    const { page, leave } = await visit(browser, lessonPage(), { colorScheme })
    const questions = page.locator('section[aria-labelledby="quiz"] form')
    for (const question of await questions.all()) {
      const choice = question.locator('input').first()
      // A question of order has no input: its items are in some order from the start.
      if ((await choice.count()) > 0) {
        if ((await choice.getAttribute('inputmode')) === 'decimal') await choice.fill('1')
        else await choice.check()
      }
      await question.getByRole('button', { name: 'Check' }).click()
    }
    expect(await violations(page)).toEqual([])
    await leave()
  })

  test('in a form with errors', async () => {
    const { page, leave } = await visit(browser, '/sign-up', { colorScheme })
    await page.getByRole('button', { name: 'Sign up' }).click()
    await page.getByText('Email is needed.').waitFor()
    expect(await violations(page)).toEqual([])
    await leave()
  })

  test('signed in, with the menu open', async () => {
    const { page, leave } = await visit(browser, '/', { colorScheme })
    await signUp(page, { callbackUrl: '/progress' })
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'Ada' }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).waitFor()
    expect(await violations(page)).toEqual([])
    await leave()
  })
})

/** Rule, and the elements that break it. */
async function violations(page: Page): Promise<string[]> {
  // Evaluated by the browser's own door, which the page's Content-Security-Policy does not guard.
  await page.evaluate(axeSource)
  const results = (await page.evaluate('axe.run({ resultTypes: ["violations"] })')) as AxeResults
  return results.violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes.map((node) => `${node.target.join(' ')} (${node.failureSummary})`).join('; ')}`,
  )
}
