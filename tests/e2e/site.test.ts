import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from '../setup/browser.ts'
import { visit } from './site-visitor.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

describe('every page', () => {
  test('the first Tab stop skips to the content, and shows where it is', async () => {
    const { page, leave } = await visit(browser, '/learn')
    await page.keyboard.press('Tab')
    const skip = page.getByRole('link', { name: 'Skip to content' })
    expect(await skip.evaluate((link) => link === document.activeElement)).toBe(true)
    expect((await skip.boundingBox())?.width).toBeGreaterThan(80)
    await page.keyboard.press('Enter')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main')
    await leave()
  })

  test('every link of the site leads somewhere', async () => {
    const { page, leave } = await visit(browser, '/')
    const origin = new URL(page.url()).origin
    const open = ['/', '/learn', '/library']
    const seen = new Map<string, number>()
    while (open.length > 0) {
      const path = open.shift() as string
      if (seen.has(path)) continue
      const response = await page.request.get(path)
      seen.set(path, response.status())
      for (const [, href = ''] of (await response.text()).matchAll(/<a\b[^>]*\bhref="([^"#]+)/g)) {
        const url = new URL(href.replaceAll('&amp;', '&'), origin)
        if (url.origin === origin) open.push(url.pathname)
      }
    }
    expect([...seen].filter(([, status]) => status !== 200)).toEqual([])
    expect(seen.size).toBeGreaterThan(10)
    await leave()
  })
})

describe('theme', () => {
  test('follows the system, then the choice, and comes back before the first paint', async () => {
    const { page, leave } = await visit(browser, '/', { colorScheme: 'light' })
    const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)
    const light = await ground()
    await page.emulateMedia({ colorScheme: 'dark' })
    const dark = await ground()
    expect(dark).not.toBe(light)

    await page.emulateMedia({ colorScheme: 'light' })
    await page.getByRole('button', { name: 'Theme: system. Change to light' }).click()
    await page.getByRole('button', { name: 'Theme: light. Change to dark' }).click()
    expect(await ground()).toBe(dark)

    // Before any script of the framework has run, the page is dark already.
    await page.route(/_next\/static\/.*\.js/, (route) => route.abort())
    await page.goto('/learn', { waitUntil: 'domcontentloaded' })
    expect(await ground()).toBe(dark)
    await leave()
  })
})

describe('addresses', () => {
  test('a week leads to its section of the path', async () => {
    const { page, leave } = await visit(browser, '/learn/beginner/protection')
    expect(page.url()).toMatch(/\/learn\/beginner#protection$/)
    await leave()
  })

  test('an unknown path, week, lesson or pattern is a 404 that says where to look', async () => {
    const { page, leave } = await visit(browser, '/')
    for (const path of [
      '/learn/nope',
      '/learn/beginner/nope',
      '/learn/beginner/basics/raft',
      '/library/nope',
    ]) {
      const response = await page.goto(path)
      expect(response?.status(), path).toBe(404)
      await page.getByRole('heading', { name: 'There is no page at this address' }).waitFor()
    }
    await leave()
  })

  test('a pattern without a lesson says what it is about, and that the lesson is in preparation', async () => {
    const { page, leave } = await visit(browser, '/library/raft')
    await page.getByText('Elect one leader per term').waitFor()
    await page.getByText('In preparation: they belong to').waitFor()
    await page.getByRole('link', { name: 'week 1 of the Expert path' }).click()
    await page.waitForURL('**/learn/expert#consensus-in-full')
    await leave()
  })
})

describe('the library', () => {
  test('a misspelt name finds its pattern; the address keeps the search over a reload', async () => {
    const { page, leave } = await visit(browser, '/library')
    const rows = page.getByRole('region', { name: 'Find a pattern' }).getByRole('listitem')
    await page.getByRole('searchbox').fill('circut braker')
    await expect.poll(() => rows.first().innerText()).toContain('Circuit Breaker')
    await page.reload()
    await expect.poll(() => rows.first().innerText()).toContain('Circuit Breaker')
    expect(await page.getByRole('searchbox').inputValue()).toBe('circut braker')
    await page.getByLabel('Level').selectOption('expert')
    await page.getByRole('heading', { name: 'No pattern fits' }).waitFor()
    await page.getByRole('button', { name: 'Show all' }).first().click()
    await page.getByText('136 of 136').waitFor()
    expect(new URL(page.url()).search).toBe('')
    await leave()
  })

  test('the decision guide leads by answers to a pattern and its reason, by keyboard, and takes an answer back', async () => {
    const { page, leave } = await visit(browser, '/library/guide')
    const press = async (name: string) => {
      await page.getByRole('button', { name }).focus()
      await page.keyboard.press('Enter')
    }
    await press('A service that we call is slow, down or flaky')
    await press('It hangs, and our own workers with it')
    await press('Yes, and one dependency still takes all workers')
    await page.getByRole('heading', { name: 'Bulkhead' }).waitFor()
    await page.getByText('Deadlines bound each call').waitFor()
    await page.reload()
    await page.getByRole('heading', { name: 'Bulkhead' }).waitFor()
    await press('Change the answer to “How does the call fail?”')
    const asked = page.getByRole('heading', { name: 'How does the call fail?' })
    await expect.poll(() => asked.evaluate((heading) => heading === document.activeElement)).toBe(true)
    await leave()
  })
})
