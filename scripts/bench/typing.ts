/** How long the workbench keeps a key waiting on a slow machine: while the editor starts, and while one types into it. */
import type { Browser, Page } from 'playwright-core'
import { launchBrowser } from '../../tests/setup/browser.ts'
import { median, quantile, round } from './stats.ts'
import { SLOWDOWN } from './web.ts'

const EVERY_MS = 100
/** Unfinished and wrong on the way, so that the services have something to say at most keys. */
const TYPED = '\nfunction probe(env: Env): number {\n  const wait = env.now() + nothing\nreturn wait.'

/** From each key that was pressed until the page has done all that its next picture needs, ms. */
interface Keys {
  readonly slowestMs: number
  readonly p95Ms: number
}

/** From the page's load until the language services have said what is wrong, then while typing; medians over the visits. */
export async function benchTyping(origin: string, exercise: string, visits: number) {
  const browser = await launchBrowser()
  try {
    const seen: { starting: Keys; typing: Keys }[] = []
    for (let i = 0; i < visits; i++) seen.push(await visit(browser, `${origin}${exercise}`))
    const p50 = (of: (s: (typeof seen)[number]) => number) => round(median(seen.map(of)), 0)
    const both = (phase: 'starting' | 'typing') => ({
      slowestMs: p50((s) => s[phase].slowestMs),
      p95Ms: p50((s) => s[phase].p95Ms),
    })
    return { starting: both('starting'), typing: both('typing'), visits }
  } finally {
    await browser.close()
  }
}

async function visit(browser: Browser, url: string) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
  try {
    await context.addInitScript(noteKeys)
    const page = await context.newPage()
    const slow = await context.newCDPSession(page)
    await slow.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN })
    await page.goto(url, { waitUntil: 'load' })
    const stands = async () => (await page.locator('[data-editor=ready] .squiggly-unnecessary').count()) > 0
    while (!(await stands())) {
      await page.keyboard.press('Shift')
      await page.waitForTimeout(EVERY_MS)
    }
    const starting = await taken(page)
    await page.locator('.monaco-editor .view-line').first().click()
    await page.keyboard.press('Control+End')
    await taken(page)
    await page.keyboard.type(TYPED, { delay: EVERY_MS })
    return { starting, typing: await taken(page) }
  } finally {
    await context.close()
  }
}

type WithKeys = typeof globalThis & { keys: number[] }

/** What was noted since it was last asked for. */
async function taken(page: Page): Promise<Keys> {
  const all = await page.evaluate(async () => {
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 300)))
    return (globalThis as WithKeys).keys.splice(0)
  })
  return { slowestMs: Math.max(...all), p95Ms: quantile(all, 0.95) }
}

/**
 * Runs in the page before anything else. The browser's own durations are no use here: a Chromium without a screen draws
 * a key's picture and reports it up to 0.7 s late, with a later one.
 */
function noteKeys() {
  const keys: number[] = []
  Object.assign(globalThis, { keys })
  const note = ({ timeStamp }: Event) =>
    requestAnimationFrame(() => {
      // A message comes when the frame has been laid out and painted.
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => keys.push(performance.now() - timeStamp)
      port2.postMessage(null)
    })
  addEventListener('keydown', note, { capture: true })
}
