// The log is a file that only grows: a line per entry, synced before anybody hears of it, many entries to one sync.
import { node, Refused } from 'faultline'

interface Entry {
  index: number
  key: string
  by: number
}

const FILE = 'log'

export default node((ctx) => {
  const log: Entry[] = []
  let queue: { entries: Entry[]; done: () => void }[] = []
  let writing = false
  let onGrowth: (() => void)[] = []

  const ready = restore()

  async function restore() {
    const text = new TextDecoder().decode(await ctx.disk.read(FILE))
    // Only whole lines were synced for certain; what a crash left behind the last one is cut off.
    const end = text.lastIndexOf('\n') + 1
    if (end < text.length) {
      await ctx.disk.truncate(FILE, end)
      await ctx.disk.fsync(FILE)
    }
    for (const line of text.slice(0, end).split('\n')) if (line) log.push(JSON.parse(line))
    ctx.view({ log })
  }

  /** Resolves when the entries are on disk and in the log. */
  function append(entries: Entry[]): Promise<void> {
    return new Promise((done) => {
      queue.push({ entries, done })
      void flush()
    })
  }

  async function flush() {
    if (writing) return
    writing = true
    while (queue.length > 0) {
      const batch = queue
      queue = []
      const entries = batch.flatMap((b) => b.entries)
      const lines = entries.map((e) => `${JSON.stringify(e)}\n`).join('')
      await ctx.disk.append(FILE, new TextEncoder().encode(lines))
      await ctx.disk.fsync(FILE)
      log.push(...entries)
      ctx.view({ log })
      for (const b of batch) b.done()
      const woken = onGrowth
      onGrowth = []
      for (const wake of woken) wake()
    }
    writing = false
  }

  async function atLeast(index: number, withinMs: number): Promise<boolean> {
    const end = ctx.clock.mono() + withinMs
    while (log.length < index) {
      const left = end - ctx.clock.mono()
      if (left <= 0) return false
      await Promise.race([new Promise<void>((r) => onGrowth.push(r)), ctx.sleep(left)])
    }
    return true
  }

  const sum = (key: string, to: number) =>
    log.slice(0, to).reduce((total, e) => (e.key === key ? total + e.by : total), 0)

  ctx.on<{ key: string; minIndex?: number }>('get', async ({ key, minIndex = 0 }) => {
    const end = ctx.clock.mono() + 300
    await ready
    if (!(await atLeast(minIndex, end - ctx.clock.mono()))) throw new Refused('lagging')
    return { value: sum(key, log.length), index: log.length }
  })

  if (ctx.id === 'n1') {
    // Numbered on arrival: the queue keeps the order.
    let last = -1
    ctx.on<{ key: string; by: number }>('add', async ({ key, by }) => {
      await ready
      last = Math.max(last, log.length) + 1
      const index = last
      await append([{ index, key, by }])
      return { index, value: sum(key, index) }
    })
    ctx.on<{ from: number }>('tail', async ({ from }) => {
      await ready
      await atLeast(from, 80)
      return log.slice(from - 1)
    })
  } else {
    ctx.on('add', () => {
      throw new Refused('not-leader')
    })
    void (async () => {
      await ready
      for (;;) {
        try {
          const news = await ctx.rpc<Entry[]>('n1', 'tail', { from: log.length + 1 }, { timeout: 300 })
          if (news.length > 0) await append(news)
        } catch {
          // Timed out: ask again.
        }
      }
    })()
  }
})
