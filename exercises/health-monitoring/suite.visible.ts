/**
 * What Run plays: one story per rule, with every expectation written out. Submit plays many more.
 * A line of reports says when which checkers report about which services, and what: see drive.ts.
 */
import { isYours, type Json } from '../../lib/sim/index.ts'
import { type Property, suite } from '../../lib/suite/index.ts'
import { type OnCall, type Options, type Report, stage } from './drive.ts'
import { declare } from './properties.ts'

const options: Options = { services: ['db'], deps: {}, upPct: 50, staleMs: 401, raiseMs: 50, clearMs: 38 }
const shop: Options = { ...options, services: ['shop', 'auth', 'db'], deps: { shop: ['auth'], auth: ['db'] } }

export default suite('health-monitoring', (s) => {
  const p = declare(s)

  const votes: Report[] = [
    [4, 'paris', 'db', 'up'],
    [8, 'tokyo', 'db', 'down'],
    [12, 'lima', 'db', 'up'],
    [16, 'lima', 'db', 'down'],
  ]
  story(
    'more-than-half',
    'A service is up if more than half of its checkers say so',
    votes,
    async (w, see) => {
      await w.create(options)
      see(p.threshold, 'health() before any report', await w.health('db'), 'unknown')
      await w.to(4)
      see(p.threshold, 'health() with 1 of 1 up', await w.health('db'), 'up')
      await w.to(8)
      see(p.threshold, 'health() with 1 of 2 up', await w.health('db'), 'down')
      await w.to(12)
      see(p.threshold, 'health() with 2 of 3 up', await w.health('db'), 'up')
      await w.to(16)
      see(p.fresh, 'health() when lima has changed its mind', await w.health('db'), 'down')
    },
  )

  story(
    'too-old',
    'A report counts for so long and no longer',
    [[4, 'paris', 'db', 'up']],
    async (w, see) => {
      await w.create({ ...options, staleMs: 41 })
      await w.to(44)
      see(p.fresh, 'health() 40 ms after the report', await w.health('db'), 'up')
      await w.to(45)
      see(p.fresh, 'health() 41 ms after it', await w.health('db'), 'unknown')
      await w.to(100)
      see(p.raise, 'The pages until 100 ms', w.pages(), ['95 ms: raise db'])
    },
  )

  const outage: Report[] = [
    [4, 'paris', 'db', 'up'],
    [20, 'paris', 'db', 'down'],
    [60, 'paris', 'db', 'down'],
    [100, 'paris', 'db', 'up'],
    [120, 'paris', 'db', 'down'],
    [124, 'paris', 'db', 'up'],
  ]
  story('an-outage', 'One page when it has lasted, one when it is over', outage, async (w, see) => {
    await w.create(options)
    await w.to(69)
    see(p.raise, 'The pages until 69 ms', w.pages(), [])
    await w.to(70)
    see(p.raise, 'The pages until 70 ms', w.pages(), ['70 ms: raise db'])
    await w.to(161)
    see(p.clear, 'The pages until 161 ms', w.pages(), ['70 ms: raise db'])
    await w.to(162)
    see(p.clear, 'The pages until 162 ms', w.pages(), ['70 ms: raise db', '162 ms: clear db'])
  })

  const domino: Report[] = [
    [4, 'paris', 'shop auth db', 'up'],
    [20, 'paris', 'shop auth db', 'down'],
    [100, 'paris', 'auth db', 'up'],
    [180, 'paris', 'shop', 'up'],
  ]
  story('one-cause', 'What follows from a page is not paged', domino, async (w, see) => {
    await w.create(shop)
    await w.to(137)
    see(p.rootCause, 'The pages until 137 ms', w.pages(), ['70 ms: raise db'])
    await w.to(138)
    const now = ['70 ms: raise db', '138 ms: clear db', '138 ms: raise shop']
    see(p.rootCause, 'The pages until 138 ms, sorted', w.pages().sort(bySpelling), now.sort(bySpelling))
    await w.to(218)
    see(p.alternate, 'The pages about shop', about('shop', w), ['138 ms: raise shop', '218 ms: clear shop'])
    see(p.alternate, 'The pages about auth', about('auth', w), [])
  })

  story('stopped', 'stop() ends it', [], async (w, see) => {
    await w.create(options)
    await w.to(20)
    await w.stop()
    see(p.stop, 'The timers that are pending', w.c.w.timers('monitor'), 0)
    await w.to(100)
    see(p.stop, 'The pages until 100 ms', w.pages(), [])
  })

  /** `see` compares what came with what must; the first difference ends the run. */
  function story(
    name: string,
    title: string,
    reports: readonly Report[],
    script: (w: OnCall, see: See) => Promise<void>,
  ) {
    s.scenario(name, { seeds: 1, durationMs: 1000, title }, (sc) => {
      stage(sc, reports, (w) =>
        script(w, (property, what, got, expected) => {
          if (JSON.stringify(got) === JSON.stringify(expected)) return
          const last = w.c.w.trace.findLast((e) => (e.kind === 'note' && !isYours(e)) || e.kind === 'view')
          const because = `${what}: ${show(got)}, but it must be ${show(expected)}.`
          w.c.fail(property, { because, expected, got, witness: last ? [last.id] : [] })
        }),
      )
    })
  }
})

type See = (property: Property, what: string, got: Json, expected: Json) => void

function about(service: string, w: OnCall): string[] {
  return w.pages().filter((line) => line.endsWith(` ${service}`))
}

function bySpelling(a: string, b: string): number {
  return a < b ? -1 : 1
}

function show(x: Json): string {
  if (Array.isArray(x)) return x.length === 0 ? 'none' : x.join(', ')
  return typeof x === 'string' ? x : JSON.stringify(x)
}
