import { type Ctx, node } from 'faultline'

/** Four parts that know little of one another: what was heard, who is paged, who leads, and what each replica has to be told. */
interface Pong {
  role: string
  term: number
  leader: string | null
  heardMs: number | null
  lastTerm: number
  index: number
}

const NAMES = ['n1', 'n2', 'n3']

/** The last sign of life of each replica, whoever reports it: itself, or a follower of it. */
class Signs {
  readonly #ctx: Ctx
  readonly #last = new Map<string, number>()
  constructor(ctx: Ctx) {
    this.#ctx = ctx
    for (const name of NAMES) this.#last.set(name, ctx.clock.mono())
  }
  note(name: string, agoMs: number) {
    this.#last.set(name, Math.max(this.#last.get(name) as number, this.#ctx.clock.mono() - agoMs))
  }
  silence(name: string) {
    return this.#ctx.clock.mono() - (this.#last.get(name) as number)
  }
}

/** Raised after 1.2 s of silence, cleared after 2.5 s in which it was never silent for one. */
class Alarm {
  readonly #raised = new Map<string, { quietSince: number }>()
  look(ctx: Ctx, signs: Signs) {
    for (const replica of NAMES) {
      const alarm = this.#raised.get(replica)
      const silent = signs.silence(replica)
      if (!alarm) {
        if (silent < 1200) continue
        this.#raised.set(replica, { quietSince: ctx.clock.mono() })
        ctx.send('pager', 'raise', { replica })
      } else if (silent >= 1000) {
        alarm.quietSince = ctx.clock.mono()
      } else if (ctx.clock.mono() - alarm.quietSince > 2500) {
        this.#raised.delete(replica)
        ctx.send('pager', 'clear', { replica })
      }
    }
  }
}

class Lead {
  readonly #ctx: Ctx
  leader = 'n1'
  term = 1
  #next = 2
  #busy = false
  constructor(ctx: Ctx) {
    this.#ctx = ctx
  }

  get unsettled() {
    return this.#next - 1 > this.term
  }

  async elect() {
    if (this.#busy) return
    this.#busy = true
    const term = this.#next++
    try {
      const winner = await this.#fence(term)
      if (winner === undefined) return
      await this.#ctx.rpc(winner, 'lead', { term, acks: 1 }, { timeout: 600 })
      this.leader = winner
      this.term = term
      await this.#ctx.rpc('door', 'route', { term, replica: winner })
    } catch {
      // The next round tries again, under a term of its own.
    } finally {
      this.#busy = false
    }
  }

  /** The furthest of those that answered, if these are two. */
  async #fence(term: number): Promise<string | undefined> {
    const answers: { name: string; lastTerm: number; index: number }[] = []
    await Promise.all(
      NAMES.map(async (name) => {
        try {
          const at = await this.#ctx.rpc<Pong>(name, 'fence', { term }, { timeout: 400 })
          answers.push({ name, lastTerm: at.lastTerm, index: at.index })
        } catch {
          // Down, or not to be reached: it has no say.
        }
      }),
    )
    if (answers.length < 2) return undefined
    return answers.reduce((a, b) =>
      b.lastTerm > a.lastTerm || (b.lastTerm === a.lastTerm && b.index > a.index) ? b : a,
    ).name
  }
}

export default node((ctx) => {
  const signs = new Signs(ctx)
  const alarm = new Alarm()
  const lead = new Lead(ctx)

  async function visit(name: string) {
    const { leader, term } = lead
    try {
      const pong = await ctx.rpc<Pong>(name, 'ping', {}, { timeout: 600 })
      signs.note(name, 0)
      if (pong.leader !== null && pong.leader !== name && pong.heardMs !== null)
        signs.note(pong.leader, pong.heardMs)
      if (leader !== lead.leader || term !== lead.term || lead.unsettled) return
      if (name === leader && pong.role !== 'leader') await lead.elect()
      if (name !== leader && (pong.leader !== leader || pong.term !== term))
        await ctx.rpc(name, 'follow', { term, leader })
    } catch {
      // The silence is counted elsewhere.
    }
  }

  async function rounds() {
    await ctx.rpc('n1', 'lead', { term: 1, acks: 1 }).catch(() => {})
    for (;;) {
      for (const name of NAMES) void visit(name)
      alarm.look(ctx, signs)
      if (lead.unsettled || signs.silence(lead.leader) >= 1100) void lead.elect()
      await ctx.sleep(180)
    }
  }
  void rounds()
})
