/** How a run of the game day is judged: at its end, over the whole trace, so that a run is always played to its end. */
import type { Measure } from '../../lib/checks/index.ts'
import type { Ms } from '../../lib/sim/index.ts'
import type { Finding, Property, Scenario, World } from '../../lib/suite/index.ts'
import type { Budget } from './budget.ts'
import {
  detection,
  downtime,
  falseAlarms,
  goneWrites,
  type Order,
  type Page,
  pagesSent,
  pingsPerSecond,
  type Run,
  readRun,
  writesLost,
} from './measures.ts'
import type { Properties } from './properties.ts'
import { REPLICAS } from './replica.ts'
import type { Script } from './system.ts'

const CLEARED_MS = 4000

/**
 * The rules are always judged, and before the costs: what is wrong is told before what is dear. `rehearsal` says in the costs
 * which one they are of: 'a stall'.
 */
export function judge(sc: Scenario, p: Properties, script: Script, budget: Budget, rehearsal: string): void {
  let known: Run | undefined
  const run = (w: World) => {
    known ??= readRun(w.trace)
    return known
  }
  sc.check(p.oneLeader, (w) => twoLeaders(run(w)))
  sc.check(p.acknowledged, (w) => forgotten(run(w)))
  sc.check(p.cleared, (w) => misled(run(w), script.durationMs))
  const cost = (
    property: Property,
    max: number | undefined,
    what: string,
    f: (r: Run, s: Script) => Measure | undefined,
  ) => {
    if (max !== undefined)
      sc.cost(property, { max, unit: `${what} in ${rehearsal}` }, (w) => f(run(w), script))
  }
  cost(p.falseAlarms, budget.falseAlarms, 'false alarms', falseAlarms)
  cost(p.detection, budget.detectionMs, 'ms until the page', detection)
  cost(p.downtime, budget.downtimeMs, 'ms without a leader', downtime)
  cost(p.writesLost, budget.writesLostPct, '% of the writes lost', writesLost)
  cost(p.pages, budget.pages, 'pages', pagesSent)
  cost(p.pings, budget.pingsPerSecond, 'pings per second', pingsPerSecond)
}

function twoLeaders({ orders }: Run): Finding | undefined {
  const first = new Map<number, Order>()
  for (const o of orders) {
    const before = first.get(o.term)
    if (before && before.to !== o.to)
      return {
        because: `${before.to} was told to lead under term ${o.term} at ${ms(before.at)}, and ${o.to} under the same term at ${ms(o.at)}.`,
        expected: `term ${o.term} for ${before.to} only`,
        got: `for ${o.to}, too`,
        witness: [before.event, o.event],
      }
    if (!before) first.set(o.term, o)
  }
}

/** An entry is named by its term and its index, as long as a term has one leader. */
function forgotten(run: Run): Finding | undefined {
  const gone = goneWrites(run)
  const [first] = gone
  const ack = first?.write.ack
  if (!first || !ack) return undefined
  const { write, reign } = first
  const more = gone.filter((g) => g.reign === reign).length - 1
  return {
    because: `${ack.by} acknowledged ${write.id}, entry ${ack.index} of term ${ack.term}, at ${ms(ack.sentAt)}. ${reign.who} leads under term ${reign.term} since ${ms(reign.at)} without it${more > 0 ? `, and without ${more} more` : ''}.`,
    expected: `entry ${ack.index} of term ${ack.term} at ${reign.who}`,
    got: 'a log without it',
    witness: [ack.event],
    context: [
      ...(ack.copied === undefined ? [] : [ack.copied]),
      ...reign.told,
      reign.event,
      ...[ack.by, reign.who].flatMap((id) => {
        const spell = run.spells.findLast((s) => s.who === id && s.fromMs <= reign.at)
        return spell ? [spell.event] : []
      }),
    ],
  }
}

function misled({ pages, spells }: Run, endMs: Ms): Finding | undefined {
  for (const replica of REPLICAS) {
    const about = pages.filter((p) => p.replica === replica)
    const off = spells.filter((s) => s.who === replica && (s.how === 'frozen' || s.how === 'dead'))
    for (const [i, page] of about.entries()) {
      const before: Page | undefined = about[i - 1]
      if ((before?.kind ?? 'clear') === page.kind)
        return {
          because: before
            ? `${page.kind} ${replica} was sent at ${ms(before.at)}, and again at ${ms(page.at)}.`
            : `clear ${replica} was sent at ${ms(page.at)}, and it was not raised.`,
          expected: page.kind === 'raise' ? 'clear' : 'raise',
          got: page.kind,
          witness: [...(before ? [before.event] : []), page.event],
        }
      if (page.kind === 'clear') continue
      const until = about[i + 1]?.at ?? endMs
      const starts = [page.at, ...off.map((s) => s.untilMs).filter((at) => page.at < at && at < until)]
      const ends = [...off.map((s) => s.fromMs), until]
      for (const from of starts) {
        if (off.some((s) => s.fromMs <= from && from < s.untilMs)) continue
        const end = Math.min(...ends.filter((at) => at >= from))
        if (end - from > CLEARED_MS)
          return {
            because: `${replica} was raised at ${ms(page.at)}, has run since ${ms(from)}, and is still raised ${CLEARED_MS} ms later.`,
            expected: `clear ${replica} by ${ms(from + CLEARED_MS)}`,
            got: about[i + 1] ? `at ${ms(until)}` : 'none',
            witness: [page.event, ...off.filter((s) => s.untilMs === from).map((s) => s.event)],
          }
      }
    }
  }
}

const ms = (at: Ms) => `${String(Math.round(at)).replace(/\B(?=(\d{3})+$)/g, ',')} ms`
