import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from '../setup/browser.ts'
import { sharedApp } from '../setup/server.ts'
import { signIn } from './site-visitor.ts'
import { exerciseFile, submitted, violations, workbench, write } from './site-workbench.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

const solution = exerciseFile('merkle-trees/solution.ts')
const at = (stage: string) => `/exercises/merkle-trees?stage=${stage}`
const stages = async (page: Page) =>
  (await page.getByRole('navigation', { name: 'Stages' }).getByRole('listitem').allInnerTexts()).map((text) =>
    text.replace(/\s+/g, ' '),
  )

describe('a staged exercise', () => {
  test('a stage that is locked can be read and run, and Submit waits for the one before', async () => {
    const page = await workbench(browser, at('inclusion'))
    expect(await stages(page)).toEqual([
      '1 An entry is in the log',
      '2 The log only grew opens after stage 1',
      '3 Two replicas differ opens after stage 2',
    ])
    await page.getByRole('link', { name: 'The log only grew' }).click()
    await page.waitForURL(at('consistency'))
    const pane = page.getByRole('region', { name: 'Outcome' })
    await pane.getByRole('heading', { name: 'Opens when stage 1 is passed' }).waitFor()
    expect(await page.getByRole('button', { name: 'Submit' }).isDisabled()).toBe(true)
    await page.getByRole('heading', { name: 'Stage 2: the log only grew' }).waitFor()
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'Run', exact: true }).click()
    await pane.locator('article[data-outcome]').waitFor()

    // The server holds to it, too.
    const answer = await page.evaluate(async () => {
      const response = await fetch('/api/submissions', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          ...{ slug: 'merkle-trees', stage: 'consistency', code: 'export {}' },
          idempotencyKey: crypto.randomUUID(),
        }),
      })
      return { status: response.status, text: await response.text() }
    })
    expect(answer.status, answer.text).toBe(409)
    expect(answer.text).toContain('Stage 2 is judged after stage 1')
    await page.context().close()
  })

  test('passes stage by stage with one file; a failure of a later stage keeps what was passed', async () => {
    const page = await workbench(browser, at('inclusion'))
    await write(page, solution)
    const pane = await submitted(page, 'passed')
    await pane.getByText('Stage 1 of 3 is passed.').waitFor()
    await pane.getByRole('button', { name: 'Stage 2: The log only grew' }).click()
    await page.waitForURL(at('consistency'))

    await write(page, exerciseFile('merkle-trees/stages/consistency/wrong/sends-the-old-root.ts'))
    await submitted(page, 'failed')
    await pane.locator('[data-picture=tree]').waitFor()
    expect(await stages(page)).toEqual([
      '1 An entry is in the log passed',
      '2 The log only grew',
      '3 Two replicas differ opens after stage 2',
    ])

    // Who comes back stands where they left, with the verdict and the code.
    await page.goto('/exercises/merkle-trees')
    expect(page.url()).toContain(at('consistency'))
    await pane.locator('article[data-outcome=failed]').waitFor()
    await write(page, solution)
    await submitted(page, 'passed')
    await pane.getByRole('button', { name: 'Stage 3: Two replicas differ' }).click()
    await page.waitForURL(at('diff'))

    await write(page, solution)
    await submitted(page, 'passed')
    await pane.getByText('Stage 3 of 3 is passed. It was the last.').waitFor()
    const costs = pane.getByRole('region', { name: 'Costs in the worst schedule' })
    await costs.getByText(/^\d of 3 stars$/).waitFor()
    await costs.getByText(/^The reference solution: 2\. The budget: 2\./).waitFor()
    await page.getByRole('navigation', { name: 'Stages' }).getByText('passed').nth(2).waitFor()
    await page.context().close()
  })

  test('Continue on another device opens the stage where one was, and so does a link to the exercise', async () => {
    const page = await workbench(browser, at('inclusion'))
    const { email } = (await (await page.request.get('/api/account')).json()).user
    const placed = page.waitForRequest(
      (r) => r.url().endsWith('/places/merkle-trees') && (r.postData() ?? '').includes('"stage":"diff"'),
    )
    // Locked: it can be read all the same.
    await page.getByRole('link', { name: 'Two replicas differ' }).click()
    await page.waitForURL(at('diff'))
    expect((await (await placed).response())?.status()).toBe(200)

    const desk = await (await browser.newContext({ baseURL: sharedApp().origin })).newPage()
    await signIn(desk, { email, callbackUrl: '/learn' })
    await desk.getByRole('link', { name: 'Continue' }).first().click()
    await desk.waitForURL(at('diff'))
    await desk.getByRole('heading', { name: 'Stage 3: two replicas differ' }).waitFor()
    await desk.goto('/exercises/merkle-trees')
    expect(desk.url()).toContain(at('diff'))
    await Promise.all([page.context().close(), desk.context().close()])
  })
})
