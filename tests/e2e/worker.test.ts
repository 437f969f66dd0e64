import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bundleSuite, findExercise, listExercises, type RunAnswer } from '../../lib/exercises/index.ts'
import { judge } from '../../lib/exercises/judge.ts'
import { openPlainPort } from '../../lib/kernel/index.ts'
import type { Verdict } from '../../lib/suite/index.ts'
import { transpile } from '../../lib/transpile/index.ts'
import { launchBrowser } from '../setup/browser.ts'
import { loadSuite } from '../setup/exercise-suite.ts'
import { sharedApp } from '../setup/server.ts'

const exercises = join(import.meta.dirname, '../../exercises')

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

function js(file: string): string {
  const done = transpile(readFileSync(file, 'utf8'))
  if (!done.ok) throw new Error(`${file}: ${done.message}`)
  return done.js
}

test.each(listExercises().map((e) => e.slug))(
  '%s: a Worker in Chromium and plain Node tell one story',
  async (slug) => {
    const folder = join(exercises, slug)
    const { hash } = await bundleSuite(slug, 'visible', 'worker')
    const page = await browser.newPage()
    // The page's own policy is in force, as it is for learners.
    await page.goto(`${sharedApp().origin}/exercises/${slug}`)
    const inBrowser = await page.evaluate(
      ([url, code]) =>
        new Promise<Verdict>((resolve, reject) => {
          const worker = new Worker(url as string, { type: 'module' })
          worker.onerror = (e) => reject(new Error(e.message || 'the Worker did not load'))
          worker.onmessage = ({ data }: MessageEvent<RunAnswer>) => {
            if (data.kind === 'verdict') resolve(data.verdict)
            if (data.kind === 'broken') reject(new Error(data.message))
          }
          worker.postMessage({ kind: 'explore', code, fingerprint: true })
        }),
      [`/exercises/${slug}/runner?v=${hash}`, readFileSync(join(folder, 'solution.ts'), 'utf8')],
    )
    const fixture = findExercise(slug)?.fixture === null ? undefined : js(join(folder, 'fixture.ts'))
    const suite = await loadSuite(slug, 'visible')
    const port = openPlainPort(js(join(folder, 'solution.ts')), fixture)
    const plain = await judge(suite, port, { clock: () => 0, fingerprint: true })
    expect(plain).toMatchObject({ outcome: 'passed' })
    expect({ ...inBrowser, ms: 0 }).toEqual(plain)
    await page.close()
  },
)
