/**
 * What Run plays: one story per rule, with every expectation written out. Submit plays many more.
 * ok(ms), rejects(ms), throws and hangs say how one call of fetchMany goes, see fixture.ts; the last of a list goes on.
 */
import { isYours, type Json } from '../../lib/sim/index.ts'
import { type Property, suite } from '../../lib/suite/index.ts'
import { Feed, FLUSH, type Options, ok, rejects, stage, throws } from './drive.ts'
import { declare } from './properties.ts'

const options: Options = { maxSize: 3, maxWaitMs: 50 }

export default suite('request-batching', (s) => {
  const p = declare(s)

  story('waited-long-enough', 'A batch goes 50 ms after its first key', async (feed, see) => {
    await feed.make(options, ok())
    await feed.load('a')
    await feed.at(30)
    await feed.load('b')
    await feed.at(49)
    see(p.dispatch, 'Fetches 49 ms after the first key', feed.fetches, [])
    await feed.at(50)
    see(p.dispatch, 'Fetches 50 ms after the first key', feed.fetches, ['a b'])
    await feed.at(60)
    see(p.items, 'The load of a', feed.ended(1), 'value of a')
    see(p.items, 'The load of b', feed.ended(2), 'value of b')
  })

  story('full', 'A batch goes when it is full', async (feed, see) => {
    await feed.make(options, ok())
    await feed.load('a', 'b', 'c', 'd')
    see(p.dispatch, 'Fetches at once', feed.fetches, ['a b c'])
    await feed.at(50)
    see(p.dispatch, 'Fetches 50 ms later', feed.fetches, ['a b c', 'd'])
  })

  story('flush', 'flush() sends what is waiting', async (feed, see) => {
    await feed.make(options, ok())
    await feed.load(FLUSH)
    see(p.dispatch, 'Fetches after flush() of nothing', feed.fetches, [])
    await feed.load('a', 'b', FLUSH)
    see(p.dispatch, 'Fetches after flush() of two keys', feed.fetches, ['a b'])
  })

  story('shared', 'A key that is loaded twice travels once', async (feed, see) => {
    await feed.make(options, ok())
    await feed.load('b', 'a', 'b', 'c')
    see(p.keys, 'Fetches', feed.fetches, ['b a c'])
    await feed.at(10)
    see(p.sharing, 'The first load of b', feed.ended(1), 'value of b')
    see(p.sharing, 'The second load of b', feed.ended(3), 'value of b')
  })

  story('gone', 'A batch that has gone takes nobody in', async (feed, see) => {
    await feed.make(options, ok(30))
    await feed.load('a', FLUSH)
    await feed.at(10)
    await feed.load('a')
    await feed.at(30)
    see(p.fresh, 'The load before the fetch', feed.ended(1), 'value of a')
    see(p.fresh, 'The load during the fetch', feed.ended(2), 'pending')
    await feed.at(60)
    see(p.dispatch, 'Fetches 50 ms after that load', feed.fetches, ['a', 'a'])
  })

  story('one-error', 'An error of one key is for that key', async (feed, see) => {
    await feed.make(options, ok(10, { errors: ['b'] }))
    await feed.load('a', 'b', 'c')
    await feed.at(10)
    see(p.items, 'The load of a', feed.ended(1), 'value of a')
    see(p.items, 'The load of b', feed.ended(2), 'error of b')
    see(p.items, 'The load of c', feed.ended(3), 'value of c')
  })

  story('all-fail', 'When the fetch fails, all of its loads do', async (feed, see) => {
    await feed.make(
      { ...options, maxSize: 2 },
      rejects(10),
      throws,
      ok(10, { more: -1 }),
      ok(10, { more: 1 }),
      ok(),
    )
    await feed.load('a', 'b')
    await feed.at(10)
    see(p.failure, 'A load whose fetch rejected', feed.ended(1), 'error')
    await feed.load('c', 'd')
    see(p.failure, 'A load whose fetch threw', feed.ended(3), 'error')
    await feed.load('e', 'f')
    await feed.at(20)
    see(p.failure, 'A load whose fetch gave 1 result for 2 keys', feed.ended(5), 'error')
    await feed.load('g', 'h')
    await feed.at(30)
    see(p.failure, 'A load whose fetch gave 3 results for 2 keys', feed.ended(7), 'error')
    await feed.load('i', 'j')
    await feed.at(40)
    see(p.failure, 'A load after all that', feed.ended(9), 'value of i')
  })

  story('side-by-side', 'A slow batch delays nobody', async (feed, see) => {
    await feed.make(options, ok(500), ok(10))
    await feed.load('a', FLUSH)
    await feed.load('b')
    await feed.at(50)
    see(p.concurrent, 'Fetches while the first one is under way', feed.fetches, ['a', 'b'])
    await feed.at(60)
    see(p.concurrent, 'The load of b', feed.ended(2), 'value of b')
  })

  /** `see` compares what came with what must; the first difference ends the run. */
  function story(name: string, title: string, script: (feed: Feed, see: See) => Promise<void>) {
    s.scenario(name, { seeds: 1, durationMs: 1000, title }, (sc) => {
      sc.client('feed', async (c) => {
        await script(new Feed(c), (property, what, got, expected) => {
          if (JSON.stringify(got) === JSON.stringify(expected)) return
          const last = c.w.trace.findLast((e) => e.kind === 'note' && !isYours(e))
          const because = `${what}: ${show(got)}, but it must be ${show(expected)}.`
          c.fail(property, { because, expected, got, witness: last ? [last.id] : [] })
        })
      })
      stage(sc)
    })
  }
})

type See = (property: Property, what: string, got: Json, expected: Json) => void

function show(x: Json): string {
  if (!Array.isArray(x)) return String(x)
  return x.length === 0 ? 'none' : x.map((keys) => `[${String(keys).replaceAll(' ', ', ')}]`).join(', ')
}
