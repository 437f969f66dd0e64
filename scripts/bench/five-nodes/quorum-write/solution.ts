import { node, Refused } from 'faultline'

/** Whoever is asked to write asks all others, and answers when a majority, itself included, has stored it. */
export default node((ctx) => {
  const kept = ctx.disk.load<Record<string, number>>() ?? {}
  const store = (key: string, value: number) => {
    kept[key] = value
    ctx.disk.save(kept)
  }
  ctx.on<{ key: string; value: number }, object>('store', ({ key, value }) => {
    store(key, value)
    return {}
  })
  ctx.on<{ key: string; value: number }, object>('write', async (write) => {
    store(write.key, write.value)
    const majority = Math.floor((ctx.peers.length + 1) / 2) + 1
    let stored = 1
    await new Promise<void>((resolve, reject) => {
      let open = ctx.peers.length
      for (const peer of ctx.peers) {
        ctx
          .rpc(peer, 'store', write, { timeout: 200 })
          .then(
            () => stored++,
            () => undefined,
          )
          .then(() => {
            open--
            if (stored >= majority) resolve()
            else if (open === 0) reject(new Refused('no majority'))
          })
      }
    })
    return {}
  })
})
