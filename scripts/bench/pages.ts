/** What a browser pays: JavaScript of a lesson, and the time until the editor takes keys. */
import { gzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { launchBrowser } from '../../tests/setup/browser.ts'
import { median, round } from './stats.ts'

/** A window that has just opened is not idle: Chromium loads five megabytes of its own for the address bar's list. */
const WINDOW_OPENS_MS = 1_500

/** Moments of a page, in ms after its navigation began. */
interface Moments {
  /** The first text that is painted: the task. */
  text?: number
  /** The learner's code stands in an editor that takes keys, in colours. */
  editor?: number
  /** The language service has told what it found wrong. */
  diagnostics?: number
}

export async function benchPages(origin: string, lesson: string, exercise: string, rounds: number) {
  const browser = await launchBrowser()
  try {
    const page = await browser.newPage()
    const scripts = new Map<string, number>()
    page.on('response', async (r) => {
      if (!r.url().startsWith(origin) || r.request().resourceType() !== 'script') return
      scripts.set(r.url(), gzipSync(await r.body()).length)
    })
    await page.goto(`${origin}${lesson}`, { waitUntil: 'networkidle' })
    const lessonJsKb = round([...scripts.values()].reduce((a, b) => a + b, 0) / 1024)
    const first: Moments[] = []
    const again: Moments[] = []
    for (let i = 0; i < rounds; i++) {
      // A context of its own, hence a cache of its own.
      const visitor = await browser.newContext()
      await visitor.addInitScript(noteMoments)
      for (const visits of [first, again]) {
        const fresh = await visitor.newPage()
        visits.push(await visit(fresh, `${origin}${exercise}`))
        await fresh.close()
      }
      await visitor.close()
    }
    const p50 = (visits: readonly Moments[], moment: keyof Moments) =>
      round(median(visits.map((v) => v[moment] ?? Number.NaN)), 0)
    return {
      lessonJsKbGzip: lessonJsKb,
      textP50Ms: p50(first, 'text'),
      editorReadyP50Ms: p50(first, 'editor'),
      editorAgainP50Ms: p50(again, 'editor'),
      diagnosticsP50Ms: p50(first, 'diagnostics'),
      rounds,
    }
  } finally {
    await browser.close()
  }
}

async function visit(page: Page, url: string): Promise<Moments> {
  await page.waitForTimeout(WINDOW_OPENS_MS)
  await page.goto(url, { waitUntil: 'commit' })
  await page.waitForFunction(() => (globalThis as WithMoments).moments?.diagnostics !== undefined)
  const { moments = {} } = await page.evaluate(() => ({ moments: (globalThis as WithMoments).moments }))
  return moments
}

type WithMoments = typeof globalThis & { moments?: Moments }

/** Runs in the page, frame by frame: what the driver hears of later is not what the reader waits for. */
function noteMoments() {
  const moments: Moments = {}
  Object.assign(globalThis, { moments })
  const look = () => {
    const now = performance.now()
    const has = (selector: string) => document.querySelector(selector) !== null
    moments.text ??= performance.getEntriesByName('first-contentful-paint')[0]?.startTime
    // mtk1 is the colour of text that no grammar has seen.
    if (has('[data-editor=ready] .view-line span span:not(.mtk1)')) moments.editor ??= now
    if (has('[data-editor=ready] :is(.squiggly-error, .squiggly-unnecessary)')) moments.diagnostics ??= now
    if (moments.diagnostics === undefined) requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
}
