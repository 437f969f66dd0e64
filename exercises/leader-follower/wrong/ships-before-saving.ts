// fails: prefix
// Entries go out at once and are saved 4 ms later, many with one save: a follower can have what the leader has lost.
import { node, Refused, type Timer } from 'faultline'

interface Entry {
  index: number
  key: string
  by: number
}

interface State {
  log: Entry[]
  totals: Record<string, number>
}

interface Reader {
  key: string
  from: number
  answer: (a: { value: number; index: number }) => void
  deadline: Timer
}

export default node((ctx) => {
  const leads = ctx.id === 'n1'
  // Log and totals in one value, so one save covers both.
  const state: State = ctx.disk.load() ?? { log: [], totals: {} }
  const early = new Map<number, Entry>()
  const readers = new Set<Reader>()

  const read = (key: string) => ({ value: state.totals[key] ?? 0, index: state.log.length })

  function changed() {
    if (leads) ctx.after(4, () => ctx.disk.save(state))
    else ctx.disk.save(state)
    ctx.view({ log: state.log })
    for (const r of readers) {
      if (r.from > state.log.length) continue
      r.deadline.cancel()
      readers.delete(r)
      r.answer(read(r.key))
    }
  }

  function apply(e: Entry) {
    state.log.push(e)
    state.totals[e.key] = (state.totals[e.key] ?? 0) + e.by
  }

  ctx.on<{ key: string; minIndex?: number }>('get', ({ key, minIndex }) => {
    if (minIndex === undefined || minIndex <= state.log.length) return read(key)
    return new Promise((answer, reject) => {
      const reader: Reader = {
        key,
        from: minIndex,
        answer,
        deadline: ctx.after(300, () => {
          readers.delete(reader)
          reject(new Refused('lagging'))
        }),
      }
      readers.add(reader)
    })
  })

  ctx.on<{ key: string; by: number }>('add', async ({ key, by }) => {
    if (!leads) throw new Refused('not-leader')
    const entry = { index: state.log.length + 1, key, by }
    apply(entry)
    changed()
    for (const peer of ctx.peers) ctx.send(peer, 'entries', { entries: [entry] })
    const value = state.totals[key]
    await ctx.sleep(5)
    return { index: entry.index, value }
  })

  ctx.on<{ length: number }>('have', ({ length }, from) => {
    if (length < state.log.length) ctx.send(from, 'entries', { entries: state.log.slice(length) })
  })

  ctx.on<{ entries: Entry[] }>('entries', ({ entries }) => {
    for (const e of entries) if (e.index > state.log.length) early.set(e.index, e)
    const before = state.log.length
    for (;;) {
      const next = early.get(state.log.length + 1)
      if (!next) break
      early.delete(next.index)
      apply(next)
    }
    if (state.log.length > before) changed()
  })

  ctx.view({ log: state.log })
  if (!leads) {
    const ask = () => ctx.send('n1', 'have', { length: state.log.length })
    ctx.every(100, ask)
    ask()
  }
})
