// fails: durable
// Saves a millisecond after it has answered.
import { node, Refused } from 'faultline'

interface Entry {
  index: number
  key: string
  by: number
}

const LEADER = 'n1'
/** How long the leader keeps a question for new entries that it has no answer to. */
const HOLD_MS = 100
/** Longer than HOLD_MS and the way there and back; short, since a lost answer costs that much. */
const PATIENCE_MS = 250

export default node((ctx) => {
  // The log is all that is saved. The sums follow from it, so no crash can come between the two.
  const log = ctx.disk.load<Entry[]>() ?? []
  const sums = new Map<string, number>()
  let waiting: { index: number; go: () => void }[] = []

  const sum = (key: string) => sums.get(key) ?? 0
  const count = (e: Entry) => sums.set(e.key, sum(e.key) + e.by)

  function append(entries: Entry[]) {
    for (const e of entries) {
      log.push(e)
      count(e)
    }
    ctx.after(1, () => ctx.disk.save(log))
    ctx.view({ log })
    const due = waiting.filter((w) => w.index <= log.length)
    waiting = waiting.filter((w) => w.index > log.length)
    for (const w of due) w.go()
  }

  /** True as soon as entry `index` is here; false after `withinMs`. */
  function reached(index: number, withinMs: number): Promise<boolean> {
    if (index <= log.length) return Promise.resolve(true)
    return new Promise((settle) => {
      const timer = ctx.after(withinMs, () => {
        waiting = waiting.filter((w) => w !== waiter)
        settle(false)
      })
      const waiter = {
        index,
        go() {
          timer.cancel()
          settle(true)
        },
      }
      waiting.push(waiter)
    })
  }

  ctx.on<{ key: string; minIndex?: number }>('get', async ({ key, minIndex = 0 }) => {
    if (!(await reached(minIndex, 300))) throw new Refused('lagging')
    return { value: sum(key), index: log.length }
  })

  ctx.on<{ key: string; by: number }>('add', ({ key, by }) => {
    if (ctx.id !== LEADER) throw new Refused('not-leader')
    const index = log.length + 1
    append([{ index, key, by }])
    return { index, value: sum(key) }
  })

  // Asked for what comes after an index, the leader answers when there is something, or says after a while that there isn't.
  ctx.on<{ after: number }>('pull', async ({ after }) => {
    await reached(after + 1, HOLD_MS)
    return { entries: log.slice(after) }
  })

  /** One question at a time, each for what this log lacks: nothing can come out of order, and nothing twice. */
  async function follow() {
    for (;;) {
      try {
        const answer = await ctx.rpc<{ entries: Entry[] }>(
          LEADER,
          'pull',
          { after: log.length },
          { timeout: PATIENCE_MS },
        )
        if (answer.entries.length > 0) append(answer.entries)
      } catch {
        // Not reached, or not heard. The next question says what is still missing.
      }
    }
  }

  for (const e of log) count(e)
  ctx.view({ log })
  if (ctx.id !== LEADER) void follow()
})
