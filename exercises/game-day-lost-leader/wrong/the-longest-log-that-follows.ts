// fails: acknowledged
// Compares lengths, and has everybody follow at once: so an old leader drops in time what nobody else has, unless it was away till then.
import { type Ctx, node } from 'faultline'

interface Pong {
  role: 'leader' | 'follower'
  term: number
  leader: string | null
  heardMs: number | null
}

interface Position {
  lastTerm: number
  index: number
}

const REPLICAS = ['n1', 'n2', 'n3']
const PING_EVERY_MS = 200
/** A slow replica answers after 350 ms. */
const PATIENCE_MS = 500
/** A stall is over after 600 ms; then there is the ping that was just missed. */
const SILENT_MS = 1000
/** A crash loop is up for 700 ms, and it takes SILENT_MS to see that it is down again. */
const STEADY_MS = 2000
/** One of two followers has each write, so any two replicas have all. */
const ACKS = 1

export default node((ctx) => {
  const watch = new Map(REPLICAS.map((replica) => [replica, watched(ctx, replica)]))
  const of = (replica: string) => watch.get(replica) as ReturnType<typeof watched>
  let led = { term: 1, leader: 'n1' }
  /** The highest term that was ever asked for. Each attempt has one of its own. */
  let asked = 1
  let moving = false

  async function ping(replica: string) {
    try {
      const pong = await ctx.rpc<Pong>(replica, 'ping', {}, { timeout: PATIENCE_MS })
      of(replica).alive(0)
      // A second opinion: who hears a leader says so.
      if (pong.leader !== null && pong.heardMs !== null) of(pong.leader).alive(pong.heardMs)
      settle(replica, pong)
    } catch {
      // Silence says nothing by itself. It is how long it lasts.
    }
  }

  /** Whoever is not what it should be is told, and a leader that lost its place is replaced. */
  function settle(replica: string, pong: Pong) {
    if (replica === led.leader) {
      if (pong.role !== 'leader') void move()
    } else if (pong.leader !== led.leader || pong.term !== led.term) void tell(replica, 'follow', led)
  }

  function tell<R>(replica: string, type: string, body: object): Promise<R | undefined> {
    return ctx.rpc<R>(replica, type, body, { timeout: PATIENCE_MS }).catch(() => undefined)
  }

  /** Fence, compare, lead: once begun it is tried again until somebody leads. Whom to follow the others hear when they are pinged next. */
  async function move() {
    if (moving) return
    moving = true
    const term = ++asked
    const up = REPLICAS.filter((replica) => !of(replica).isDown())
    const fenced = await Promise.all(
      up.map(async (replica) => ({ replica, position: await tell<Position>(replica, 'fence', { term }) })),
    )
    const known = fenced.flatMap(({ replica, position }) => (position ? [{ replica, ...position }] : []))
    known.sort((a, b) => b.index - a.index)
    const [best] = known
    if (best && known.length > ACKS && (await tell(best.replica, 'lead', { term, acks: ACKS }))) {
      led = { term, leader: best.replica }
      void tell('door', 'route', { term, replica: best.replica })
      for (const replica of REPLICAS) if (replica !== best.replica) void tell(replica, 'follow', led)
    }
    moving = false
  }

  ctx.every(PING_EVERY_MS, () => {
    for (const replica of REPLICAS) {
      void ping(replica)
      of(replica).page()
    }
    if (of(led.leader).isDown() || asked > led.term) void move()
    ctx.view({ ...led, down: REPLICAS.filter((replica) => of(replica).isDown()) })
  })
  void tell('n1', 'lead', { term: 1, acks: ACKS })
})

/** Since when a replica has been silent, and whether it has been paged. */
function watched(ctx: Ctx, replica: string) {
  let seenAt = ctx.clock.mono()
  let upSince = seenAt
  let raised = false
  const isDown = () => ctx.clock.mono() - seenAt >= SILENT_MS

  return {
    isDown,
    /** A sign of life, so many ms ago. */
    alive(agoMs: number) {
      if (isDown()) upSince = ctx.clock.mono()
      seenAt = Math.max(seenAt, ctx.clock.mono() - agoMs)
    },
    page() {
      const due = raised ? !isDown() && ctx.clock.mono() - upSince >= STEADY_MS : isDown()
      if (!due) return
      raised = !raised
      ctx.send('pager', raised ? 'raise' : 'clear', { replica })
    },
  }
}
