import { node, Refused } from 'faultline'

interface Entry {
  index: number
  key: string
  by: number
}

const LEADER = 'n1'

export default node((ctx) => {
  // Lost in a crash, for now.
  const log: Entry[] = []

  ctx.on<{ key: string; by: number }>('add', ({ key, by }) => {
    if (ctx.id !== LEADER) throw new Refused('not-leader')
    const index = log.length + 1
    log.push({ index, key, by })
    ctx.view({ log })
    // Each follower is told once. Who was not listening never hears of it.
    for (const peer of ctx.peers) ctx.send(peer, 'entry', { index, key, by })
    return { index, value: sum(key) }
  })

  ctx.on<Entry>('entry', (entry) => {
    log.push(entry)
    ctx.view({ log })
  })

  ctx.on<{ key: string; minIndex?: number }>('get', ({ key }) => {
    return { value: sum(key), index: log.length }
  })

  function sum(key: string): number {
    let total = 0
    for (const e of log) if (e.key === key) total += e.by
    return total
  }

  ctx.view({ log })
})
