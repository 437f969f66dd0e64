import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { rng } from '../../lib/sim/index.ts'
import { launchBrowser, launchProfile } from '../setup/browser.ts'
import { sharedApp } from '../setup/server.ts'
import { signIn, signUp } from './site-visitor.ts'

const SLUG = 'circuit-breaker'
const PATH = `/exercises/${SLUG}`
const LOST_MS_MAX = 5_000
const HEAD = '// '

type WithMonaco = typeof globalThis & {
  monaco?: {
    editor: {
      getModels(): { getValue(): string; setValue(code: string): void }[]
      getEditors(): {
        focus(): void
        setPosition(position: { lineNumber: number; column: number }): void
        onDidChangeModelContent(tell: () => void): void
      }[]
    }
  }
  typed(chars: number, at: number): Promise<void>
}

/** KILL_SEED=… kills at other moments. */
const seed = Number(process.env.KILL_SEED ?? 1)
const moments = rng(`kill ${seed}`)
const soonMs = () => moments.int(1_500, 6_000)
/** When Chromium has written localStorage out once, and does so again in most of a minute. */
const lateMs = () => moments.int(11_000, 14_000)

let browser: Browser
let profile: string
beforeAll(async () => {
  browser = await launchBrowser()
})
beforeEach(async () => {
  profile = await mkdtemp(join(tmpdir(), 'faultline-profile-'))
})
afterEach(() => rm(profile, { recursive: true, force: true, maxRetries: 5 }))
afterAll(() => browser.close())

test.for([soonMs()])(
  'signed in, killed after %i ms: at most 5 s lost, here and on a fresh device',
  async (ms) => {
    const { email } = await inProfile((page) => signUp(page, { callbackUrl: PATH }))
    const typed = await typeUntilKilled({ ms })

    const context = await browser.newContext({ baseURL: sharedApp().origin })
    const fresh = await context.newPage()
    await signIn(fresh, { email, callbackUrl: PATH })
    expectBack(typed, await textOf(fresh, typed))
    await context.close()

    await inProfile(async (page) => {
      await page.goto(PATH)
      expectBack(typed, await textOf(page, typed))
    })
  },
)

test.for([soonMs(), lateMs()])('signed out, killed after %i ms: at most 5 s lost', async (ms) => {
  const typed = await typeUntilKilled({ ms })
  await inProfile(async (page) => {
    await page.goto(PATH)
    expectBack(typed, await textOf(page, typed))
  })
})

test.for([lateMs()])(
  'offline, killed after %i ms: at most 5 s lost, and it is saved when the network is back',
  async (ms) => {
    await inProfile(async (page) => {
      await signUp(page, { callbackUrl: PATH })
      await untilKept(page)
    })
    const typed = await typeUntilKilled({ ms, offline: true })
    await inProfile(async (page) => {
      await page.context().setOffline(true)
      await page.goto(PATH)
      const back = await textOf(page, typed)
      expectBack(typed, back)
      await page.context().setOffline(false)
      await page.getByText('Saved', { exact: true }).waitFor()
      const { draft } = await (await page.request.get(`/api/drafts/${SLUG}`)).json()
      expect(draft.code).toBe(back)
    })
  },
)

/** Until the service worker has the page. */
async function untilKept(page: Page) {
  await page.waitForSelector('[data-editor=ready] .view-line')
  const files = () =>
    page.evaluate(async () => {
      const names = (await caches.keys()).filter((name) => name.startsWith('faultline-'))
      const all = await Promise.all(names.map(async (name) => await (await caches.open(name)).keys()))
      return all.flat().map((request) => new URL(request.url).pathname)
    })
  await expect.poll(files, { timeout: 30_000 }).toContain(PATH)
  await expect.poll(files, { timeout: 30_000 }).toContain(`${PATH}/runner`)
}

interface Typed {
  text: string
  /** How long the text was, and when, by the clock of the page. */
  keys: { chars: number; at: number }[]
  killedAt: number
}

/** A Chromium of the test's profile, closed in good order. */
async function inProfile<T>(work: (page: Page) => Promise<T>): Promise<T> {
  const { context } = await launchProfile(profile, sharedApp().origin)
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  const result = await work(page)
  await context.close()
  return result
}

/** Types numbers into the exercise, one key after the other, and kills the browser in the midst of it. */
async function typeUntilKilled({ ms, offline = false }: { ms: number; offline?: boolean }): Promise<Typed> {
  const { context, kill } = await launchProfile(profile, sharedApp().origin)
  const page = await context.newPage()
  const keys: Typed['keys'] = []
  await page.exposeFunction('typed', (chars: number, at: number) => void keys.push({ chars, at }))
  await page.goto(PATH)
  await page.waitForSelector('[data-editor=ready] .view-line')
  if (offline) await context.setOffline(true)
  await page.evaluate((head) => {
    const { monaco, typed } = globalThis as WithMonaco
    const model = monaco!.editor.getModels()[0]!
    const editor = monaco!.editor.getEditors()[0]!
    model.setValue(head)
    editor.setPosition({ lineNumber: 1, column: head.length + 1 })
    editor.focus()
    editor.onDidChangeModelContent(() => void typed(model.getValue().length, Date.now()))
  }, HEAD)
  let [text, killedAt] = [HEAD, 0]
  const killing = delay(ms).then(() => {
    killedAt = Date.now()
    return kill()
  })
  for (let n = 1; killedAt === 0; n++) {
    text += `${n} `
    // The last one meets its end.
    await page.keyboard.type(`${n} `, { delay: 20 }).catch(() => {})
  }
  await killing
  return { text, keys, killedAt }
}

/** What the editor comes to hold: what was kept is there a moment after the page. */
async function textOf(page: Page, { text }: Typed): Promise<string> {
  await page.waitForSelector('[data-editor=ready] .view-line')
  const read = () =>
    page.evaluate(() => (globalThis as WithMonaco).monaco?.editor.getModels()[0]?.getValue() ?? '')
  await expect.poll(read, { timeout: 20_000 }).toMatch(new RegExp(`^${HEAD}`))
  const back = await read()
  expect(text.startsWith(back), `'${back.slice(-20)}' is none of what was typed`).toBe(true)
  return back
}

function expectBack({ keys, killedAt }: Typed, back: string) {
  const firstLost = keys.find(({ chars }) => chars > back.length)
  const lostMs = firstLost ? killedAt - firstLost.at : 0
  expect(keys.length, 'keys typed').toBeGreaterThan(10)
  expect(lostMs, `ms of typing lost (KILL_SEED=${seed} kills at the same moments)`).toBeLessThanOrEqual(
    LOST_MS_MAX,
  )
}
