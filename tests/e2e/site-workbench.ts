import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { AxeResults } from 'axe-core'
import type { Browser, Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { sharedApp } from '../setup/server.ts'
import { signUp } from './site-visitor.ts'

type WithMonaco = typeof globalThis & {
  monaco?: { editor: { getModels(): { setValue(code: string): void }[] } }
}

/** A file of an exercise's folder. */
export function exerciseFile(path: string): string {
  return readFileSync(join(import.meta.dirname, '../../exercises', path), 'utf8')
}

/** The workbench of a new reader, signed in. */
export async function workbench(browser: Browser, path: string): Promise<Page> {
  const context = await browser.newContext({
    baseURL: sharedApp().origin,
    viewport: { width: 1280, height: 900 },
  })
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  await signUp(page, { callbackUrl: path })
  await page.waitForSelector('[data-editor=ready]')
  return page
}

export async function write(page: Page, code: string) {
  await page.waitForSelector('[data-editor=ready]')
  await page.evaluate(
    (text) => (globalThis as WithMonaco).monaco?.editor.getModels()[0]?.setValue(text),
    code,
  )
}

/** What the editor shows. It draws spaces of another kind. */
export async function shownCode(page: Page): Promise<string> {
  await page.waitForSelector('[data-editor=ready] .view-line')
  return (await page.locator('.view-lines').first().innerText()).replaceAll('\u00a0', ' ')
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What axe finds wrong with the page as it stands. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axeSource)
  const results = (await page.evaluate('axe.run({ resultTypes: ["violations"] })')) as AxeResults
  return results.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join('; ')}`)
}

/** Submits what is in the editor, and gives the outcome pane once it shows that verdict. */
export async function submitted(page: Page, outcome: 'passed' | 'failed'): Promise<Locator> {
  const pane = page.getByRole('region', { name: 'Outcome' })
  // The verdict before is gone once this is sent. That it is on its way may be shown too shortly to be seen.
  const sent = page.waitForResponse(
    (response) => response.url().endsWith('/api/submissions') && response.request().method() === 'POST',
  )
  await page.getByRole('button', { name: 'Submit' }).click()
  expect((await sent).status()).toBe(202)
  await pane.locator(`article[data-outcome=${outcome}]`).waitFor()
  return pane
}
