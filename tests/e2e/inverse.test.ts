import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from '../setup/browser.ts'
import { exerciseFile, submitted, violations, workbench, write } from './site-workbench.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

const path = '/exercises/break-the-lease'

describe('an inverse exercise', () => {
  test('the first attempt exposes too few, and its list opens the run of the one that it did expose', async () => {
    const page = await workbench(browser, path)
    await write(page, exerciseFile('break-the-lease/wrong/only-crashes.ts'))
    const pane = await submitted(page, 'failed')
    const list = pane.getByRole('region', { name: 'Broken implementations' })
    await list.getByText('1 of 12 broken implementations exposed, 9 needed').waitFor()
    expect(await list.getByText('survived', { exact: true }).count()).toBe(11)

    await list.getByText('exposed', { exact: true }).click()
    await list.locator('[data-picture=timeline]').waitFor()
    await list
      .getByText(/^h\d says at [\d,]+ ms that it holds the lease, which the server granted to/)
      .waitFor()
    // Nothing that only screen readers meet makes the page longer than the window.
    expect(await page.evaluate(() => document.documentElement.scrollHeight - innerHeight)).toBe(0)

    await list.getByRole('button', { name: 'Delete and rerun' }).click()
    await pane.getByRole('heading', { name: 'Not exposed' }).waitFor()
    await pane.getByText('the mistake did not show').waitFor()
    await pane.getByRole('button', { name: 'Back to the list' }).click()
    await list.getByText('1 of 12 broken implementations exposed, 9 needed').waitFor()
    await page.context().close()
  })

  test('faults that no lease withstands are told from mistakes', async () => {
    const page = await workbench(browser, path)
    await write(page, exerciseFile('break-the-lease/wrong/drifts-too-far.ts'))
    const pane = await submitted(page, 'failed')
    await pane.getByText(/^With your faults the correct implementation breaks its promise, too\./).waitFor()
    await pane.getByText(/^h\d says that it does not hold the lease$/).waitFor()
    expect(await pane.getByRole('region', { name: 'Broken implementations' }).count()).toBe(0)
    await page.context().close()
  })

  test('a pass names all that were exposed, and the faults that it took beside those of the reference', async () => {
    const page = await workbench(browser, path)
    await write(page, exerciseFile('break-the-lease/solution.ts'))
    const pane = await submitted(page, 'passed')
    const list = pane.getByRole('region', { name: 'Broken implementations' })
    await list.getByText('12 of 12 broken implementations exposed, 9 needed').waitFor()
    expect(await list.getByText('exposed', { exact: true }).count()).toBe(12)
    const costs = pane.getByRole('region', { name: 'Costs in the worst schedule' })
    await costs.getByText('3 of 3 stars').waitFor()
    await costs.getByText('The reference solution: 3. The budget: 4.').waitFor()
    await list.getByText('exposed', { exact: true }).first().click()
    await list.locator('[data-picture=timeline]').waitFor()
    expect(await violations(page)).toEqual([])
    await page.context().close()
  })
})
