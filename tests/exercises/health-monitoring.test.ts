import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { raised, type Settings, simulate } from '../../content/patterns/health-monitoring/figures/night.ts'
import visible from '../../exercises/health-monitoring/suite.visible.ts'
import { servicesOf } from '../../exercises/health-monitoring/view.ts'
import { openPlainPort } from '../../lib/kernel/index.ts'
import { runOnce } from '../../lib/suite/index.ts'
import { exerciseJs } from './exercise-js.ts'

describe('health-monitoring: the figure of the lesson', () => {
  const settings: Settings = { breaks: 'database', upPct: 20, raiseMs: 40_000 }

  test('a dead database is five pages for a pager that believes every check, and one for the monitor', async () => {
    const { plain, judged } = await simulate(settings)
    expect(raised(plain).sort()).toEqual(['auth', 'cart', 'catalogue', 'checkout', 'database'])
    expect(raised(judged)).toEqual(['database'])
  })

  test('a region of three probes among twelve matters only to a monitor that asks for more than 75 %', async () => {
    const region = { ...settings, breaks: 'region' } as const
    const { plain, judged } = await simulate(region)
    expect(raised(plain)).toHaveLength(6)
    expect(raised(judged)).toEqual([])
    expect(raised((await simulate({ ...region, upPct: 70 })).judged)).toEqual([])
    expect(raised((await simulate({ ...region, upPct: 75 })).judged)).toEqual(['database', 'payments'])
  })

  test('silent probes page nobody where silence is health, and whatever needs nothing where it is not', async () => {
    const { plain, judged, health } = await simulate({ ...settings, breaks: 'probes' })
    expect(raised(plain)).toEqual([])
    expect(raised(judged)).toEqual(['database', 'payments'])
    expect(health.auth?.map((h) => h.health)).toEqual(['up', 'unknown', 'up'])
  })

  test('an outage shorter than the patience pages nobody', async () => {
    const patient = await simulate({ ...settings, raiseMs: 150_000 })
    expect(raised(patient.judged)).toEqual([])
  })
})

describe('health-monitoring: the picture of the exercise', () => {
  test('a row per service shows what health() said, and the pages', async () => {
    const port = openPlainPort(
      exerciseJs('health-monitoring', 'solution.ts'),
      exerciseJs('health-monitoring', 'fixture.ts'),
    )
    const { trace } = await runOnce(visible, port, { seed: 'an-outage#0' })
    const [db] = servicesOf(trace, 200)
    expect(db?.stretches.map((s) => `${s.fromMs} ${s.health}`)).toEqual([
      '0 unknown',
      '4 up',
      '20 down',
      '100 up',
      '120 down',
      '124 up',
    ])
    expect(db?.pages.map((p) => `${p.atMs} ${p.kind}`)).toEqual(['70 raise', '162 clear', '575 raise'])
  })
})

describe('health-monitoring: the first try of the lesson', () => {
  test('pages the symptom that comes first, and a quarrel of two checkers again and again', () => {
    const js = /```ts title="first-try.ts"\n([\s\S]*?)```/.exec(
      readFileSync('content/patterns/health-monitoring/lesson.mdx', 'utf8'),
    )?.[1]
    const monitor = new Function(`${js}; return monitor`)()
    const pages: string[] = []
    const m = monitor({ auth: ['database'] }, (s: string) => pages.push(s))
    m.report('paris', 'auth', false)
    m.report('paris', 'database', false)
    expect(pages).toEqual(['auth', 'database'])
    m.report('tokyo', 'database', true)
    m.report('paris', 'database', false)
    expect(pages).toEqual(['auth', 'database', 'database'])
  })
})
