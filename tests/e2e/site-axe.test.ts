import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connect } from '../../lib/db/index.ts'
import { launchBrowser } from '../setup/browser.ts'
import { sharedApp } from '../setup/server.ts'
import { lessonPage, publicPages } from './site-pages.ts'
import { overhangAt320, signUp, twoFrames, visit } from './site-visitor.ts'
import { exerciseFile, submitted, workbench, write } from './site-workbench.ts'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

let browser: Browser
const database = connect(sharedApp().databaseUrl, 2)
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser.close()
  await database.$disconnect()
})

/** Colours change at once, so that none is judged halfway. */
const STILL = { colorScheme: 'light', reducedMotion: 'reduce' } as const

// Two at a time: most of a visit is waiting for the page to be still.
describe.concurrent('every page', () => {
  test.each(publicPages())(
    '%s loads without an error in the browser, fits into 320 px, and axe finds nothing in either theme',
    async (path) => {
      const { page, errors, leave } = await visit(browser, path, STILL)
      // A page that does not exist is an answer of 404, which the browser reports.
      expect(errors.filter((text) => !(path === '/no-such-page' && text.includes('404')))).toEqual([])
      expect(await page.locator('h1').count()).toBe(1)
      await expectNothing(page)
      expect(await overhangAt320(page)).toBeLessThanOrEqual(0)
      await leave()
    },
  )
})

describe('axe finds nothing in either theme', () => {
  test('on a phone, with the notes below their paragraphs', async () => {
    const phone = { ...STILL, viewport: { width: 390, height: 844 } }
    const { page, leave } = await visit(browser, lessonPage(), phone)
    await expectNothing(page)
    await leave()
  })

  test('in a quiz whose questions are answered', async () => {
    const { page, leave } = await visit(browser, lessonPage(), STILL)
    const questions = page.locator('section[aria-labelledby="quiz"] form')
    for (const question of await questions.all()) {
      const choice = question.locator('input').first()
      // A question of order has no input: its items are in some order from the start.
      if ((await choice.count()) > 0) {
        if ((await choice.getAttribute('inputmode')) === 'decimal') await choice.fill('1')
        else await choice.check()
      }
      await question.getByRole('button', { name: /^(Check|Run it)$/ }).click()
      await question.getByText(/^(Right\.|Not this\.)$/).waitFor()
    }
    await expectNothing(page)
    await leave()
  })

  test('in a form with errors', async () => {
    const { page, leave } = await visit(browser, '/sign-up', STILL)
    await page.getByRole('button', { name: 'Sign up' }).click()
    await page.getByText('Email is needed.').waitFor()
    await expectNothing(page)
    await leave()
  })

  test('in the command palette and in the sheet of shortcuts', async () => {
    const { page, leave } = await visit(browser, '/learn', STILL)
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox').fill('lease')
    await page.getByRole('option', { name: 'All hits' }).waitFor()
    await page.getByRole('group', { name: 'In the course' }).getByRole('option').nth(1).waitFor()
    await expectNothing(page)
    await page.keyboard.press('Escape')
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Shortcuts' }).waitFor()
    await expectNothing(page)
    await leave()
  })

  test('signed in, with the menu open', async () => {
    const { page, leave } = await visit(browser, '/', STILL)
    await signUp(page, { callbackUrl: '/progress' })
    await expectNothing(page)
    await page.getByRole('button', { name: 'Ada' }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).waitFor()
    await expectNothing(page)
    await leave()
  })

  test("on every page of a learner's own, which fit into 320 px as well", async () => {
    const page = await workbench(browser, '/exercises/circuit-breaker')
    await page.emulateMedia(STILL)
    await write(page, exerciseFile('circuit-breaker/starter.ts'))
    await submitted(page, 'failed')
    await expectNothing(page)
    await write(page, exerciseFile('circuit-breaker/solution.ts'))
    await submitted(page, 'passed')
    await expectNothing(page)
    const { user } = await (await page.request.get('/api/account')).json()
    await database.user.update({ where: { id: user.id }, data: { role: 'INSTRUCTOR' } })
    const code = 'BCDFGHJKMNPQRSTVWXYZ'
    await database.certificate.deleteMany({ where: { code } })
    await database.certificate.create({
      data: { userId: user.id, path: 'beginner', code, name: 'Ada' },
      select: { id: true },
    })
    await keepSomething(page)
    await database.reviewCard.updateMany({ where: { userId: user.id }, data: { due: new Date(0) } })
    await page.goto('/exercises/circuit-breaker/history', { waitUntil: 'networkidle' })
    const version = await page.locator('a[href*="/history/s-"]').first().getAttribute('href')
    for (const path of [
      '/exercises/circuit-breaker/history',
      version ?? 'no link to a version in the history',
      `/exercises/circuit-breaker/history/compare?from=${version?.split('/').at(-1)}&to=draft`,
      '/exercises/circuit-breaker/solutions',
      '/exercises/circuit-breaker/discussion',
      '/moderation',
      `/certificates/${code}`,
      ...[
        '/progress',
        '/review',
        '/notes',
        '/account',
        '/settings',
        '/learn',
        '/learn/beginner',
        lessonPage(),
      ],
    ]) {
      await page.setViewportSize({ width: 1280, height: 900 })
      // Or it would be the page of what is not there that is judged.
      expect((await page.goto(path, { waitUntil: 'networkidle' }))?.status(), path).toBe(200)
      await expectNothing(page)
      expect(await overhangAt320(page), path).toBeLessThanOrEqual(0)
    }
    await page.setViewportSize({ width: 1280, height: 900 })
    // With what is kept, neither is the page of somebody who has nothing.
    await page.goto('/notes', { waitUntil: 'networkidle' })
    await page.getByText('The window forgets.').waitFor()
    await page.getByRole('button', { name: 'Edit' }).click()
    await expectNothing(page)
    await page.goto('/review', { waitUntil: 'networkidle' })
    await page.getByRole('radio').first().check()
    await page.getByRole('button', { name: 'Check' }).click()
    await page.getByRole('button', { name: /^(Next|Good)/ }).waitFor()
    await expectNothing(page)
    expect(await overhangAt320(page), 'an answered review').toBeLessThanOrEqual(0)
    await page.context().close()
  }, 180_000)
})

/** A note, a bookmark and an answered question of the circuit breaker's lesson. */
async function keepSomething(page: Page): Promise<void> {
  const place = { lesson: 'circuit-breaker', section: 'solution' }
  const sent: readonly (readonly [string, object])[] = [
    ['/api/notes', { place, body: 'The window forgets.\nA burst after a quiet hour.' }],
    ['/api/bookmarks', { place, title: 'Solution' }],
    [
      '/api/quiz',
      { lesson: 'circuit-breaker', question: 'predict-the-trip', answer: ['two'], zone: 'Europe/Berlin' },
    ],
  ]
  for (const [path, data] of sent) {
    const headers = { origin: sharedApp().origin }
    expect((await page.request.post(path, { data, headers })).status(), path).toBe(200)
  }
}

/** All rules in the light theme; in the dark one, where nothing but colours differs, those about colours. */
async function expectNothing(page: Page): Promise<void> {
  const where = new URL(page.url()).pathname
  await page.emulateMedia({ colorScheme: 'light' })
  await twoFrames(page)
  expect(await violations(page, '{ resultTypes: ["violations"] }'), where).toEqual([])
  await page.emulateMedia({ colorScheme: 'dark' })
  await twoFrames(page)
  const colours = '{ runOnly: ["color-contrast", "link-in-text-block"], resultTypes: ["violations"] }'
  expect(await violations(page, colours), `${where}, dark`).toEqual([])
}

/** Rule, and the elements that break it. */
async function violations(page: Page, options: string): Promise<string[]> {
  // Evaluated by the browser's own door, which the page's Content-Security-Policy does not guard.
  await page.evaluate(axeSource)
  const results = (await page.evaluate(`axe.run(${options})`)) as AxeResults
  return results.violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes.map((node) => `${node.target.join(' ')} (${node.failureSummary})`).join('; ')}`,
  )
}
