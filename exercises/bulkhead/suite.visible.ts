/**
 * What Run plays: one story per rule, with every expectation written out. Submit plays many more.
 * works(ms), fails(ms), value, throws and hangs say what the task of a run does, see fixture.ts.
 */
import { isYours, type Json } from '../../lib/sim/index.ts'
import { type Property, suite } from '../../lib/suite/index.ts'
import { fails, hangs, type Options, Server, stage, throws, value, works } from './drive.ts'
import { declare } from './properties.ts'

const options: Options = { slots: 2, queue: 1, maxWaitMs: 51 }

export default suite('bulkhead', (s) => {
  const p = declare(s)

  story('two-at-once', 'Two slots: two tasks run, a third waits, a fourth is turned away', async (w, see) => {
    await w.create(options)
    const [first, second, third, fourth] = (await w.run(works(20), works(30), works(10), works(10))) as Four
    see(p.capacity, 'Whether the first task was started', w.started(first), true)
    see(p.capacity, 'Whether the second task was started', w.started(second), true)
    see(p.slots, 'Whether the third task was started', w.started(third), false)
    see(p.queue, 'The fourth run, with 2 tasks running and 1 waiting', w.ended(fourth), 'FullError')
    await w.c.at(20)
    await w.look()
    see(p.caller, 'The first run, when its task has settled', w.ended(first), 'value')
    see(p.conserving, 'Whether the third task was started when a slot came free', w.started(third), true)
  })

  story('in-order', 'Who waits longest starts first', async (w, see) => {
    await w.create({ slots: 1, queue: 3, maxWaitMs: 501 })
    const [, second, third] = (await w.run(works(10), works(10), works(10))) as Four
    await w.c.at(10)
    const [newcomer] = (await w.run(works(10))) as Four
    see(p.order, 'Whether the second task was started', w.started(second), true)
    see(p.order, 'Whether the newcomer of that instant was started', w.started(newcomer), false)
    await w.c.at(20)
    await w.look()
    see(p.order, 'Whether the third task was started', w.started(third), true)
  })

  story('enough-waiting', 'A wait ends after maxWaitMs', async (w, see) => {
    await w.create({ slots: 1, queue: 1, maxWaitMs: 51 })
    const [, second] = (await w.run(works(100), works(10))) as Four
    await w.c.at(50)
    await w.look()
    see(p.wait, 'The waiter, 1 ms before its time is over', w.ended(second), 'pending')
    await w.c.at(51)
    await w.look()
    see(p.wait, 'The waiter, when its time is over', w.ended(second), 'FullError')
    await w.c.at(100)
    await w.look()
    see(p.wait, 'Whether its task was started later', w.started(second), false)
    await w.run(works(10))
    see(p.capacity, 'How many tasks run then', (await w.stats()).active, 1)
  })

  story(
    'no-longer-wanted',
    'A waiter whose signal is aborted leaves; a running task goes on',
    async (w, see) => {
      await w.create({ slots: 1, queue: 1, maxWaitMs: 501 })
      const live = () => w.next(works(40), { signal: 'live' })
      const [first, second] = (await w.run(live(), live())) as Four
      await w.c.at(10)
      await w.abort(second)
      see(p.abort, 'The waiter, aborted', w.ended(second), 'reason')
      await w.abort(first)
      see(p.abort, 'The run whose task is running, aborted', w.ended(first), 'pending')
      const [third] = (await w.run(works(10))) as Four
      see(p.slots, 'Whether another task was started meanwhile', w.started(third), false)
    },
  )

  story('every-slot-comes-back', 'However a task ends, its slot is free again', async (w, see) => {
    await w.create({ slots: 1, queue: 0, maxWaitMs: 51 })
    const [first] = (await w.run(throws)) as Four
    see(p.caller, 'A run whose task throws', w.ended(first), 'error')
    const [second] = (await w.run(value)) as Four
    see(p.capacity, 'A run after it', w.ended(second), 'value')
    const [third] = (await w.run(fails(10))) as Four
    await w.c.sleep(10)
    await w.look()
    see(p.caller, 'A run whose task rejects', w.ended(third), 'error')
    const [fourth] = (await w.run(works(10))) as Four
    see(p.capacity, 'Whether a task after it was started', w.started(fourth), true)
  })

  story('walls', 'A bulkhead that is full does not concern another', async (w, see) => {
    await w.create(options, 'recommendations')
    await w.create(options, 'login')
    const at = 'recommendations'
    await w.run(w.next(hangs, { at }), w.next(hangs, { at }), w.next(hangs, { at }))
    const [login] = (await w.run(w.next(works(10), { at: 'login' }))) as Four
    see(p.isolation, 'Whether the login was started', w.started(login), true)
    see(p.stats, 'stats() of the other', { ...(await w.stats(at)) }, { active: 2, queued: 1 })
  })

  /** `see` compares what came with what must; the first difference ends the run. */
  function story(name: string, title: string, script: (w: Server, see: See) => Promise<void>) {
    s.scenario(name, { seeds: 1, durationMs: 2000, title }, (sc) => {
      sc.client('server', async (c) => {
        await script(new Server(c), (property, what, got, expected) => {
          if (JSON.stringify(got) === JSON.stringify(expected)) return
          const last = c.w.trace.findLast((e) => e.kind === 'note' && !isYours(e))
          const because = `${what}: ${show(got)}, but it must be ${show(expected)}.`
          // How earlier tasks ended: what the bulkhead should have noticed.
          const ends = c.w.trace.filter((e) => e.kind === 'note' && e.label === 'task settled')
          const context = ends.slice(-4).map((e) => e.id)
          c.fail(property, { because, expected, got, witness: last ? [last.id] : [], context })
        })
      })
      stage(sc)
    })
  }
})

type Four = [number, number, number, number]
type See = (property: Property, what: string, got: Json, expected: Json) => void

function show(x: Json): string {
  return x === true ? 'yes' : x === false ? 'no' : typeof x === 'string' ? x : JSON.stringify(x)
}
