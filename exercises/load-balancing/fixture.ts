/**
 * Runs beside your code: turns the suite's messages into calls of your balancer. A ticket keeps the number of its pick.
 * `sequence` and `traffic` make many calls at once, so that shares can be measured.
 */
import { fixture } from 'faultline/fixture'

interface Ticket {
  readonly host: string
}

interface Balancer {
  pick(): Ticket | undefined
  done(t: Ticket, r: 'ok' | 'error'): void
  setHosts(hosts: string[]): void
}

/** Requests come in rounds: each round ends the requests that are due and starts `perRound` new ones; then `everyMs` pass. */
interface Traffic {
  rounds: number
  everyMs: number
  perRound: number
  /** After how many rounds a request ends; 1 where nothing is said. */
  takes: Record<string, number>
  /** Hosts that answer each request with an error, at once. */
  failing: string[]
}

export default fixture({ createBalancer: 'function' }, (ctx, env, learner) => {
  let balancer: Balancer
  let draws = 0
  const tickets = new Map<number, Ticket>()
  const counted = {
    ...env,
    random: () => {
      draws++
      return env.random()
    },
  }

  /** The chosen host's name, or what came instead of a ticket. */
  const hostOf = (t: Ticket | undefined): string | null =>
    t === undefined ? null : typeof t?.host === 'string' ? t.host : `not a host but ${typeof t?.host}`

  const count = (counts: Record<string, number>, host: string) => {
    counts[host] = (counts[host] ?? 0) + 1
  }

  ctx.on('create', ({ hosts, cfg }: { hosts: string[]; cfg: object }) => {
    balancer = learner.createBalancer([...hosts], cfg, counted)
  })
  ctx.on('pick', (n: number) => {
    const t = balancer.pick()
    const host = hostOf(t)
    if (t !== undefined) tickets.set(n, t)
    ctx.trace('picked', { n, host })
    return host
  })
  ctx.on('done', ({ n, r }: { n: number; r: 'ok' | 'error' }) => {
    const t = tickets.get(n)
    if (t !== undefined) balancer.done(t, r)
  })
  ctx.on('setHosts', (hosts: string[]) => {
    balancer.setHosts([...hosts])
  })

  /** One request after the other, each ended with ok before the next: how many each host got. */
  ctx.on('sequence', (times: number) => {
    const counts: Record<string, number> = {}
    draws = 0
    for (let i = 0; i < times; i++) {
      const t = balancer.pick()
      count(counts, hostOf(t) ?? 'none')
      if (t !== undefined) balancer.done(t, 'ok')
    }
    ctx.trace('sequence', { counts, draws })
    return { counts, draws }
  })

  ctx.on('traffic', async ({ rounds, everyMs, perRound, takes, failing }: Traffic) => {
    const counts: Record<string, number> = {}
    let running: { ticket: Ticket; until: number }[] = []
    let inFlight = 0
    draws = 0
    for (let round = 0; round < rounds; round++) {
      for (const r of running) if (r.until === round) balancer.done(r.ticket, 'ok')
      running = running.filter((r) => r.until !== round)
      for (let i = 0; i < perRound; i++) {
        const ticket = balancer.pick()
        const host = hostOf(ticket) ?? 'none'
        count(counts, host)
        if (ticket === undefined) continue
        if (failing.includes(host)) balancer.done(ticket, 'error')
        else running.push({ ticket, until: round + (takes[host] ?? 1) })
      }
      inFlight += running.length
      if (everyMs > 0) await env.sleep(everyMs)
    }
    ctx.trace('traffic', { counts, inFlight: inFlight / rounds, draws })
    return { counts, inFlight: inFlight / rounds, draws }
  })
})
