import { expect, test } from 'vitest'
import { Stopwatch } from '../../app/ui/activity/heart.ts'

const S = 1000

/** Ticks every five seconds from `from` to `to`. */
function run(watch: Stopwatch, from: number, to: number, visible = true): void {
  for (let now = from + 5 * S; now <= to; now += 5 * S) watch.tick(now, visible)
}

test('time counts while the page is in view and was used within two minutes', () => {
  const watch = new Stopwatch(0)
  run(watch, 0, 60 * S)
  expect(watch.seconds).toBe(60)
  watch.reported(60)
  run(watch, 60 * S, 600 * S)
  expect(watch.seconds).toBeLessThanOrEqual(60)
  watch.reported(watch.seconds)
  watch.use(600 * S)
  run(watch, 600 * S, 610 * S)
  expect(watch.seconds).toBe(10)
})

test('a page out of view counts nothing', () => {
  const watch = new Stopwatch(0)
  run(watch, 0, 60 * S, false)
  expect(watch.seconds).toBe(0)
})

test('a device that slept is not counted as use', () => {
  const watch = new Stopwatch(0)
  watch.use(3600 * S)
  watch.tick(3600 * S, true)
  expect(watch.seconds).toBe(10)
})

test('never more is reported at once than the server takes, and nothing is lost', () => {
  const watch = new Stopwatch(0)
  for (let now = 0; now <= 200 * S; now += 5 * S) {
    watch.use(now)
    watch.tick(now, true)
  }
  expect(watch.seconds).toBe(120)
  watch.reported(120)
  expect(watch.seconds).toBe(80)
})
