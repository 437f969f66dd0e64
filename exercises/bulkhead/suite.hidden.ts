/**
 * Judges a submission. Scripts walk to the boundaries of each rule; storms then mix everything at random. No script
 * says what must come out: the model does. Runs come and tasks settle in even milliseconds and every wait ends in an odd
 * one, so no result ever meets the end of a wait.
 */
import type { Rng } from '../../lib/sim/index.ts'
import { type Client, type Property, type SuiteBuilder, suite } from '../../lib/suite/index.ts'
import { type Does, fails, hangs, type Options, POOL, Server, stage, throws, value, works } from './drive.ts'
import { type Judge, judged } from './hidden-judge.ts'
import { declare, type Properties } from './properties.ts'

/** Must never reach a learner: the build and the tests look for it. */
export const CANARY = 'faultline-canary-bulkhead-d41b9c6e08f75a32'

const HOUR_MS = 3_600_000
const STORM_ACTIONS = 24
const small: Options = { slots: 2, queue: 2, maxWaitMs: 51 }

const hidden = suite('bulkhead', (s) => {
  const p = declare(s)
  const script = scripting(s, p)
  admission(script)
  leaving(script, p)
  capacity(script)
  between(script, p)
  storm(s, p)
})
if (hidden.name === CANARY) throw new Error('unreachable: keeps the canary in the bundle')
export default hidden

type Script = ReturnType<typeof scripting>

/** Who starts, who waits, who is turned away, and in which order. */
function admission(script: Script): void {
  script('so-many-and-no-more', ['a run was waiting'], async ({ server: w, c }) => {
    await w.create({ slots: 2, queue: 4, maxWaitMs: 501 })
    await w.run(works(40))
    await w.run(works(20), works(20))
    await w.run(works(30), works(30))
    await c.at(200)
    await w.run(works(20), works(20), works(20))
  })
  script('a-full-queue', ['a run was turned away', 'a waiter was started'], async ({ server: w, c }) => {
    await w.create({ slots: 1, queue: 2, maxWaitMs: 501 })
    await w.run(works(20), works(20), works(20), works(20), works(20))
    await c.at(24)
    await w.run(works(20), works(20))
  })
  script('no-queue-at-all', ['a run was turned away'], async ({ server: w, c }) => {
    await w.create({ slots: 2, queue: 0, maxWaitMs: 51 })
    await w.run(works(30), works(10), works(10))
    await c.at(20)
    await w.run(works(10), works(10))
  })
  script('first-come-first-served', ['a waiter was started'], async ({ server: w }) => {
    await w.create({ slots: 1, queue: 4, maxWaitMs: 501 })
    await w.run(works(10), works(2), works(6))
    await w.run(works(4), works(2))
  })
  script('newcomers-of-the-instant', ['a waiter was started'], async ({ server: w, c }) => {
    await w.create({ slots: 1, queue: 2, maxWaitMs: 501 })
    await w.run(works(10), works(10))
    await c.at(10)
    await w.run(works(10))
    await c.at(20)
    await w.run(works(10), works(10))
  })
  script('the-one-who-just-had-it', ['a waiter was started'], async ({ server: w }) => {
    await w.create({ slots: 1, queue: 1, maxWaitMs: 501 })
    const again = w.next(works(4))
    await w.run(w.next(works(10), { next: [again] }), works(10))
  })
  script('the-one-who-just-had-it-finds-no-queue', ['a run was running'], async ({ server: w }) => {
    await w.create({ slots: 1, queue: 0, maxWaitMs: 51 })
    const again = w.next(works(4))
    await w.run(w.next(works(10), { next: [again] }))
  })
}

/** Waits that end, by time and by signal. */
function leaving(script: Script, p: Properties): void {
  script(
    'a-wait-has-an-end',
    ['a wait ended', 'a run was turned away'],
    async ({ server: w, c }) => {
      await w.create({ slots: 1, queue: 2, maxWaitMs: 31 })
      await w.run(works(200), works(10))
      await c.at(10)
      await w.run(works(10), works(10))
      await c.at(32)
      await w.run(works(10), works(10))
      await c.at(70)
      await w.run(works(10))
    },
    { about: p.wait },
  )
  script('a-task-may-take-longer-than-a-wait', ['a waiter was started'], async ({ server: w }) => {
    await w.create({ slots: 1, queue: 1, maxWaitMs: 21 })
    await w.run(works(20), works(100))
  })
  script(
    'a-waiter-gives-up',
    ['a waiter was aborted', 'a run was aborted', 'a running run was aborted', 'a done run was aborted'],
    async ({ server: w, c }) => {
      await w.create({ slots: 1, queue: 2, maxWaitMs: 301 })
      const live = (ms: number) => w.next(works(ms), { signal: 'live' })
      const [first = 0, second = 0, third = 0] = await w.run(live(100), live(20), live(20))
      await c.at(10)
      await w.abort(first)
      await w.abort(second)
      await w.run(works(10), works(10))
      await w.run(w.next(works(), { signal: 'aborted' }))
      await c.at(106)
      await w.abort(third)
      await c.at(200)
      await w.abort(first)
      await w.run(w.next(works(), { signal: 'aborted' }), works(10))
    },
    { about: p.abort },
  )
  script('given-up-and-waited-out', ['a expired run was aborted'], async ({ server: w, c }) => {
    await w.create({ slots: 1, queue: 2, maxWaitMs: 31 })
    const live = (ms: number) => w.next(works(ms), { signal: 'live' })
    const [, second = 0, third = 0] = await w.run(live(100), live(20), live(20))
    await c.at(20)
    await w.abort(second)
    await c.at(40)
    await w.abort(third)
    await w.abort(second)
  })
  // An aborted task goes on: the backend does not know that nobody wants its answer.
  script('a-running-task-keeps-its-slot', ['a running run was aborted'], async ({ server: w, c }) => {
    await w.create({ slots: 2, queue: 1, maxWaitMs: 301 })
    const live = (ms: number) => w.next(works(ms), { signal: 'live' })
    const [first = 0, second = 0] = await w.run(live(60), live(80))
    await c.at(10)
    await w.abort(first)
    await w.abort(second)
    await w.run(works(10), works(10))
  })
  script(
    'aborted-after-it-has-waited',
    ['a running run was aborted', 'a waiter was started'],
    async ({ server: w, c }) => {
      await w.create({ slots: 1, queue: 2, maxWaitMs: 301 })
      const [, second = 0] = await w.run(works(20), w.next(works(60), { signal: 'live' }), works(10))
      await c.at(30)
      await w.abort(second)
      await c.at(100)
    },
    { about: p.abort },
  )
}

/** After anything that can end a task or a wait, all slots are there. */
function capacity(script: Script): void {
  const endings: Record<string, (w: Server, c: Client) => Promise<void>> = {
    'tasks-that-fail': async (w) => {
      await w.run(fails(10), fails(20))
    },
    'tasks-that-throw': async (w) => {
      await w.run(throws)
      await w.run(throws)
    },
    'waits-that-end': async (w) => {
      await w.run(works(60), works(60), works(10), works(10))
    },
    'waiters-that-give-up': async (w, c) => {
      const live = () => w.next(works(10), { signal: 'live' })
      const [, , third = 0, fourth = 0] = await w.run(works(60), works(60), live(), live())
      await c.sleep(10)
      await w.abort(third)
      await w.abort(fourth)
    },
  }
  for (const [name, ending] of Object.entries(endings))
    script(`all-slots-after-${name}`, [], async ({ server: w, c }) => {
      await w.create(small)
      await ending(w, c)
      await c.at(100)
      await w.run(works(10), works(10), works(10))
    })
  script('throwing-waiters', ['a task failed', 'a waiter was started'], async ({ server: w, c }) => {
    await w.create({ slots: 1, queue: 4, maxWaitMs: 201 })
    await w.run(works(10), throws, value, fails(4), throws)
    await c.at(100)
    await w.run(throws)
    await w.run(works(10), value)
  })
}

/** Two bulkheads; what the caller gets; the counts; the timers. */
function between(script: Script, p: Properties): void {
  script(
    'two-bulkheads',
    ['a run was turned away'],
    async ({ server: w, c }) => {
      await w.create(small, 'recommendations')
      await w.create(small, 'login')
      const at = (name: string, does: Does) => w.next(does, { at: name })
      await w.run(...[hangs, hangs, hangs, hangs, hangs].map((does) => at('recommendations', does)))
      await w.run(at('login', works(10)), at('login', works(10)), at('login', works(10)))
      await c.at(60)
      await w.run(at('login', works(10)), at('recommendations', works(10)))
    },
    { about: p.isolation },
  )
  script('the-wall-clock-jumps', ['a wait ended'], async ({ server: w, c }) => {
    await w.create({ slots: 1, queue: 2, maxWaitMs: 51 })
    await w.run(works(30), works(100), works(10))
    await c.at(70)
    await w.run(works(10))
  })
  script('what-is-counted', ['a wait ended', 'a waiter was aborted'], async ({ server: w, c }) => {
    await w.create(small)
    await w.stats()
    const [, , third = 0] = await w.run(
      works(100),
      works(60),
      w.next(works(10), { signal: 'live' }),
      works(10),
    )
    await w.stats()
    await c.at(20)
    await w.abort(third)
    await w.stats()
    await c.at(52)
    await w.stats()
    await c.at(70)
    await w.stats()
    await w.run(throws)
    await w.run(fails(10))
    await w.stats()
    await c.at(150)
    await w.stats()
  })
  script(
    'nothing-ticks-when-nobody-waits',
    ['a wait ended', 'a waiter was aborted', 'a waiter was started'],
    async ({ server: w, c }) => {
      await w.create({ slots: 1, queue: 3, maxWaitMs: 51 })
      await w.run(works(20))
      await c.at(30)
      const [, , third = 0] = await w.run(
        works(20),
        works(100),
        w.next(works(10), { signal: 'live' }),
        works(10),
      )
      await c.at(60)
      await w.abort(third)
      await c.at(200)
      await w.run(works(10), works(10))
    },
    { idle: true },
  )
}

/** Anything in any order. */
function storm(s: SuiteBuilder, p: Properties): void {
  s.scenario('storm', { seeds: 3, durationMs: 4000 }, (sc, r) => {
    const judge = judged(sc, p, [
      'a wait ended',
      'a waiter was aborted',
      'a waiter was started',
      'a run was turned away',
    ])
    judge.checksIdle = true
    sc.cost(p.budget, { max: 1, unit: 'timers per waiter' }, () => judge.timersPerWaiter)
    const o: Options = { slots: r.int(1, 3), queue: r.int(1, 3), maxWaitMs: 2 * r.int(5, 25) + 1 }
    sc.client('server', async (c) => {
      const { random } = c
      const w = new Server(c)
      await w.create(o)
      const live: number[] = []
      for (let i = 0; i < STORM_ACTIONS; i++) {
        const dice = random.int(0, 99)
        if (dice < 55) {
          const signal = random.chance(50) ? 'live' : 'none'
          const next = random.chance(20) ? [w.next(backend(random))] : []
          const [n = 0] = await w.run(w.next(anyDoes(random), { signal, next }))
          if (signal === 'live') live.push(n)
        } else if (dice < 70) await w.run(...Array.from({ length: random.int(2, 4) }, () => backend(random)))
        else if (dice < 80 && live.length > 0) await w.abort(random.pick(live.slice(-4)))
        else await c.sleep(2 * random.int(1, 15))
        if (random.chance(15)) await w.stats()
      }
      await c.at(3500)
      await w.run(...Array.from({ length: o.slots + 1 }, () => works(10)))
      await c.sleep(200)
      await w.stats()
    })
    stage(sc)
  })
}

function anyDoes(r: Rng): Does {
  const dice = r.int(0, 99)
  return dice < 12 ? value : dice < 25 ? throws : backend(r)
}

/** Settles in even milliseconds. */
function backend(r: Rng): Does {
  const takesMs = 2 * r.int(1, 40)
  return r.chance(30) ? fails(takesMs) : works(takesMs)
}

interface Stage {
  readonly server: Server
  readonly c: Client
  readonly judge: Judge
}

/** A scripted walk; `sees` are the situations without which it would prove nothing. */
function scripting(s: SuiteBuilder, p: Properties) {
  return (
    name: string,
    sees: string[],
    walk: (stage: Stage) => Promise<void>,
    o: { about?: Property; idle?: boolean } = {},
  ) =>
    s.scenario(name, { seeds: 1, durationMs: 1000 }, (sc) => {
      const judge = judged(sc, p, sees, o.about)
      judge.checksIdle = o.idle ?? false
      if (name === 'the-wall-clock-jumps')
        sc.nemesis(async (n) => {
          await n.at(11)
          n.skew(POOL, HOUR_MS)
          await n.at(75)
          n.skew(POOL, -HOUR_MS)
        })
      sc.client('server', async (c) => walk({ server: new Server(c), c, judge }))
      stage(sc)
    })
}
