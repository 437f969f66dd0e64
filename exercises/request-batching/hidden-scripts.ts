/** Scripted walks to the boundaries of each rule. No script says what must come out: the judge does. */
import type { SuiteBuilder } from '../../lib/suite/index.ts'
import { type Does, Feed, FLUSH, hangs, type Options, ok, rejects, stage, throws } from './drive.ts'
import { judged } from './hidden-judge.ts'
import type { Properties } from './properties.ts'

const usual: Options = { maxSize: 3, maxWaitMs: 50 }

interface Walk {
  options?: Partial<Options>
  /** How the calls of fetchMany go, in order; the last one goes on. */
  plan?: Does[]
  /** Situations without which it would prove nothing. */
  sees?: string[]
  walk: (feed: Feed) => Promise<void>
  countsTimers?: boolean
}

export function scripts(s: SuiteBuilder, p: Properties): void {
  const script = (name: string, walk: Walk) => scripted(s, p, name, walk)

  // ---- when ----
  script('one-key-alone', {
    sees: ['a batch had waited long enough'],
    walk: async (feed) => {
      await feed.at(7)
      await feed.load('a')
    },
  })
  script('a-steady-trickle', {
    options: { maxSize: 100 },
    sees: ['a batch had waited long enough'],
    walk: async (feed) => {
      for (const [at, key] of [
        [0, 'a'],
        [30, 'b'],
        [49, 'c'],
        [80, 'd'],
        [99, 'e'],
      ] as const) {
        await feed.at(at)
        await feed.load(key)
      }
    },
  })
  script('full', {
    sees: ['a batch was full'],
    walk: async (feed) => {
      await feed.load('a', 'b')
      await feed.at(20)
      await feed.load('c')
    },
  })
  script('several-at-once', {
    options: { maxSize: 2 },
    sees: ['a batch was full', 'a batch had waited long enough'],
    walk: async (feed) => {
      await feed.load('a', 'b', 'c', 'd', 'e')
    },
  })
  script('one-by-one', {
    options: { maxSize: 1 },
    walk: async (feed) => {
      await feed.load('a', 'b', 'a')
    },
  })
  script('the-next-one-after-a-full-one', {
    sees: ['a batch was full', 'a batch had waited long enough'],
    walk: async (feed) => {
      await feed.load('a', 'b')
      await feed.at(10)
      await feed.load('c')
      await feed.at(30)
      await feed.load('d')
      await feed.at(79)
      await feed.load('e')
    },
  })
  script('flushed', {
    sees: ['a batch was flushed', 'nothing was flushed'],
    walk: async (feed) => {
      await feed.load(FLUSH)
      await feed.load('a', FLUSH, FLUSH)
      await feed.at(20)
      await feed.load('b')
      await feed.at(45)
      await feed.load(FLUSH, 'c')
    },
  })

  // ---- what ----
  script('distinct', {
    options: { maxSize: 3 },
    sees: ['two loads shared a key', 'a batch was full'],
    walk: async (feed) => {
      await feed.load('a', 'b', 'a', 'b')
      await feed.at(30)
      await feed.load('a', 'c')
    },
  })
  script('in-the-order-of-their-coming', {
    options: { maxSize: 4 },
    walk: async (feed) => {
      await feed.load('10', 'b', '2', '10', 'a')
      await feed.at(100)
      await feed.load('__proto__', 'constructor', '', '__proto__')
    },
  })
  script('from-within', {
    plan: [ok(10, { loads: 'c' }), ok()],
    options: { maxSize: 2 },
    walk: async (feed) => {
      await feed.load('a')
      // The batch of c begins here, and with it its time.
      await feed.at(20)
      await feed.load('b')
    },
  })

  // ---- who gets what ----
  script('to-each-its-own', {
    plan: [ok(10, { errors: ['b'] })],
    options: { maxSize: 3 },
    sees: ['an item failed', 'two loads shared a key'],
    walk: async (feed) => {
      await feed.load('a', 'b', 'a', 'b', 'c')
    },
  })
  script('nothing-is-a-value', {
    plan: [ok(10, { nothing: ['a', 'c'], errors: ['d'] })],
    options: { maxSize: 4 },
    walk: async (feed) => {
      await feed.load('a', 'b', 'c', 'd')
    },
  })
  script('too-late-to-join', {
    plan: [ok(20), ok(2)],
    sees: ['a key was loaded while a fetch had it under way'],
    walk: async (feed) => {
      await feed.load('a', FLUSH)
      await feed.at(5)
      await feed.load('a', 'b')
    },
  })
  script('nothing-is-kept', {
    options: { maxSize: 2 },
    walk: async (feed) => {
      await feed.load({ key: 'a', next: { key: 'a' } }, 'b')
      await feed.at(100)
      await feed.load('a')
    },
  })
  script('failures-are-not-kept', {
    plan: [rejects(10), ok(10, { errors: ['a'] }), ok()],
    options: { maxSize: 1 },
    sees: ['a fetch failed', 'an item failed'],
    walk: async (feed) => {
      await feed.load({ key: 'a', next: { key: 'a' } })
      await feed.at(60)
      await feed.load('a')
    },
  })

  // ---- failures ----
  script('a-fetch-rejects', {
    plan: [rejects(10), ok(30)],
    options: { maxSize: 2 },
    sees: ['a fetch failed', 'two fetches were under way'],
    walk: async (feed) => {
      await feed.load('a', 'b', 'a')
      await feed.at(2)
      await feed.load('c')
    },
  })
  script('a-fetch-throws', {
    plan: [throws, throws, throws, ok()],
    options: { maxSize: 2 },
    sees: ['a fetch failed'],
    walk: async (feed) => {
      await feed.load('a', 'b', 'c')
      await feed.at(60)
      await feed.load('d', FLUSH)
      await feed.load('e')
    },
  })
  script('too-few-results', {
    plan: [ok(10, { more: -1 }), ok()],
    options: { maxSize: 3 },
    sees: ['a fetch miscounted'],
    walk: async (feed) => {
      await feed.load('a', 'b', 'c')
      await feed.load('d')
    },
  })
  script('too-many-results', {
    plan: [ok(10, { more: 1 }), ok(10, { more: -1 })],
    options: { maxSize: 2 },
    sees: ['a fetch miscounted'],
    walk: async (feed) => {
      await feed.load('a', 'b')
      await feed.at(60)
      await feed.load('c')
    },
  })

  // ---- side by side ----
  script('slow-ones-delay-nobody', {
    plan: [hangs, ok(2), ok(60), ok(2)],
    options: { maxSize: 2 },
    sees: ['two fetches were under way'],
    walk: async (feed) => {
      await feed.load('a', 'b', 'c')
      await feed.at(60)
      await feed.load('d', 'e')
      await feed.at(70)
      await feed.load('f', FLUSH)
    },
  })
  script('nothing-ticks', {
    countsTimers: true,
    sees: ['a batch was full', 'a batch was flushed', 'a batch had waited long enough'],
    walk: async (feed) => {
      await feed.load('a', 'b')
      await feed.at(20)
      await feed.load('c')
      await feed.at(90)
      await feed.load('d', FLUSH)
      await feed.at(160)
      await feed.load('e', 'f')
    },
  })
}

function scripted(s: SuiteBuilder, p: Properties, name: string, o: Walk): void {
  s.scenario(name, { seeds: 1, durationMs: 400 }, (sc) => {
    const judge = judged(sc, p, o.sees ?? [])
    judge.countsTimers = o.countsTimers ?? false
    sc.client('feed', async (c) => {
      const feed = new Feed(c)
      await feed.make({ ...usual, ...o.options }, ...(o.plan ?? [ok()]))
      await o.walk(feed)
      // Whatever still waits must go meanwhile.
      await c.sleep(150)
      c.note('end')
    })
    stage(sc)
  })
}
