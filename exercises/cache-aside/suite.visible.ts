/**
 * What Run plays: one story per rule, with every expectation written out. Submit plays many more. shop.plan(call, …) says
 * how the next requests of that kind go: `workMs` before the effect, `answerMs` after it, `refuse` without it.
 */
import { isYours, type Json } from '../../lib/sim/index.ts'
import { type Property, suite } from '../../lib/suite/index.ts'
import { type CallName, type Options, Pages, Shop, stage } from './drive.ts'
import { declare } from './properties.ts'

const options: Options = { ttlMs: 60_000, jitterPct: 10, pollMs: 25 }
const refuse = { refuse: 'busy' }

export default suite('cache-aside', (s) => {
  const p = declare(s)

  story('miss-then-hits', 'One server fills, all servers profit', async ({ pages, shop, see, calls }) => {
    shop.put('price', 'v1')
    see(p.fill, 'the first read', await pages.read('w1'), 'v1')
    see(p.hit, 'a read on the same server', await pages.read('w1'), 'v1')
    see(p.hit, 'a read on another server', await pages.read('w2'), 'v1')
    see(p.hit, 'the number of calls of s.get', calls('s.get'), 1)
    see(p.fill, 'the number of calls of c.set', calls('c.set'), 1)
    const [set] = shopCalls('c.set', pages)
    const ttlMs = Number((set?.body as { ttlMs?: number } | undefined)?.ttlMs)
    const inRange = Number.isInteger(ttlMs) && ttlMs >= 54_000 && ttlMs <= 60_000
    see(p.ttl, 'whether the time to live is a whole number from 54000 to 60000', inRange, true)
  })

  story('absence', 'What is not there is cached, too', async ({ pages, see, calls }) => {
    see(p.absence, 'the first read', await pages.read('w1'), null)
    see(p.absence, 'the second read', await pages.read('w2'), null)
    see(p.absence, 'the number of calls of s.get', calls('s.get'), 1)
  })

  story('write', 'After a write, every server sees it', async ({ pages, shop, see, calls }) => {
    shop.put('price', 'v1')
    await pages.read('w1')
    shop.plan('c.del', refuse)
    see(p.write, 'a write whose first delete fails', await pages.write('w2', 'v2'), null)
    see(p.write, 'the number of calls of c.del', calls('c.del'), 2)
    see(p.fresh, 'a read that begins after the write', await pages.read('w1'), 'v2')
  })

  story('failed-put', 'A put that failed may have been applied', async ({ pages, shop, see, calls }) => {
    shop.put('price', 'v1')
    await pages.read('w1')
    shop.plan('s.put', { refuseAfter: 'connection lost' })
    see(p.write, 'the write', await pages.write('w2', 'v2'), 'error: connection lost')
    see(p.write, 'the number of calls of c.del', calls('c.del'), 1)
    see(p.write, 'a read after it', await pages.read('w3'), 'v2')
  })

  story('slow-reader', 'An answer from before a write comes after it', async ({ pages, shop, see }) => {
    shop.put('price', 'v1')
    shop.plan('s.get', { workMs: 1, answerMs: 90 })
    const slow = pages.read('w1')
    await pages.c.sleep(20)
    await pages.write('w2', 'v2')
    see(p.settles, 'the slow read, begun before the write', await slow, 'v1')
    await pages.c.sleep(10)
    see(p.fresh, 'a read that begins after the write', await pages.read('w3'), 'v2')
  })

  story(
    'herd',
    'Nine readers of a cold key, one question to the store',
    async ({ pages, shop, see, calls }) => {
      shop.put('price', 'v1')
      shop.plan('s.get', { workMs: 120 })
      const reads: Promise<string | null>[] = []
      for (const server of ['w1', 'w2', 'w3'] as const)
        for (let i = 0; i < 3; i++) {
          reads.push(pages.read(server))
          await pages.c.sleep(1)
        }
      await pages.c.sleep(1)
      see(p.herd, 'the number of calls of c.get so far', calls('c.get'), 9)
      const values = await Promise.all(reads)
      see(p.herd, 'how many of nine readers have the value', values.filter((v) => v === 'v1').length, 9)
      see(p.herd, 'the number of calls of s.get', calls('s.get'), 1)
    },
  )

  story('trouble', 'Store or cache refuse', async ({ pages, shop, see, calls }) => {
    shop.put('price', 'v1')
    shop.plan('s.get', refuse)
    see(p.storeError, 'a read while the store refuses', await pages.read('w1'), 'error: busy')
    see(p.storeError, 'the number of calls of c.set', calls('c.set'), 0)
    see(p.storeError, 'the next read', await pages.read('w1'), 'v1')
    shop.plan('c.get', refuse)
    const before = calls('c.set')
    see(p.cacheDown, 'a read while the cache refuses', await pages.read('w2'), 'v1')
    see(p.cacheDown, 'the number of fills of that read', calls('c.set') - before, 0)
    shop.put('stock', '7')
    shop.plan('c.set', refuse)
    see(p.cacheDown, 'a read whose c.set is refused', await pages.read('w3', 'stock'), '7')
  })

  /** `see` compares what came with what must; the first difference ends the run. */
  function story(name: string, title: string, script: (t: Tools) => Promise<void>) {
    s.scenario(name, { seeds: 1, durationMs: 5000, title }, (sc) => {
      const shop = new Shop()
      sc.client('pages', async (c) => {
        const pages = new Pages(c)
        const calls = (call: CallName) => shopCalls(call, pages).length
        await script({
          pages,
          shop,
          calls,
          see: (property, what, got, expected) => {
            if (got === expected) return
            const ended = c.w.trace.findLast((e) => e.kind === 'note' && !isYours(e))
            const because = `${what.charAt(0).toUpperCase()}${what.slice(1)}: ${show(got)}, but it must be ${show(expected)}.`
            c.fail(property, { because, expected, got, witness: ended ? [ended.id] : [] })
          },
        })
      })
      stage(sc, options, shop)
    })
  }
})

const show = (v: Json): string => (typeof v === 'string' ? `'${v}'` : JSON.stringify(v))

/** What the servers have asked so far. */
function shopCalls(call: CallName, { c }: Pages) {
  const [to, type] = call.startsWith('c.') ? ['cache', call.slice(2)] : ['store', call.slice(2)]
  return c.w.trace.filter((e) => e.kind === 'send' && e.peer === to && e.type === type && e.re === undefined)
}

interface Tools {
  readonly pages: Pages
  readonly shop: Shop
  /** How often it has been called so far, on all servers. */
  calls(call: CallName): number
  see(property: Property, what: string, got: Json, expected: Json): void
}
