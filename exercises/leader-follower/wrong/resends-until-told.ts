// fails: ship-budget
// Sends all that is not acknowledged every 5 ms until it is.
import { type Ctx, node, Refused } from 'faultline'

type Entry = { index: number; key: string; by: number }

export default node((ctx) => {
  const store = new Store(ctx)
  ctx.on<{ key: string; minIndex?: number }>('get', (m) => store.get(m.key, m.minIndex ?? 0))
  if (ctx.id === 'n1') lead(ctx, store)
  else follow(ctx, store)
  store.show()
})

function lead(ctx: Ctx, store: Store) {
  let bell = () => {}
  let rung = new Promise<void>((r) => (bell = r))

  ctx.on<{ key: string; by: number }>('add', ({ key, by }) => {
    const index = store.log.length + 1
    store.take([{ index, key, by }])
    const ring = bell
    rung = new Promise<void>((r) => (bell = r))
    ring()
    return { index, value: store.sum(key) }
  })

  for (const peer of ctx.peers) void feed(peer)

  async function feed(peer: string) {
    let has = 0
    for (;;) {
      const entries = store.log.slice(has)
      ctx.rpc(peer, 'append', { entries }, { timeout: 200 }).then(
        (answer: { has: number }) => {
          has = Math.max(has, answer.has)
        },
        () => {},
      )
      if (has === store.log.length) await Promise.race([rung, ctx.sleep(100)])
      else await ctx.sleep(5)
    }
  }
}

function follow(ctx: Ctx, store: Store) {
  ctx.on('add', () => {
    throw new Refused('not-leader')
  })
  ctx.on<{ entries: Entry[] }>('append', ({ entries }) => {
    const first = entries[0]?.index ?? Number.POSITIVE_INFINITY
    if (first <= store.log.length + 1) store.take(entries.filter((e) => e.index > store.log.length))
    return { has: store.log.length }
  })
}

class Store {
  readonly ctx: Ctx
  readonly log: Entry[]

  constructor(ctx: Ctx) {
    this.ctx = ctx
    this.log = ctx.disk.load() ?? []
  }

  take(entries: Entry[]) {
    if (entries.length === 0) return
    this.log.push(...entries)
    this.ctx.disk.save(this.log)
    this.show()
  }

  show() {
    this.ctx.view({ log: this.log })
  }

  sum(key: string): number {
    return this.log.reduce((sum, e) => (e.key === key ? sum + e.by : sum), 0)
  }

  async get(key: string, minIndex: number) {
    const until = this.ctx.clock.mono() + 300
    while (this.log.length < minIndex) {
      const left = until - this.ctx.clock.mono()
      if (left <= 0) throw new Refused('lagging')
      await this.ctx.sleep(Math.min(5, left))
    }
    return { value: this.sum(key), index: this.log.length }
  }
}
