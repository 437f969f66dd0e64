/** How a run of the game day is judged: at its end, over the whole trace, so that a run is always played to its end. */
import type { Measure } from '../../lib/checks/index.ts'
import type { Ms } from '../../lib/sim/index.ts'
import type { Finding, Property, Scenario, World } from '../../lib/suite/index.ts'
import type { Budget } from './budget.ts'
import {
  blipLost,
  type Call,
  callsPerRequest,
  callsToSick,
  clock,
  probesPerSecond,
  type Request,
  type Run,
  readRun,
  rushLost,
  sickLost,
  statusOf,
  wellLost,
} from './measures.ts'
import type { Properties } from './properties.ts'
import type { Script } from './system.ts'

const ANSWER_MS = 1000

/**
 * The rules are always judged, and before the costs: what is wrong is told before what is dear. `rehearsal` says in the costs
 * which one they are of: 'a blip'.
 */
export function judge(sc: Scenario, p: Properties, script: Script, budget: Budget, rehearsal: string): void {
  let known: Run | undefined
  const run = (w: World) => {
    known ??= readRun(w.trace)
    return known
  }
  sc.check(p.honest, (w) => dishonest(run(w)))
  sc.check(p.madeOnce, (w) => madeTwice(run(w)))
  sc.check(p.answers, (w) => unanswered(run(w), script.durationMs))
  const cost = (
    property: Property,
    max: number | undefined,
    what: string,
    f: (r: Run, s: Script) => Measure,
  ) => {
    if (max !== undefined)
      sc.cost(property, { max, unit: `${what} in ${rehearsal}` }, (w) => f(run(w), script))
  }
  cost(p.wellLost, budget.wellLostPct, '% of the requests lost', wellLost)
  cost(p.callsToSick, budget.callsToSick, 'calls to the backend that does not work', callsToSick)
  cost(p.sickLost, budget.sickLostPct, '% of the requests lost', sickLost)
  cost(p.blipLost, budget.blipLostPct, '% of the requests lost', blipLost)
  cost(p.callsPerRequest, budget.callsPerRequest, 'calls per request', callsPerRequest)
  cost(p.rushLost, budget.rushLostPct, '% of the requests lost', rushLost)
  cost(p.probes, budget.probesPerSecond, 'health requests per second', probesPerSecond)
}

function dishonest({ requests, calls }: Run): Finding | undefined {
  const byId = new Map<unknown, Call[]>()
  for (const c of calls) byId.set(c.id, [...(byId.get(c.id) ?? []), c])
  for (const r of requests) {
    if (!r.answer) continue
    const { sentAt, event } = r.answer
    const its = byId.get(r.id) ?? []
    const status = statusOf(r)
    if (status === 'done' && !its.some((c) => c.answer && !c.answer.refused && c.answer.at <= sentAt))
      return {
        because: `${named(r)} was called done at ${clock(sentAt)}, and no backend had answered it.`,
        expected: 'done, after an answer',
        got: 'done, without one',
        witness: [...its.slice(0, 1).map((c) => c.event), event],
      }
    const open = its.find((c) => c.at <= sentAt && !(c.answer?.refused && c.answer.at <= sentAt))
    if (r.type === 'order' && status === 'failed' && open)
      return {
        because: `${named(r)} was called failed at ${clock(sentAt)}, but ${open.to}, asked at ${clock(open.at)}, had not refused it.`,
        expected: 'unknown',
        got: 'failed',
        witness: [open.event, event],
      }
    if (status === 'unknown' && !open)
      return {
        because: `${named(r)} was called unknown at ${clock(sentAt)}, but ${its.length === 0 ? 'nobody had been asked' : 'every call for it had been refused'}.`,
        expected: 'failed',
        got: 'unknown',
        witness: [...its.slice(-1).map((c) => c.event), event],
      }
  }
}

function madeTwice({ made }: Run): Finding | undefined {
  const first = new Map<string, (typeof made)[number]>()
  for (const m of made) {
    const before = first.get(m.id)
    if (before)
      return {
        because: `Order ${m.id} was made twice: by ${before.by}, and again by ${m.by}.`,
        expected: 'once',
        got: 'twice',
        witness: [before.event, m.event],
      }
    first.set(m.id, m)
  }
}

function unanswered({ requests }: Run, endMs: Ms): Finding | undefined {
  for (const r of requests) {
    if (r.reachedAt === undefined || r.reachedAt + ANSWER_MS >= endMs) continue
    const took = (r.answer?.sentAt ?? Number.POSITIVE_INFINITY) - r.reachedAt
    const witness = [r.last]
    if (took > ANSWER_MS)
      return {
        because: `${named(r)} reached the gateway at ${clock(r.reachedAt)} and ${r.answer ? `was answered after ${clock(took)}` : 'was never answered'}.`,
        expected: `an answer within ${ANSWER_MS} ms`,
        got: r.answer ? `after ${Math.round(took)} ms` : 'none',
        witness,
      }
    if (statusOf(r) === undefined)
      return {
        because: `${named(r)} was answered with ${JSON.stringify(r.answer?.body ?? null)}${r.answer?.refused ? ', refused' : ''}.`,
        expected:
          r.type === 'read' ? "{ status: 'done' | 'failed' }" : "{ status: 'done' | 'failed' | 'unknown' }",
        got: JSON.stringify(r.answer?.body ?? null),
        witness,
      }
  }
}

const named = (r: Request) => `${r.type === 'order' ? 'Order' : 'Read'} ${r.id}`
