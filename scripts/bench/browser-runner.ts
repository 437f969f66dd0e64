/** The visible suite of an exercise in a Worker of Chromium, as the Run button starts it. */
import { bundleSuite, type RunAnswer } from '../../lib/exercises/index.ts'
import type { Verdict } from '../../lib/suite/index.ts'
import { launchBrowser } from '../../tests/setup/browser.ts'

export interface BrowserRunner {
  /** The same Worker each time. */
  explore(code: string): Promise<Verdict>
  close(): Promise<void>
}

// Nothing answers there: the browser's requests are answered here.
const ORIGIN = 'http://bench.localhost'

export async function openBrowserRunner(slug: string): Promise<BrowserRunner> {
  const { code: script } = await bundleSuite(slug, 'visible', 'worker')
  const browser = await launchBrowser()
  const page = await browser.newPage()
  await page.route(`${ORIGIN}/**`, (route) =>
    route.request().url().endsWith('/runner.js')
      ? route.fulfill({ contentType: 'text/javascript', body: script })
      : route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }),
  )
  await page.goto(`${ORIGIN}/`)
  await page.evaluate(() => {
    Object.assign(globalThis, { runner: new Worker('/runner.js', { type: 'module' }) })
  })
  return {
    explore: async (code) =>
      await page.evaluate(
        (asked) =>
          new Promise<Verdict>((resolve, reject) => {
            const { runner } = globalThis as unknown as { runner: Worker }
            runner.onerror = (e) => reject(new Error(e.message || 'the Worker did not load'))
            runner.onmessage = ({ data }: MessageEvent<RunAnswer>) => {
              if (data.kind === 'verdict') resolve(data.verdict)
              if (data.kind === 'broken') reject(new Error(data.message))
            }
            runner.postMessage({ kind: 'explore', code: asked })
          }),
        code,
      ),
    close: async () => await browser.close(),
  }
}
