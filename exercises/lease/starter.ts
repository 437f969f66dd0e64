import { node, Refused } from 'faultline'

interface Config {
  /** Clocks run at a rate between 1 - rho and 1 + rho. */
  rho: number
  /** The longest term that the server grants, ms of its own clock. */
  max: number
}

export const server = node((ctx) => {
  const { max } = ctx.config as Config

  // For now nobody ever gets the lease.
  ctx.on<{ req: string; term: number }>('acquire', () => {
    return { busy: true, retryAfter: max }
  })

  ctx.on<{ lease: string }>('renew', () => {
    throw new Refused('gone')
  })

  ctx.on<{ lease: string }>('release', () => {
    return {}
  })
})

export const holder = node((ctx) => {
  const { max } = ctx.config as Config
  let wanting = false
  let lease: string | undefined

  ctx.on('use', () => ({ ok: lease !== undefined }))

  ctx.on<{ on: boolean }>('want', ({ on }) => {
    wanting = on
    if (wanting) void ask()
    return {}
  })

  // One try, under one `req` for ever (rule 7 asks for more), and no thought of when the lease ends.
  async function ask() {
    const answer = await ctx.rpc('server', 'acquire', { req: `${ctx.id}-1`, term: max })
    lease = answer.lease
  }
})
