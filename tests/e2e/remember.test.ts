import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connect } from '../../lib/db/index.ts'
import { findExercise } from '../../lib/exercises/index.ts'
import { launchBrowser } from '../setup/browser.ts'
import { sharedApp } from '../setup/server.ts'
import { lessonPage } from './site-pages.ts'
import { overhangAt320, signUp, visit } from './site-visitor.ts'
import { exerciseFile, submitted, violations, workbench, write } from './site-workbench.ts'

let browser: Browser
const database = connect(sharedApp().databaseUrl, 2)
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser.close()
  await database.$disconnect()
})

const STILL = { colorScheme: 'light', reducedMotion: 'reduce' } as const

async function expectFine(page: Page) {
  // The router takes the old title away a moment before it sets the new one.
  await page.waitForFunction(() => document.title !== '')
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    expect(await violations(page)).toEqual([])
  }
}

/** An account with a judged attempt at the exercise. */
async function attempted(page: Page, slug: string, state: 'ATTEMPTED' | 'PASSED' = 'ATTEMPTED') {
  const { email } = await signUp(page)
  const { id } = await database.user.findUniqueOrThrow({ where: { email }, select: { id: true } })
  await database.progress.create({
    data: {
      userId: id,
      exerciseUuid: findExercise(slug)?.uuid as string,
      state,
      attempts: 1,
      lastOutcome: state === 'PASSED' ? 'passed' : 'failed',
    },
  })
  return { id, email }
}

const questionWith = (page: Page, words: string) => page.locator('form').filter({ hasText: words })

describe('quiz', () => {
  test('a prediction is played before it is explained', async () => {
    const { page, leave } = await visit(browser, lessonPage())
    const question = questionWith(page, 'Six calls are under way')
    await question.getByText('half-open', { exact: true }).click()
    await question.getByRole('button', { name: 'Run it' }).click()
    await question.getByRole('button', { name: 'Pause' }).waitFor()
    // Nothing is given away while it plays.
    expect(await question.getByText(/^(Right|Not this)\.$/).count()).toBe(0)
    await question.getByRole('button', { name: 'To the end' }).click()
    await question.getByText('Not this.').waitFor()
    await question.getByText('the breaker is open', { exact: false }).first().waitFor()
    await leave()
  })

  test('items are put in order with the arrow keys, and the focus goes with them', async () => {
    const { page, leave } = await visit(browser, lessonPage())
    const list = page.locator('form ol').first()
    const names = async () => await list.locator('li > span:nth-child(2)').allTextContents()
    const before = await names()
    await list.getByRole('button', { name: 'Move down' }).first().focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    expect(await names()).toEqual([before[1], before[2], before[0], ...before.slice(3)])
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toContain(before[0])
    await leave()
  })
})

describe('review', () => {
  test('a question that was answered comes back when it is due, and is reviewed by keyboard alone', async () => {
    const { page, leave } = await visit(browser, '/', STILL)
    const { email } = await signUp(page, { callbackUrl: '/review' })
    await page.getByText('Nothing to review yet').waitFor()
    await page.goto(lessonPage(), { waitUntil: 'networkidle' })
    const question = page
      .locator('form')
      .filter({ has: page.locator('input[type=radio]') })
      .first()
    const saved = page.waitForResponse(
      (r) => r.url().endsWith('/api/quiz') && r.request().method() === 'POST',
    )
    await question.locator('input').first().check()
    await question.getByRole('button', { name: 'Check' }).click()
    expect((await saved).status()).toBe(200)
    await page.goto('/review', { waitUntil: 'networkidle' })
    await page.getByText('Nothing is due today').waitFor()

    const due = { due: new Date(Date.now() - 1000), lastReview: new Date(Date.now() - 5 * 86_400_000) }
    await database.reviewCard.updateMany({ where: { user: { email } }, data: due })
    await page.goto(lessonPage(), { waitUntil: 'networkidle' })
    await page.getByRole('link', { name: 'Review 1 question due today' }).click()
    await page.getByText('The last one for today').waitFor()
    await expectFine(page)
    await page.keyboard.press('2')
    await page.keyboard.press('Enter')
    await page.getByText(/^(Right|Not this)\.$/).waitFor()
    await expectFine(page)
    await page.keyboard.press('1')
    await page.getByText('Done for today: 1 reviewed').waitFor()
    expect(await page.getByRole('link', { name: 'due today' }).count()).toBe(0)
    expect(await overhangAt320(page)).toBe(0)
    await leave()
  })
})

describe('discussion', () => {
  const address = '/exercises/circuit-breaker/discussion'

  test('holds nothing of what was said before an attempt, and HTML as text after it', async () => {
    const ada = await visit(browser, '/', STILL)
    await attempted(ada.page, 'circuit-breaker')
    await ada.page.goto(address, { waitUntil: 'networkidle' })
    const secret =
      'Count half-open probes only. <img src=x onerror="document.title=1"> [x](javascript:alert(1))'
    await ada.page.getByLabel('Ask or tell something').fill(secret)
    await ada.page.getByRole('button', { name: 'Publish' }).click()
    await ada.page.getByText('Count half-open probes only', { exact: false }).last().waitFor()
    expect(await ada.page.locator('main img, main a[href^="javascript"]').count()).toBe(0)
    await expectFine(ada.page)
    expect(await overhangAt320(ada.page)).toBe(0)

    const eve = await visit(browser, '/', STILL)
    await signUp(eve.page)
    const response = await eve.page.goto(address)
    expect(await response?.text()).not.toContain('half-open probes')
    await eve.page.getByText('Opens with your first judged submission').waitFor()
    const api = await eve.page.request.get('/api/posts?slug=circuit-breaker')
    expect(api.status()).toBe(403)
    await expectFine(eve.page)
    await Promise.all([ada.leave(), eve.leave()])
  })

  test('a spoiler is folded, reported and hidden by a moderator, and a deletion is undone', async () => {
    const bob = await visit(browser, '/', STILL)
    await attempted(bob.page, 'circuit-breaker', 'PASSED')
    await bob.page.goto(address, { waitUntil: 'networkidle' })
    expect(await bob.page.getByRole('checkbox', { name: /Spoiler/ }).isChecked()).toBe(true)
    await bob.page.getByLabel('Ask or tell something').fill('The whole of my solution')
    await bob.page.getByRole('button', { name: 'Publish' }).click()
    const mine = bob.page.locator('li').filter({ hasText: 'The whole of my solution' }).first()
    await mine.waitFor()
    expect(await mine.getByText('The whole of my solution').isVisible()).toBe(false)
    await mine.getByRole('button', { name: 'Delete' }).click()
    await bob.page.getByRole('button', { name: 'Undo' }).click()
    await mine.waitFor()

    const carol = await visit(browser, '/', STILL)
    await attempted(carol.page, 'circuit-breaker')
    await carol.page.goto(address, { waitUntil: 'networkidle' })
    const seen = carol.page.locator('li').filter({ hasText: 'The whole of my solution' }).first()
    await seen.getByRole('button', { name: 'Report' }).click()
    await carol.page.getByLabel('What is wrong with it?').fill('Gives all of it away')
    await carol.page.getByRole('button', { name: 'Report to the moderators' }).click()
    await carol.page.getByText('You have reported this.').waitFor()

    const grace = await visit(browser, '/', STILL)
    const { email } = await signUp(grace.page)
    expect((await grace.page.goto('/moderation'))?.status()).toBe(404)
    await database.user.update({ where: { email }, data: { role: 'INSTRUCTOR' } })
    await grace.page.goto('/moderation', { waitUntil: 'networkidle' })
    const reported = grace.page.locator('li').filter({ hasText: 'Gives all of it away' }).first()
    await expectFine(grace.page)
    await reported.getByRole('button', { name: 'Hide' }).click()
    await grace.page.getByLabel('Why is it hidden?').fill('A solution as a whole')
    await grace.page.getByRole('button', { name: 'Hide', exact: true }).last().click()
    await grace.page.getByText('Hidden: A solution as a whole').waitFor()

    await carol.page.reload({ waitUntil: 'networkidle' })
    expect(await carol.page.getByText('The whole of my solution').count()).toBe(0)
    await Promise.all([bob.leave(), carol.leave(), grace.leave()])
  })
})

describe('notes', () => {
  test('beside a section: written, found again on the page of all, deleted and brought back', async () => {
    const { page, leave } = await visit(browser, '/', STILL)
    await signUp(page, { callbackUrl: '/notes' })
    await page.getByText('No notes yet').waitFor()
    await page.goto(lessonPage(), { waitUntil: 'networkidle' })
    const heading = page.locator('h2#trade-offs')
    await heading.getByRole('button', { name: 'Add a note or bookmark' }).focus()
    await page.keyboard.press('Enter')
    await page.getByLabel('New note').fill('Ask about probes')
    // What is not added yet is there again: for whoever closes the panel, and after a reload.
    const unsent = async () => {
      await heading.getByRole('button', { name: 'Add a note or bookmark' }).click()
      await expect.poll(() => page.getByLabel('New note').inputValue()).toBe('Ask about probes')
    }
    await page.keyboard.press('Escape')
    await unsent()
    await page.reload({ waitUntil: 'networkidle' })
    await unsent()
    await page.getByRole('button', { name: 'Add note' }).click()
    await page.getByRole('button', { name: 'Bookmark', exact: true }).click()
    await page.getByRole('button', { name: 'Bookmarked', exact: true }).waitFor()
    await expectFine(page)
    await page.keyboard.press('Escape')
    await heading.getByRole('button', { name: 'Notes: 1 note, bookmarked' }).waitFor()

    await page.goto('/notes?q=probes', { waitUntil: 'networkidle' })
    await page.getByText('1 note, 0 bookmarks with').waitFor()
    await page.getByRole('link', { name: 'Show all' }).click()
    await page.getByText('1 note, 1 bookmark.').waitFor()
    await expectFine(page)
    await page
      .locator('li')
      .filter({ hasText: 'Ask about probes' })
      .getByRole('button', { name: 'Delete' })
      .click()
    await page.getByRole('button', { name: 'Undo' }).click()
    const back = page.locator('li').filter({ hasText: 'Ask about probes' })
    expect(await back.getByRole('link').getAttribute('href')).toBe(`${lessonPage()}#trade-offs`)
    // A change that is not saved yet is there again after a reload; one that is given up is not.
    const field = back.getByLabel('Edit note')
    const edit = async () => {
      await back.getByRole('button', { name: 'Edit' }).click()
      return field
    }
    await (await edit()).fill('Ask about probes, and how many')
    await page.reload({ waitUntil: 'networkidle' })
    await edit()
    await expect.poll(() => field.inputValue()).toBe('Ask about probes, and how many')
    await back.getByRole('button', { name: 'Cancel' }).click()
    await edit()
    expect(await field.inputValue()).toBe('Ask about probes')
    await page.reload({ waitUntil: 'networkidle' })
    expect(await (await edit()).inputValue()).toBe('Ask about probes')
    expect(await overhangAt320(page)).toBe(0)
    await leave()
  })

  test('beside an event: the link leads to it in the run of that submission', async () => {
    const page = await workbench(browser, '/exercises/circuit-breaker')
    await write(page, exerciseFile('circuit-breaker/starter.ts'))
    const pane = await submitted(page, 'failed')
    await pane
      .getByRole('application', { name: /steps on \d+ lanes/ })
      .first()
      .focus()
    await page.keyboard.press('Home')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    const step = await pane.getByText(/^step \d+ of \d+$/).textContent()
    await pane.getByText('Note or bookmark this event').click()
    await pane.getByLabel('New note').fill('From here on')
    await pane.getByRole('button', { name: 'Add note' }).click()
    await pane.getByText('Your notes on this event: 1 note').waitFor()
    await page.goto('/notes', { waitUntil: 'networkidle' })
    await page.getByRole('link', { name: /event \d+ of the run of/ }).click()
    await page.getByText('From here on').waitFor()
    expect(await page.getByText(/^step \d+ of \d+$/).textContent()).toBe(step)
    await page.context().close()
  })
})
