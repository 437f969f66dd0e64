import { randomUUID } from 'node:crypto'
import type { APIRequestContext, Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connect } from '../../lib/db/index.ts'
import { getExercise, hiddenFiles, readSolutions } from '../../lib/exercises/index.ts'
import { launchBrowser } from '../setup/browser.ts'
import { sharedApp } from '../setup/server.ts'
import { exerciseFile, submitted, violations, workbench, write } from './site-workbench.ts'

const SLUG = 'circuit-breaker'
const SOLUTIONS = `/exercises/${SLUG}/solutions`
const { uuid } = getExercise(SLUG)

let browser: Browser
const database = connect(sharedApp().databaseUrl, 2)
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser.close()
  await database.$disconnect()
})

/** Sentences that only the reference, or one of the other styles, has: what a leak of it would show. */
const secrets = readSolutions(SLUG).map(({ code }) => {
  const known = getExercise(SLUG).starter + exerciseFile(`${SLUG}/prompt.mdx`)
  const line = code.split('\n').find((l) => l.length > 40 && !known.includes(l.trim()))
  return (line ?? '').trim()
})
const hidden = Object.entries(hiddenFiles(SLUG))
  .filter(([name]) => /hidden/.test(name))
  .flatMap(([, text]) => /faultline-canary-[\w-]+/.exec(text) ?? [])

/** All that one can ask for that has to do with the exercise: pages, what Next's router asks for, API. */
async function everything(request: APIRequestContext): Promise<string> {
  const paths = [
    '',
    '/history',
    '/solutions',
    '/solutions?stage=x',
    '/solutions/reference',
    '/runner',
    '/history/compare?from=draft&to=draft',
  ]
  const answers = await Promise.all([
    ...paths.map((path) => request.get(`/exercises/${SLUG}${path}`)),
    ...paths.map((path) => request.get(`/exercises/${SLUG}${path}`, { headers: { rsc: '1' } })),
    ...['submissions?slug=', 'drafts/', 'solutions/', 'exercises/', 'copies/'].map((path) =>
      request.get(`/api/${path}${SLUG}`),
    ),
    request.get(`/api/exercises/${SLUG}/solutions`),
    request.get('/api/progress'),
    request.get(`/exercises/${SLUG}/solution.ts`),
  ])
  const texts = await Promise.all(answers.map((answer) => answer.text()))
  // Markup writes some characters in another way.
  return texts
    .join('\n')
    .replaceAll('&#x27;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll(/<\/?span[^>]*>/g, '')
}

async function record(page: Page, exerciseUuid: string, state: 'ATTEMPTED' | 'PASSED') {
  const { user } = await (await page.request.get('/api/account')).json()
  await database.progress.create({
    data: { userId: user.id, exerciseUuid, state, attempts: 1, lastOutcome: 'failed' },
  })
}

test('solutions are told to nobody who has not passed this exercise, by no address and no API', async () => {
  expect(secrets.every((s) => s.length > 40)).toBe(true)
  expect(hidden).toHaveLength(1)
  const nobody = await browser.newContext({ baseURL: sharedApp().origin })
  const attempted = await workbench(browser, `/exercises/${SLUG}`)
  const elsewhere = await workbench(browser, `/exercises/${SLUG}`)
  await record(attempted, uuid, 'ATTEMPTED')
  await record(elsewhere, getExercise('lease').uuid, 'PASSED')
  for (const request of [nobody.request, attempted.request, elsewhere.request]) {
    const text = await everything(request)
    for (const secret of [...secrets, ...hidden]) expect(text).not.toContain(secret)
  }
  await attempted.goto(SOLUTIONS)
  await attempted.getByRole('heading', { name: 'They open when you have passed the exercise' }).waitFor()
  await Promise.all([nobody.close(), attempted.context().close(), elsewhere.context().close()])
})

test('who has passed reads them beside their own code, with the costs of others from five learners on', async () => {
  const page = await workbench(browser, `/exercises/${SLUG}`)
  await write(page, exerciseFile(`${SLUG}/solutions/reducer.ts`))
  await submitted(page, 'passed')
  await page.goto(SOLUTIONS)
  for (const name of ['Reference', 'Reducer', 'Ring buffer', 'Timers'])
    await page.getByRole('tab', { name }).waitFor()
  expect(await page.locator('.code-block code').innerText()).toBe(
    exerciseFile(`${SLUG}/solution.ts`).trimEnd(),
  )
  await page.getByRole('button', { name: 'Compare with yours' }).click()
  await page.getByRole('table', { name: /^Yours, .* compared with Reference/ }).waitFor()
  await page.getByRole('tab', { name: 'Reducer' }).click()
  await page.getByText('The two texts are the same.').waitFor()
  expect(await violations(page)).toEqual([])

  // What is shown holds the reference, and nothing of the suite.
  const answer = await (await page.request.get(SOLUTIONS)).text()
  for (const canary of hidden) expect(answer).not.toContain(canary)
  expect(answer).not.toMatch(/suite\.hidden|fails: /)

  const passers = await Promise.all(
    [1, 2, 2, 3].map((value) =>
      database.user.create({
        data: {
          email: `${randomUUID()}@example.org`,
          progress: {
            create: {
              ...{ exerciseUuid: uuid, state: 'PASSED', attempts: 1, lastOutcome: 'passed' },
              bestCosts: {
                budget: { property: 'budget', sentence: '', value, max: 9, unit: 'calls per openMs' },
              },
            },
          },
        },
        select: { id: true },
      }),
    ),
  )
  await page.reload()
  await page
    .getByText(/\d+ learners who passed need from .* You need /)
    .first()
    .waitFor()
  await page.getByRole('table', { name: /How many learners have which cost/ }).waitFor()
  const shown = await page.content()
  for (const { id } of passers) expect(shown).not.toContain(id)
  expect(await violations(page)).toEqual([])
  await page.context().close()
})
