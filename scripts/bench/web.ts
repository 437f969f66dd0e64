/** What each kind of page costs: the server's time, requests per second, and what a slow machine's browser makes of it. */
import { gzipSync } from 'node:zlib'
import autocannon from 'autocannon'
import type { Browser, Page } from 'playwright-core'
import { launchBrowser } from '../../tests/setup/browser.ts'
import { GOALS } from './goals.ts'
import { median, round } from './stats.ts'
import type { BenchedPage } from './web-routes.ts'

/** Seconds of load: one user alone, 50 at once. */
const ONE_S = 1
const FIFTY_S = 2
/** As much slower as a phone of the middle range is than this machine. */
export const SLOWDOWN = 4
/** How long a page is watched for shifts after it has loaded. */
const SETTLE_MS = 1_500
/** Visits of each page; one that misses a goal gets another, and the median counts. */
const VISITS = 2

export interface RouteFigures {
  readonly path: string
  readonly signedIn: boolean
  /** Time to the last byte, ms, for one user and for 50 at once; requests per second with 50. */
  readonly one: { p50Ms: number; p95Ms: number }
  readonly fifty: { p50Ms: number; p95Ms: number; perS: number }
  readonly javascriptKb: number
  readonly lcpMs: number
  readonly shift: number
  /** The slowest of some key presses and a click: from the event to the next picture. */
  readonly interactionMs: number
}

export async function benchWeb(
  origin: string,
  pages: readonly BenchedPage[],
  say: (line: string) => void,
): Promise<RouteFigures[]> {
  const browser = await launchBrowser()
  const rows: RouteFigures[] = []
  try {
    for (const { path, cookie } of pages) {
      const url = `${origin}${path}`
      const headers = cookie === undefined ? {} : { cookie }
      const one = await load(url, headers, 1, ONE_S)
      const fifty = await load(url, headers, 50, FIFTY_S)
      const seen: Seen[] = []
      while (seen.length < VISITS || (seen.length === VISITS && seen.some(misses)))
        seen.push(await look(browser, origin, path, cookie))
      const row: RouteFigures = {
        path,
        signedIn: cookie !== undefined,
        one: { p50Ms: one.p50Ms, p95Ms: one.p95Ms },
        fifty,
        javascriptKb: round(median(seen.map((s) => s.javascriptKb))),
        lcpMs: round(median(seen.map((s) => s.lcpMs)), 0),
        shift: round(Math.max(...seen.map((s) => s.shift)), 3),
        interactionMs: round(median(seen.map((s) => s.interactionMs)), 0),
      }
      rows.push(row)
      say(
        `  ${row.signedIn ? 'learner' : 'visitor'} ${nameOf(path).padEnd(44)} 1 user ${one.p50Ms} / ${one.p95Ms} ms, ` +
          `50 users ${fifty.p50Ms} / ${fifty.p95Ms} ms (${fifty.perS}/s), JavaScript ${row.javascriptKb} KB, ` +
          `LCP ${row.lcpMs} ms, interaction ${row.interactionMs} ms, shift ${row.shift}`,
      )
    }
    return rows
  } finally {
    await browser.close()
  }
}

type Seen = Awaited<ReturnType<typeof look>>

const misses = (s: Seen) =>
  !GOALS.lcpMs.met(s.lcpMs) || !GOALS.interactionMs.met(s.interactionMs) || !GOALS.layoutShift.met(s.shift)

/** Ids of submissions say nothing to who reads the table. */
const nameOf = (path: string) => path.replaceAll(/s-[\da-f-]{36}/g, 's-...')

async function load(url: string, cookie: { cookie?: string }, connections: number, duration: number) {
  // As browsers ask: the tool sends nothing of the kind by itself.
  const options = { url, headers: { 'accept-encoding': 'gzip, br', ...cookie }, connections }
  // A slow page's are counted to the last: those that a clock cuts off go on keeping the server busy.
  let r = await autocannon({ ...options, amount: Math.max(10, 2 * connections), timeout: 30 })
  // A quick page is warm by now.
  if (r.duration < duration) r = await autocannon({ ...options, duration })
  const bad = r.non2xx + r.errors + r.timeouts
  if (bad > 0)
    throw new Error(`${url}: ${bad} of ${r.requests.total} requests under load were not answered with 200`)
  return {
    p50Ms: r.latency.p50,
    p95Ms: round((r.latency.p90 + r.latency.p97_5) / 2),
    perS: round(r.requests.total / r.duration, 0),
  }
}

/** One visit by a browser that has nothing, on a processor slowed down. */
async function look(browser: Browser, origin: string, path: string, cookie: string | undefined) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
  try {
    if (cookie)
      await context.addCookies(
        cookie.split('; ').map((pair) => {
          const [name = '', ...value] = pair.split('=')
          return { name, value: value.join('='), url: origin }
        }),
      )
    await context.addInitScript(watch)
    const page = await context.newPage()
    const slow = await context.newCDPSession(page)
    await slow.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN })
    const scripts = new Map<string, number>()
    page.on('response', async (r) => {
      if (r.request().resourceType() !== 'script') return
      // One that is still on its way when the visit ends has no body any more.
      const body = await r.body().catch(() => undefined)
      if (body) scripts.set(r.url(), gzipSync(body).length)
    })
    await page.goto(`${origin}${path}`, { waitUntil: 'load' })
    await page.waitForTimeout(SETTLE_MS)
    const javascriptKb = [...scripts.values()].reduce((a, b) => a + b, 0) / 1024
    await touch(page)
    const { lcp, shift, slowest } = await page.evaluate(() => (globalThis as WithWatched).watched)
    return { javascriptKb, lcpMs: lcp, shift, interactionMs: slowest }
  } finally {
    await context.close()
  }
}

/** What a reader does anywhere: goes along with Tab, opens something, scrolls by key. */
async function touch(page: Page): Promise<void> {
  for (let i = 0; i < 4; i++) await page.keyboard.press('Tab')
  const opens = page.locator('main summary:visible').first()
  if ((await opens.count()) > 0) await opens.click()
  await page.keyboard.press('PageDown')
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 100))))
}

interface Watched {
  lcp: number
  shift: number
  slowest: number
}
type WithWatched = typeof globalThis & { watched: Watched }

/** Runs in the page before anything else. */
function watch() {
  const watched: Watched = { lcp: 0, shift: 0, slowest: 0 }
  Object.assign(globalThis, { watched })
  const observe = (options: PerformanceObserverInit, f: (entry: PerformanceEntry) => void) =>
    new PerformanceObserver((list) => list.getEntries().forEach(f)).observe({ buffered: true, ...options })
  observe({ type: 'largest-contentful-paint' }, (e) => {
    watched.lcp = e.startTime
  })
  observe({ type: 'layout-shift' }, (e) => {
    const { value, hadRecentInput } = e as PerformanceEntry & { value: number; hadRecentInput: boolean }
    if (!hadRecentInput) watched.shift += value
  })
  observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit, (e) => {
    watched.slowest = Math.max(watched.slowest, e.duration)
  })
}
