import { node } from 'faultline'

interface Add {
  id: string
  n: number
}

const LOG = 'additions'

/** Appends each addition to a log and syncs it; after a restart the log is read again. */
export default node((ctx) => {
  const answers = new Map<string, number>()
  let total = 0
  const apply = ({ id, n }: Add) => {
    total += n
    answers.set(id, total)
  }
  const recovered = ctx.disk.read(LOG).then((bytes) => {
    for (const line of new TextDecoder().decode(bytes).split('\n')) if (line) apply(JSON.parse(line))
  })

  // One at a time: the order of the log is the order of the answers.
  let last: Promise<unknown> = recovered
  ctx.on<Add, { total: number }>('add', (add) => {
    const done = last.then(async () => {
      const known = answers.get(add.id)
      if (known !== undefined) return { total: known }
      await ctx.disk.append(LOG, new TextEncoder().encode(`${JSON.stringify(add)}\n`))
      await ctx.disk.fsync(LOG)
      apply(add)
      return { total }
    })
    last = done
    return done
  })
})
