/** Scripts that give each rule its moment. None says what must come out: the judges do. */
import type { Options, Pages, Shop } from './drive.ts'

export interface Script {
  readonly name: string
  readonly options?: Options
  readonly durationMs?: number
  /** Judged by what readers get, and by nothing else. */
  readonly freshOnly?: true
  /** Situations that must come up: see hidden-judge.ts. */
  readonly sees?: readonly string[]
  play(pages: Pages, shop: Shop): Promise<void>
}

export const BUSY = 'busy'
export const everyday: Options = { ttlMs: 60_000, jitterPct: 10, pollMs: 25 }
const refuse = { refuse: BUSY }

/** They come first: a wrong order of calls has to show what it does before it is called one. */
export const freshStories: readonly Script[] = [
  {
    name: 'late-fill',
    async play(pages, shop) {
      shop.put('price', 'v1')
      shop.plan('s.get', { workMs: 1, answerMs: 90 })
      void pages.read('w1')
      await pages.c.sleep(20)
      await pages.write('w2', 'v2')
      await pages.c.at(150)
      await pages.read('w3')
    },
  },
  {
    name: 'reader-between-the-steps-of-a-write',
    async play(pages, shop) {
      shop.put('price', 'v1')
      shop.plan('s.put', { workMs: 80 })
      const writing = pages.write('w1', 'v2')
      await pages.c.sleep(20)
      void pages.read('w2')
      await writing
      await pages.read('w3')
    },
  },
  {
    name: 'crossing-writes',
    async play(pages, shop) {
      shop.plan('s.put', { workMs: 1, answerMs: 60 })
      const slow = pages.write('w1', 'v1')
      await pages.c.sleep(15)
      await pages.write('w2', 'v2')
      await slow
      await pages.c.sleep(20)
      await pages.read('w3')
    },
  },
  {
    name: 'memory-of-a-server',
    async play(pages, shop) {
      shop.put('price', 'v1')
      await pages.read('w1')
      await pages.read('w1')
      await pages.write('w2', 'v2')
      await pages.read('w1')
    },
  },
  {
    name: 'delete-that-fails',
    async play(pages, shop) {
      shop.put('price', 'v1')
      await pages.read('w1')
      shop.plan('c.del', refuse, refuse)
      await pages.write('w2', 'v2')
      await pages.read('w3')
    },
  },
]

/** Held to every rule. */
export const ruleStories: readonly Script[] = [
  {
    name: 'store-errors',
    options: { ...everyday, pollMs: 300 },
    durationMs: 3000,
    sees: ['s.get rejected'],
    async play(pages, shop) {
      shop.put('price', 'v1')
      shop.plan('s.get', refuse)
      await pages.read('w1')
      // The lease of the failed read is out for a second.
      await pages.read('w2')
      shop.put('stock', 'v2')
      shop.plan('s.get', refuse)
      await pages.read('w1', 'stock')
      await pages.c.sleep(1100)
      await pages.read('w1', 'stock')
    },
  },
  {
    // A load shared by the readers of one process is as old as its first reader.
    name: 'load-from-before-a-write',
    freshOnly: true,
    async play(pages, shop) {
      shop.put('price', 'v1')
      shop.plan('s.get', { workMs: 1, answerMs: 90 })
      void pages.read('w1')
      await pages.c.sleep(20)
      await pages.write('w2', 'v2')
      await pages.read('w1')
      await pages.c.sleep(100)
    },
  },
  {
    name: 'writes',
    durationMs: 3000,
    sees: ['s.put rejected', 'c.del rejected', 'a delete after a failed put'],
    async play(pages, shop) {
      await pages.write('w1', 'v1')
      shop.plan('s.put', refuse)
      await pages.write('w1', 'v2')
      await pages.read('w2')
      shop.plan('s.put', { refuseAfter: 'connection lost' })
      await pages.write('w3', 'v3')
      await pages.read('w2')
      shop.plan('s.put', { refuseAfter: 'connection lost' })
      shop.plan('c.del', refuse)
      await pages.write('w3', 'v4')
      shop.plan('c.del', refuse, refuse, refuse, refuse)
      await pages.write('w1', 'v5')
      await pages.read('w3')
    },
  },
  {
    name: 'herd',
    sees: ['a lease', 'no lease', 'a hit'],
    async play(pages, shop) {
      shop.put('price', 'v1')
      shop.plan('s.get', { workMs: 70 })
      for (let i = 0; i < 2; i++)
        for (const server of ['w1', 'w2', 'w3'] as const) {
          void pages.read(server)
          await pages.c.sleep(3)
        }
      await pages.c.sleep(250)
    },
  },
  {
    // The lease runs out before the store has answered: the next asker gets one, the first comes too late with its own.
    name: 'store-slower-than-a-lease',
    options: { ...everyday, pollMs: 200 },
    durationMs: 4000,
    sees: ['a lease was void', 'no lease'],
    async play(pages, shop) {
      shop.put('price', 'v1')
      shop.plan('s.get', { workMs: 1900 }, { workMs: 300 })
      void pages.read('w1')
      await pages.c.sleep(5)
      void pages.read('w2')
      await pages.c.sleep(5)
      await pages.read('w3')
      await pages.c.sleep(2000)
    },
  },
  {
    name: 'cache-down',
    options: { ...everyday, pollMs: 300 },
    durationMs: 4000,
    sees: ['c.get rejected', 'c.set rejected'],
    async play(pages, shop) {
      shop.put('price', 'v1')
      shop.plan('c.get', refuse)
      await pages.read('w1')
      shop.plan('c.get', refuse)
      shop.plan('s.get', refuse)
      await pages.read('w2')
      // Down again while a reader waits for its turn.
      shop.plan('s.get', { workMs: 700 })
      void pages.read('w1')
      await pages.c.sleep(10)
      shop.plan('c.get', {}, {}, refuse)
      await pages.read('w2')
      await pages.c.sleep(200)
      shop.put('stock', 'v1')
      shop.plan('c.set', refuse)
      await pages.read('w3', 'stock')
      await pages.read('w3', 'stock')
    },
  },
  {
    name: 'absence',
    sees: ['a hit of null'],
    async play(pages) {
      await pages.read('w1')
      await pages.read('w2')
      await pages.read('w1')
      await pages.write('w3', 'v1')
      await pages.read('w1')
      await pages.read('w2')
    },
  },
  {
    name: 'empty-text',
    sees: ['a hit'],
    async play(pages) {
      await pages.write('w1', '')
      await pages.read('w1')
      await pages.read('w2')
    },
  },
  {
    // Whole numbers only: 2.5 … 5 is 3, 4, 5.
    name: 'short-lives',
    options: { ttlMs: 5, jitterPct: 50, pollMs: 1 },
    sees: ['a lease'],
    async play(pages, shop) {
      shop.put('price', 'v1')
      for (let i = 0; i < 10; i++) {
        await pages.read('w1')
        await pages.c.sleep(6)
      }
    },
  },
  {
    name: 'no-jitter',
    options: { ttlMs: 40, jitterPct: 0, pollMs: 10 },
    sees: ['a lease'],
    async play(pages, shop) {
      shop.put('price', 'v1')
      for (let i = 0; i < 4; i++) {
        await pages.read('w1')
        await pages.c.sleep(45)
      }
    },
  },
]
