/**
 * What Run plays: one story per rule, with every expectation written out. Submit plays many more.
 * Answers are put in words by fixture.ts: 'ok, remaining 2' or 'denied, retryAfter 30'.
 */
import { type Property, suite } from '../../lib/suite/index.ts'
import { Caller, GATEWAY, type Options, stage } from './drive.ts'
import { declare } from './properties.ts'

/** A token every 30 ms, three at once. */
const options: Options = { periodMs: 30, burst: 3 }

export default suite('rate-limiting', (s) => {
  const p = declare(s)

  story('a-full-bucket', 'A new key has burst tokens, to be had at one instant', async (w, see) => {
    await w.create(options)
    await see(p.burst, w.take('ann'), 'ok, remaining 2')
    await see(p.burst, w.take('ann'), 'ok, remaining 1')
    await see(p.burst, w.take('ann'), 'ok, remaining 0')
    await see(p.burst, w.take('ann'), 'denied, retryAfter 30')
    await see(p.keys, w.take('bob', 2), 'ok, remaining 1')
  })

  story('token-by-token', 'An empty bucket gets one token every periodMs, from then on', async (w, see) => {
    await w.create(options)
    await w.c.at(10)
    await see(p.burst, w.take('ann', 3), 'ok, remaining 0')
    await w.c.at(39)
    await see(p.rate, w.take('ann'), 'denied, retryAfter 1')
    await w.c.at(40)
    await see(p.fullRate, w.take('ann'), 'ok, remaining 0')
    await w.c.at(69)
    await see(p.rate, w.take('ann'), 'denied, retryAfter 1')
  })

  story('impatience', 'Asking often neither helps nor harms', async (w, see) => {
    await w.create(options)
    await w.take('ann', 3)
    for (const at of [10, 20]) {
      await w.c.at(at)
      await see(p.retryAfter, w.take('ann'), `denied, retryAfter ${30 - at}`)
    }
    await w.c.at(30)
    await see(p.fullRate, w.take('ann'), 'ok, remaining 0')
  })

  story(
    'a-part-of-a-token',
    'Half a token is kept, and the other half comes in half the time',
    async (w, see) => {
      await w.create(options)
      await w.take('ann', 3)
      await w.c.at(45)
      await see(p.fullRate, w.take('ann'), 'ok, remaining 0')
      await w.c.at(60)
      await see(p.fullRate, w.take('ann'), 'ok, remaining 0')
    },
  )

  story('a-denial-is-free', 'Who asks for too much keeps what is there', async (w, see) => {
    await w.create(options)
    await see(p.remaining, w.take('ann', 1), 'ok, remaining 2')
    await see(p.denial, w.take('ann', 3), 'denied, retryAfter 30')
    await see(p.denial, w.take('ann', 2), 'ok, remaining 0')
    await see(p.retryAfter, w.take('ann', 4), 'denied, retryAfter Infinity')
  })

  story('a-long-silence', 'A bucket never holds more than burst', async (w, see) => {
    await w.create(options)
    await w.take('ann', 3)
    await w.c.at(5000)
    await see(p.rate, w.take('ann', 3), 'ok, remaining 0')
    await see(p.rate, w.take('ann'), 'denied, retryAfter 30')
  })

  story('an-hour-in-no-time', 'The wall clock jumps, the tokens do not', async (w, see) => {
    await w.create(options)
    await w.take('ann', 3)
    await w.c.at(20)
    await see(p.clock, w.take('ann'), 'denied, retryAfter 10')
  })

  s.scenario('what-is-kept', { seeds: 1, durationMs: 60_000, title: 'Full buckets are let go' }, (sc) => {
    let held: number | undefined
    sc.cost(p.budget, { max: 2, unit: 'keys held above 16, per key in use' }, () => held)
    sc.client('customers', async (c) => {
      const w = new Caller(c)
      await w.create(options)
      for (let i = 0; i < 60; i++) await w.take(`customer ${i}`)
      await c.sleep(1000)
      await w.take('ann')
      const size = await w.size()
      held = typeof size === 'number' ? Math.max(0, size - 16) : Number.POSITIVE_INFINITY
    })
    stage(sc)
  })

  /** `see` compares what came with what must; the first difference ends the run. */
  function story(name: string, title: string, script: (w: Caller, see: See) => Promise<void>) {
    s.scenario(name, { seeds: 1, durationMs: 10_000, title }, (sc) => {
      if (name === 'an-hour-in-no-time')
        sc.nemesis(async (n) => {
          await n.at(10)
          n.skew(GATEWAY, 3_600_000)
        })
      sc.client('customers', async (c) => {
        await script(new Caller(c), async (property, taking, expected) => {
          const { said: got, events } = await taking
          if (got === expected) return
          const because = `At ${c.now} ms take said '${got}', and it must say '${expected}'.`
          // A right yes or no with a wrong number is about the number.
          const sameVerb = got.split(',')[0] === expected.split(',')[0]
          const number = expected.startsWith('ok') ? p.remaining : p.retryAfter
          // The takes before it are why: what they left is in the limiter's memory.
          const takes = c.w.trace.filter((e) => e.kind === 'note' && e.label === 'take' && e.id < events[0])
          const context = takes.slice(-3).map((e) => e.id)
          c.fail(sameVerb ? number : property, { because, expected, got, witness: events, context })
        })
      })
      stage(sc)
    })
  }
})

type See = (property: Property, taking: ReturnType<Caller['take']>, expected: string) => Promise<void>
