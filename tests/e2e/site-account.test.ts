import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from '../setup/browser.ts'
import { freshEmail, password, signUp, visit } from './site-visitor.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

describe('accounts', () => {
  test('a reader signs up, is known in the header, signs out, and signs in again', async () => {
    const { page, leave } = await visit(browser, '/')
    const { email } = await signUp(page, { callbackUrl: '/library?from=sign-up' })
    await page.getByRole('button', { name: 'Ada' }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await page.getByRole('link', { name: 'Sign in' }).waitFor()

    await page.goto('/learn', { waitUntil: 'networkidle' })
    await page.getByRole('link', { name: 'Sign in' }).click()
    await page.getByLabel('Email').fill(email.toUpperCase())
    await page.getByLabel('Password').fill(password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.waitForURL('/learn')
    await page.getByRole('button', { name: 'Ada' }).waitFor()
    await leave()
  })

  test('errors stand at their field, and the first one has the focus', async () => {
    const { page, leave } = await visit(browser, '/sign-up')
    await page.getByLabel('Email').fill('not an address')
    await page.getByLabel('Password').fill('short')
    await page.getByRole('button', { name: 'Sign up' }).click()
    const email = page.getByLabel('Email')
    await expect.poll(() => email.getAttribute('aria-invalid')).toBe('true')
    expect(await email.evaluate((input) => input === document.activeElement)).toBe(true)
    expect(await describedBy(page.getByLabel('Email'))).toMatch(/not an email address/)
    expect(await describedBy(page.getByLabel('Password'))).toMatch(/at least 10 characters/)
    expect(await email.inputValue()).toBe('not an address')
    await leave()
  })

  test('a wrong password and an unknown address get the same answer', async () => {
    const { page, leave } = await visit(browser, '/')
    const { email } = await signUp(page)
    await page.context().clearCookies()
    const answers: (string | null)[] = []
    for (const tried of [email, freshEmail()]) {
      await page.goto('/sign-in', { waitUntil: 'networkidle' })
      await page.getByLabel('Email').fill(tried)
      await page.getByLabel('Password').fill('wrong horse battery')
      await page.getByRole('button', { name: 'Sign in' }).click()
      const alert = page.locator('form [role=alert] p')
      await alert.waitFor()
      answers.push((await alert.textContent())?.replace(/Request .*/, '') ?? null)
    }
    expect(answers[0]).toMatch(/wrong/)
    expect(answers[1]).toBe(answers[0])
    await leave()
  })

  test('a taken address is said to be taken', async () => {
    const { page, leave } = await visit(browser, '/')
    const { email } = await signUp(page)
    await page.context().clearCookies()
    await page.goto('/sign-up', { waitUntil: 'networkidle' })
    await page.getByLabel('Email').fill(email)
    await page.getByLabel('Password').fill(password)
    await page.getByRole('button', { name: 'Sign up' }).click()
    await page.getByText('There is an account with this email address').waitFor()
    await leave()
  })

  test('signing in leads back to the whole address: its query, its section, the event of a run', async () => {
    const { page, leave } = await visit(browser, '/search?q=lease')
    const back = async () => {
      await page.waitForURL(({ pathname }) => pathname === '/sign-in')
      return new URL(page.url()).searchParams.get('callbackUrl')
    }
    await page.getByRole('banner').getByRole('link', { name: 'Sign in' }).click()
    expect(await back()).toBe('/search?q=lease')
    await page.goto('/learn#tracks', { waitUntil: 'networkidle' })
    await page.getByRole('banner').getByRole('link', { name: 'Sign in' }).click()
    expect(await back()).toBe('/learn#tracks')
    const note = `/exercises/circuit-breaker?submission=${crypto.randomUUID()}&without=crash-1&event=17`
    await page.goto(note)
    expect(await back()).toBe(note)
    await leave()
  })

  test('a callback to another site leads home', async () => {
    const { page, leave } = await visit(browser, '/')
    const { email } = await signUp(page)
    await page.context().clearCookies()
    await page.goto('/sign-in?callbackUrl=https://evil.example/', { waitUntil: 'networkidle' })
    await page.getByLabel('Email').fill(email)
    await page.getByLabel('Password').fill(password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('button', { name: 'Ada' }).waitFor()
    expect(new URL(page.url()).pathname).toBe('/')
    await leave()
  })

  test('who is signed in is sent on from the sign-in page, and sees their progress', async () => {
    const { page, leave } = await visit(browser, '/progress')
    await page.getByRole('heading', { name: 'Progress is kept with an account' }).waitFor()
    await signUp(page)
    await page.goto('/sign-in?callbackUrl=/progress')
    await page.waitForURL('/progress')
    await page.getByText(/0 of \d+ exercises passed/).waitFor()
    await leave()
  })

  test('without a connection the form says so and keeps what was typed', async () => {
    const { page, leave } = await visit(browser, '/sign-in')
    await page.getByLabel('Email').fill('ada@example.org')
    await page.getByLabel('Password').fill(password)
    await page.context().setOffline(true)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByText('The server did not answer.').waitFor()
    expect(await page.getByLabel('Email').inputValue()).toBe('ada@example.org')
    await leave()
  })
})

async function describedBy(input: import('playwright-core').Locator): Promise<string> {
  return await input.evaluate((element) =>
    (element.getAttribute('aria-describedby') ?? '')
      .split(' ')
      .map((id) => document.getElementById(id)?.textContent ?? '')
      .join(' '),
  )
}
