import { type Nemesis, nemesis, type SeenMessage } from 'faultline'

/** One round, one idea. No idea needs to know which implementation it meets. */
const rounds: ((n: Nemesis) => Promise<void>)[] = [
  // Memory is gone, the lease is not.
  async (n) => {
    await granted(n)
    n.crash('server', { forMs: 60 })
  },
  // The server's day is five hours older when it comes back.
  async (n) => {
    await granted(n)
    n.skew('server', 5 * 3_600_000)
    n.crash('server', { forMs: 60 })
  },
  // The holder comes back when its lease is almost over.
  async (n) => {
    const { to } = await granted(n)
    await n.sleep(150)
    n.crash(to, { forMs: 700 })
  },
  // The holder can no longer be heard, its clock is the slowest and the server's the fastest of the band.
  async (n) => {
    n.drift('server', 1 + n.config.rho)
    const { to } = await granted(n)
    n.drift(to, 1 - n.config.rho)
    n.cut(to, 'server', { forMs: 3_000 })
  },
  // The holder sleeps through the end of its lease.
  async (n) => {
    const { to } = await granted(n)
    await n.sleep(300)
    n.cut(to, 'server', { forMs: 3_000 })
    await n.sleep(300)
    n.pause(to, { forMs: 1_500 })
  },
  // The holder hears of its lease as late as it can be, and cannot be heard; its day is shorter, too.
  async (n) => {
    const { to } = await granted(n)
    n.clog('server', to, { forMs: 370 })
    n.skew(to, -600)
    n.cut(to, 'server', { forMs: 3_000 })
  },
  // What the holder has to say arrives when another holds the lease: first its renewals …
  async (n) => {
    const { to } = await granted(n)
    n.clog(to, 'server', { forMs: 1_180 })
  },
  // … then its release.
  async (n) => {
    const release = await n.message((m) => m.type === 'release' && m.kind === 'sent')
    if (release) n.clog(release.from, 'server', { forMs: 1_300 })
  },
]

export default nemesis(async (n) => rounds[n.config.round]?.(n))

/** The moment at which the server sends the first grant. */
async function granted(n: Nemesis): Promise<SeenMessage> {
  const isGrant = (m: SeenMessage) =>
    m.reply && m.kind === 'sent' && m.type === 'acquire' && 'lease' in m.body
  return (await n.message(isGrant)) as SeenMessage
}
