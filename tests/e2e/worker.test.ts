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

test('a Worker that computes for long says in between that it is alive, so that it is not taken for a loop', async () => {
  const { hash } = await bundleSuite('lease', 'visible', 'worker')
  const page = await browser.newPage()
  await page.goto(`${sharedApp().origin}/exercises/lease`)
  const solution = readFileSync(join(exercises, 'lease/solution.ts'), 'utf8')
  // Long in every step, and yet each step ends.
  const spin = 'const spin = () => { for (let i = 0; i < 1e8; i++); }\n'
  const slow = spin + solution.replaceAll('ctx.view(', '(spin(), ctx).view(')
  expect(slow.split('spin()').length).toBeGreaterThan(2)
  const kinds = await page.evaluate(
    ([url, code, seed]) =>
      new Promise<string[]>((resolve) => {
        const heard: string[] = []
        const worker = new Worker(url as string, { type: 'module' })
        worker.onmessage = ({ data }: MessageEvent<RunAnswer>) => {
          heard.push(data.kind === 'verdict' ? data.verdict.outcome : data.kind)
          if (data.kind === 'verdict' || data.kind === 'broken') resolve(heard)
        }
        worker.postMessage({ kind: 'replay', code, seed, faults: [] })
      }),
    [`/exercises/lease/runner?v=${hash}`, slow, 'alone#0'],
  )
  expect(kinds).toContain('alive')
  expect(kinds.at(-1)).toBe('passed')
  await page.close()
})
