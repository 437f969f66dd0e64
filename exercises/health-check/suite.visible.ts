/**
 * What Run plays: one story per rule, with every expectation written out. Submit plays many more.
 * passes(ms), fails(ms), hangs, obeys and throws say what one probe of a target does, see fixture.ts; the last of a list goes on.
 */
import { isYours, type Json } from '../../lib/sim/index.ts'
import { type Nemesis, type Property, suite } from '../../lib/suite/index.ts'
import { CHECKER, fails, hangs, Operator, type Options, obeys, passes, stage, throws } from './drive.ts'
import { declare } from './properties.ts'

const options: Options = { intervalMs: 100, timeoutMs: 50, failureThreshold: 2, successThreshold: 2 }

export default suite('health-check', (s) => {
  const p = declare(s)

  story('on-time', 'Every target is probed every 100 ms, though one of them hangs', 'ab', async (w, see) => {
    await w.make({ a: [hangs], b: [passes(10)] }, options)
    await w.c.settle()
    see(p.schedule, 'Probes of b at 0 ms', w.probes('b'), 1)
    await w.c.at(250)
    see(p.schedule, 'Probes of b by 250 ms', w.probes('b'), 3)
    see(p.schedule, 'Probes of a by 250 ms', w.probes('a'), 3)
  })

  story(
    'the-first-pass',
    'One pass is enough for a target of which nothing is known',
    'a',
    async (w, see) => {
      await w.make({ a: [fails(10), passes(10)] }, options)
      see(p.startUp, 'state(a) at 0 ms', (await w.look()).states.a, 'unknown')
      await w.c.at(50)
      see(p.down, 'state(a) after one failure', (await w.look()).states.a, 'unknown')
      await w.c.at(110)
      see(p.startUp, 'state(a) after its first pass', (await w.look()).states.a, 'healthy')
      see(p.changes, 'What onChange was told', w.changes, ['a healthy'])
    },
  )

  story(
    'two-in-a-row',
    'Two failures in a row make it unhealthy, two passes healthy again',
    'a',
    async (w, see) => {
      const plan = [passes(), fails(), passes(), fails(), fails(), passes(), passes()]
      await w.make({ a: plan }, options)
      await w.c.at(390)
      see(p.down, 'state(a) after a failure, a pass, and a failure', (await w.look()).states.a, 'healthy')
      await w.c.at(490)
      see(p.down, 'state(a) after two failures in a row', (await w.look()).states.a, 'unhealthy')
      await w.c.at(590)
      see(p.up, 'state(a) after one pass', (await w.look()).states.a, 'unhealthy')
      await w.c.at(690)
      see(p.up, 'state(a) after two passes in a row', (await w.look()).states.a, 'healthy')
      see(p.changes, 'What onChange was told', w.changes, ['a healthy', 'a unhealthy', 'a healthy'])
    },
  )

  story(
    'out-of-time',
    'A probe fails when its time is over, and what comes later is nothing',
    'a',
    async (w, see) => {
      await w.make({ a: [passes(49), passes(50), fails(60), passes(10)] }, options)
      await w.c.at(90)
      see(p.inTime, 'state(a) after a pass at 49 of 50 ms', (await w.look()).states.a, 'healthy')
      await w.c.at(190)
      see(p.signal, 'Signals aborted after a pass at 50 of 50 ms', w.aborted, 1)
      see(p.down, 'state(a) after that one failure', (await w.look()).states.a, 'healthy')
      await w.c.at(249)
      see(p.inTime, 'state(a) 1 ms before the second probe has failed', (await w.look()).states.a, 'healthy')
      await w.c.at(250)
      see(p.inTime, 'state(a) when the second probe has failed', (await w.look()).states.a, 'unhealthy')
    },
  )

  story(
    'probes-that-obey',
    'A probe that gives up when told has failed once, not twice',
    'a',
    async (w, see) => {
      await w.make({ a: [passes(), obeys, passes()] }, options)
      await w.c.at(190)
      see(p.inTime, 'state(a) after one probe that timed out', (await w.look()).states.a, 'healthy')
    },
  )

  story(
    'candidates',
    'Traffic goes to the healthy ones, and to all if there is none',
    'ab',
    async (w, see) => {
      await w.make({ a: [fails(), fails(), passes()], b: [passes(), fails()] }, options)
      see(p.failOpen, 'candidates() at 0 ms', (await w.look()).candidates, ['a', 'b'])
      await w.c.at(150)
      see(p.candidates, 'candidates() when b is healthy', (await w.look()).candidates, ['b'])
      await w.c.at(250)
      see(p.failOpen, 'candidates() when none is healthy', (await w.look()).candidates, ['a', 'b'])
      await w.c.at(350)
      see(p.candidates, 'candidates() when a is healthy', (await w.look()).candidates, ['a'])
    },
  )

  story('a-throw', 'A probe that throws has failed, and nobody else is harmed', 'ab', async (w, see) => {
    await w.make({ a: [throws], b: [passes(10)] }, options)
    await w.c.at(190)
    const { states } = await w.look()
    see(p.down, 'state(a) after two throws', states.a, 'unhealthy')
    see(p.startUp, 'state(b) after two passes', states.b, 'healthy')
  })

  story('stop', 'stop() ends it all', 'a', async (w, see) => {
    await w.make({ a: [hangs] }, options)
    await w.c.at(120)
    await w.stop()
    see(p.stop, 'Signals aborted, of two probes', w.aborted, 2)
    await w.c.at(400)
    see(p.stop, 'Probes started in all', w.probes('a'), 2)
    see(p.stop, 'What onChange was told', w.changes, [])
  })

  story(
    'asleep',
    'Asleep when a probe is due: the next ones keep to the schedule',
    'a',
    async (w, see) => {
      await w.make({ a: [passes(10)] }, options)
      // The probe of 200 ms may be made up for at 250 ms, or left out.
      await w.c.at(390)
      see(p.schedule, 'Start of the last probe before 390 ms', w.lastStart('a'), 300)
    },
    async (n) => {
      await n.at(150)
      n.pause(CHECKER, { forMs: 100 })
    },
  )

  /** `see` compares what came with what must; the first difference ends the run. */
  function story(
    name: string,
    title: string,
    targets: string,
    script: (w: Operator, see: See) => Promise<void>,
    nemesis?: (n: Nemesis) => Promise<void>,
  ) {
    s.scenario(name, { seeds: 1, durationMs: 1000, title }, (sc) => {
      if (nemesis) sc.nemesis(nemesis)
      sc.client('operator', async (c) => {
        await script(new Operator(c), (property, what, got, expected) => {
          if (JSON.stringify(got) === JSON.stringify(expected)) return
          const last = c.w.trace.findLast((e) => e.kind === 'note' && !isYours(e))
          const because = `${what}: ${show(got)}, but it must be ${show(expected)}.`
          c.fail(property, { because, expected, got: got ?? null, witness: last ? [last.id] : [] })
        })
      })
      stage(sc, [...targets])
    })
  }
})

type See = (property: Property, what: string, got: Json | undefined, expected: Json) => void

function show(x: Json | undefined): string {
  if (Array.isArray(x)) return x.length === 0 ? 'nothing' : x.join(', ')
  return String(x)
}
