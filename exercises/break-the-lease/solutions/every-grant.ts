import { type Nemesis, nemesis, type SeenMessage } from 'faultline'

// Follows the messages and strikes at more than one grant: two ideas in a round, one after the other.
export default nemesis(async (n) => {
  const plan: ((to: string) => void)[][] = [
    [() => n.crash('server', { forMs: 50 })],
    [silence, late],
    [sleepy, drifting],
    [reborn],
    [yesterday],
    [queued],
    [release],
  ]
  for (const strike of plan[n.config.round] ?? []) {
    const { to } = await next(
      n,
      (m) => m.reply && m.kind === 'delivered' && m.type === 'acquire' && m.body.lease,
    )
    strike(to)
    await n.sleep(2_200)
  }

  function silence(to: string) {
    n.cut(to, 'server', { forMs: 2_000 })
  }
  function late(to: string) {
    // Too late for the grant; the answer to its renewal comes late instead.
    void n.sleep(380).then(() => n.clog('server', to, { forMs: 390 }))
    void n.sleep(460).then(() => n.cut(to, 'server', { forMs: 1_500 }))
  }
  function sleepy(to: string) {
    n.cut(to, 'server', { forMs: 2_000 })
    void n.sleep(700).then(() => n.pause(to, { forMs: 900 }))
  }
  function drifting(to: string) {
    n.drift(to, 0.95)
    n.cut(to, 'server', { forMs: 2_000 })
  }
  function reborn(to: string) {
    void n.sleep(200).then(() => n.crash(to, { forMs: 650 }))
  }
  function yesterday(to: string) {
    n.skew(to, -900)
    n.skew('server', 86_000_000)
    n.crash('server', { forMs: 30 })
    n.cut(to, 'server', { forMs: 2_500 })
  }
  function queued(to: string) {
    n.clog(to, 'server', { forMs: 1_170 })
  }
  function release(to: string) {
    void next(n, (m) => m.from === to && m.type === 'release').then(() =>
      n.clog(to, 'server', { forMs: 1_300 }),
    )
  }
})

async function next(n: Nemesis, fits: (m: SeenMessage) => boolean): Promise<SeenMessage> {
  const m = await n.message(fits)
  if (!m) throw new Error('nothing came')
  return m
}
