/** What each kind of page costs: the server's time, requests per second, and what a slow machine's browser makes of it. */
import { gzipSync } from 'node:zlib'
import autocannon from 'autocannon'
import type { Browser, Page } from 'playwright-core'
import { launchBrowser } from '../../tests/setup/browser.ts'
import { signUp } from './site.ts'
import { median, round } from './stats.ts'

/** The routes that people spend their time on, one of each kind. */
export const ROUTES = {
  landing: '/',
  paths: '/learn',
  path: '/learn/beginner',
  lesson: '/learn/beginner/protection/circuit-breaker',
  workbench: '/exercises/circuit-breaker',
  library: '/library',
  pattern: '/library/lease',
  comparison: '/library/compare',
  search: '/search?q=leese',
} as const

/** Those that show what one account has done. */
export const OWN_ROUTES = { progress: '/progress', review: '/review', notes: '/notes' } as const

const LOAD_S = 3
/** As much slower as a phone of the middle range is than this machine. */
const SLOWDOWN = 4
/** How long a page is watched for shifts after it has loaded. */
const SETTLE_MS = 1_500

export interface RouteFigures {
  readonly route: string
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
  rounds: number,
  say: (line: string) => void,
): Promise<RouteFigures[]> {
  const cookie = await signUp(origin)
  const browser = await launchBrowser()
  const rows: RouteFigures[] = []
  try {
    for (const [route, path] of Object.entries({ ...ROUTES, ...OWN_ROUTES })) {
      const headers: { cookie?: string } = route in OWN_ROUTES ? { cookie } : {}
      await load(`${origin}${path}`, headers, 10, 1)
      const one = await load(`${origin}${path}`, headers, 1)
      const fifty = await load(`${origin}${path}`, headers, 50)
      const seen: Awaited<ReturnType<typeof look>>[] = []
      for (let i = 0; i < rounds; i++) seen.push(await look(browser, origin, path, headers.cookie))
      const row: RouteFigures = {
        route: path,
        one: { p50Ms: one.p50Ms, p95Ms: one.p95Ms },
        fifty,
        javascriptKb: round(median(seen.map((s) => s.javascriptKb))),
        lcpMs: round(median(seen.map((s) => s.lcpMs)), 0),
        shift: round(Math.max(...seen.map((s) => s.shift)), 3),
        interactionMs: round(median(seen.map((s) => s.interactionMs)), 0),
      }
      rows.push(row)
      say(
        `  ${route.padEnd(11)} ${path.padEnd(44)} 1 user ${one.p50Ms} / ${one.p95Ms} ms, 50 users ${fifty.p50Ms} / ${fifty.p95Ms} ms ` +
          `(${fifty.perS}/s), JavaScript ${row.javascriptKb} KB, LCP ${row.lcpMs} ms, interaction ${row.interactionMs} ms, shift ${row.shift}`,
      )
    }
    return rows
  } finally {
    await browser.close()
  }
}

async function load(url: string, cookie: { cookie?: string }, connections: number, duration = LOAD_S) {
  // As browsers ask: the tool sends nothing of the kind by itself.
  const headers = { 'accept-encoding': 'gzip, br', ...cookie }
  const r = await autocannon({ url, headers, connections, duration })
  const bad = r.non2xx + r.errors + r.timeouts
  if (bad > 0)
    throw new Error(`${url}: ${bad} of ${r.requests.total} requests under load were not answered with 200`)
  return {
    p50Ms: r.latency.p50,
    p95Ms: round((r.latency.p90 + r.latency.p97_5) / 2),
    perS: round(r.requests.average, 0),
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
