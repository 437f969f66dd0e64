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
    const editorMs: number[] = []
    for (let i = 0; i < rounds; i++) {
      const fresh = await browser.newPage()
      await fresh.goto(`${origin}${exercise}`, { waitUntil: 'commit' })
      await fresh.waitForSelector('[data-editor=ready] .view-line', { timeout: 30_000 })
      editorMs.push(await fresh.evaluate(() => performance.now()))
      await fresh.close()
    }
    return { lessonJsKbGzip: lessonJsKb, editorReadyP50Ms: round(median(editorMs), 0), rounds }
  } finally {
    await browser.close()
  }
}
