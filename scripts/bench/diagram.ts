/**
 * Frames per second of the diagram with a run of 5,000 events, in Chromium without a GPU: while the cursor is dragged along
 * the times, while it steps by key, while the drawing is panned. Input is real (mouse, wheel, keys), frames are counted by
 * requestAnimationFrame, and a page that draws nothing is measured in between: the most that this machine gives.
 */
import type { Page } from 'playwright-core'
import { launchBrowser } from '../../tests/setup/browser.ts'
import { median, round } from './stats.ts'

const MEASURE_MS = 2000

type Input = (page: Page, until: number) => Promise<void>

interface Frames {
  readonly fps: number
  /** 95th percentile of the time between two frames. */
  readonly frameMsP95: number
}

export async function benchDiagram(origin: string, rounds: number) {
  const browser = await launchBrowser()
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
    await page.goto(`${origin}/authors/views?events=5000`)
    const region = page.locator('#long-run [role=application][aria-roledescription="space-time diagram"]')
    await region.waitFor({ timeout: 60_000 })
    await region.scrollIntoViewIfNeeded()
    const box = await region.boundingBox()
    if (!box) throw new Error('the long diagram has no place on the page')
    const empty = await browser.newPage({ viewport: { width: 1280, height: 900 } })
    const inputs = {
      scrub: async (p, until) => {
        await p.mouse.move(box.x + 20, box.y + 200)
        await p.mouse.down()
        for (let i = 0; Date.now() < until; i++)
          await p.mouse.move(box.x + 20, box.y + 60 + ((i * 7) % (box.height - 90)))
        await p.mouse.up()
      },
      step: async (p, until) => {
        if (p === page) await region.focus()
        while (Date.now() < until) await p.keyboard.press('ArrowDown')
      },
      pan: async (p, until) => {
        await p.mouse.move(box.x + 400, box.y + 300)
        for (let i = 0; Date.now() < until; i++) await p.mouse.wheel(0, i % 80 < 40 ? 90 : -90)
      },
    } satisfies Record<string, Input>
    const found = { scrub: [] as Frames[], step: [] as Frames[], pan: [] as Frames[] }
    const bound: Frames[] = []
    for (let i = 0; i < rounds; i++) {
      for (const name of ['scrub', 'step', 'pan'] as const) {
        await page.bringToFront()
        found[name].push(await framesDuring(page, inputs[name]))
        await empty.bringToFront()
        bound.push(await framesDuring(empty, inputs[name]))
      }
    }
    const events = await page.locator('#long-run').getAttribute('data-events')
    const middle = (xs: readonly Frames[]) => ({
      fps: round(median(xs.map((x) => x.fps))),
      frameMsP95: round(median(xs.map((x) => x.frameMsP95))),
    })
    return {
      events: Number(events),
      rounds,
      scrub: middle(found.scrub),
      step: middle(found.step),
      pan: middle(found.pan),
      emptyPage: middle(bound),
    }
  } finally {
    await browser.close()
  }
}

/** In the page: the times of its frames since the last call. */
const COLLECT = `(() => {
  const frames = globalThis.frames_ ?? []
  globalThis.frames_ = []
  const tick = (t) => { globalThis.frames_.push(t); globalThis.frame_ = requestAnimationFrame(tick) }
  cancelAnimationFrame(globalThis.frame_)
  globalThis.frame_ = requestAnimationFrame(tick)
  return frames
})()`

async function framesDuring(page: Page, input: Input): Promise<Frames> {
  await page.evaluate(COLLECT)
  await input(page, Date.now() + MEASURE_MS)
  const times = (await page.evaluate(COLLECT)) as number[]
  const gaps = times.slice(1).map((t, i) => t - (times[i] as number))
  const sum = gaps.reduce((a, b) => a + b, 0)
  const sorted = [...gaps].sort((a, b) => a - b)
  return {
    fps: (1000 * gaps.length) / sum,
    frameMsP95: sorted[Math.floor(sorted.length * 0.95)] ?? Number.NaN,
  }
}
