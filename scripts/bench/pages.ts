/** What a browser pays: JavaScript of a lesson, and the time until the editor takes keys. */
import { gzipSync } from 'node:zlib'
import { launchBrowser } from '../../tests/setup/browser.ts'
import { median, round } from './stats.ts'

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
    const first: number[] = []
    const again: number[] = []
    for (let i = 0; i < rounds; i++) {
      // A context of its own, hence a cache of its own.
      const visitor = await browser.newContext()
      for (const visits of [first, again]) {
        const fresh = await visitor.newPage()
        await fresh.goto(`${origin}${exercise}`, { waitUntil: 'commit' })
        await fresh.waitForSelector('[data-editor=ready] .view-line', { timeout: 30_000 })
        visits.push(await fresh.evaluate(() => performance.now()))
        await fresh.close()
      }
      await visitor.close()
    }
    return {
      lessonJsKbGzip: lessonJsKb,
      editorReadyP50Ms: round(median(first), 0),
      editorAgainP50Ms: round(median(again), 0),
      rounds,
    }
  } finally {
    await browser.close()
  }
}
