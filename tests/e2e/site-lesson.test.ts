import { gzipSync } from 'node:zlib'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from '../setup/browser.ts'
import { lessonPage } from './site-pages.ts'
import { visit } from './site-visitor.ts'

const JAVASCRIPT_KB_MAX = 180

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

describe('a lesson', () => {
  test(`costs at most ${JAVASCRIPT_KB_MAX} KB of compressed JavaScript`, async () => {
    const { page, leave } = await visit(browser, '/legal')
    const scripts = new Map<string, number>()
    page.on('response', async (response) => {
      if (response.request().resourceType() !== 'script' || response.status() !== 200) return
      scripts.set(response.url(), gzipSync(await response.body()).length)
    })
    await page.context().clearCookies()
    await page.goto(lessonPage(), { waitUntil: 'networkidle' })
    const bytes = [...scripts.values()].reduce((sum, size) => sum + size, 0)
    expect(bytes).toBeGreaterThan(50_000)
    expect(bytes / 1024).toBeLessThanOrEqual(JAVASCRIPT_KB_MAX)
    await leave()
  })

  test('notes stand in the margin of a wide page and below their paragraph on a phone', async () => {
    const { page, leave } = await visit(browser, lessonPage(), { viewport: { width: 1280, height: 900 } })
    const margin = page.locator('.prose .note').first()
    const below = page.locator('.prose .notes-below').first()
    const column = await page.locator('.prose > p').first().boundingBox()
    expect((await margin.boundingBox())?.x).toBeGreaterThan((column?.x ?? 0) + (column?.width ?? 0))
    expect(await below.isVisible()).toBe(false)
    await page.setViewportSize({ width: 390, height: 844 })
    expect(await margin.isVisible()).toBe(false)
    expect(await below.isVisible()).toBe(true)
    await leave()
  })

  test('reads at 60 to 75 characters a line', async () => {
    const { page, leave } = await visit(browser, lessonPage(), { viewport: { width: 1280, height: 900 } })
    const perLine = await page.locator('.prose > p').evaluateAll((paragraphs) => {
      const long = paragraphs.filter((p) => (p.textContent?.length ?? 0) > 300 && !p.querySelector('.note'))
      const lines = long.map(
        (p) => p.getBoundingClientRect().height / Number.parseFloat(getComputedStyle(p).lineHeight),
      )
      const letters = long.map((p) => p.textContent?.length ?? 0)
      const sum = (values: number[]) => values.reduce((a, b) => a + b, 0)
      return sum(letters) / sum(lines)
    })
    expect(perLine).toBeGreaterThanOrEqual(60)
    expect(perLine).toBeLessThanOrEqual(75)
    await leave()
  })

  test('its figure is fetched when it comes near, and its knobs change the text form', async () => {
    const { page, errors, leave } = await visit(browser, lessonPage())
    const figure = page
      .locator('figure:has(figcaption)')
      .filter({ has: page.locator('details') })
      .first()
    const mount = page.locator('.prose figure[aria-labelledby]').first()
    await mount.scrollIntoViewIfNeeded()
    await figure.waitFor()
    await figure.getByText('The same as text').click()
    const text = figure.locator('details').filter({ hasText: 'The same as text' })
    const before = await text.textContent()
    const knob = figure.locator('input').first()
    if ((await knob.getAttribute('type')) === 'range') {
      await knob.focus()
      await page.keyboard.press('End')
      if ((await text.textContent()) === before) await page.keyboard.press('Home')
    } else {
      await figure.locator('input:not(:checked)').first().check({ force: true })
    }
    await expect.poll(() => text.textContent()).not.toBe(before)
    expect(errors).toEqual([])
    await leave()
  })

  test('its quiz explains every answer, and keeps the answers', async () => {
    const { page, leave } = await visit(browser, lessonPage())
    const question = page
      .locator('section[aria-labelledby="quiz"] form')
      .filter({ has: page.locator('input[type=radio]') })
      .first()
    expect(await question.getByRole('button', { name: 'Check' }).isDisabled()).toBe(true)
    await question.locator('input').first().check()
    await question.getByRole('button', { name: 'Check' }).click()
    await question.getByText(/^(Right\.|Not this\.)$/).waitFor()
    await page.reload({ waitUntil: 'networkidle' })
    await question.getByText(/^(Right\.|Not this\.)$/).waitFor()
    await question.getByRole('button', { name: 'Answer again' }).click()
    await question.getByRole('button', { name: 'Check' }).waitFor()
    await leave()
  })

  test('a reader who comes back is told where they stopped', async () => {
    const { page, leave } = await visit(browser, lessonPage(), { viewport: { width: 1280, height: 900 } })
    await page.locator('#trade-offs').evaluate((heading) => heading.scrollIntoView({ behavior: 'instant' }))
    const contents = page.getByRole('navigation', { name: 'Contents' })
    await contents.locator('[aria-current=location]', { hasText: 'Trade-offs' }).waitFor()
    await page.goto('/learn')
    await page.goto(lessonPage(), { waitUntil: 'networkidle' })
    await contents.getByText('you stopped here').waitFor()
    await leave()
  })

  test('code can be copied', async () => {
    const { page, leave } = await visit(browser, lessonPage(), {
      permissions: ['clipboard-read', 'clipboard-write'],
    })
    const block = page.locator('.code-block').first()
    await block.getByRole('button', { name: 'Copy' }).click()
    await block.getByText('Copied').waitFor()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
      await block.locator('code').textContent(),
    )
    await leave()
  })

  test('can be read without JavaScript', async () => {
    const { page, leave } = await visit(browser, lessonPage(), { javaScriptEnabled: false })
    await page.getByRole('heading', { name: 'Case studies' }).waitFor()
    expect(await page.locator('.prose > p').count()).toBeGreaterThan(5)
    expect(await page.getByRole('link', { name: 'Sign in' }).count()).toBe(1)
    await leave()
  })
})
