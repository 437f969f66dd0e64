/** What a run was at when it passed a cap, in words: which story, which node, what it did last or again and again. */
import { isLimit, LimitError, type Place, type Trace, type TraceEvent } from '../sim/index.ts'
import type { Suite } from './suite.ts'

/** A learner's node at work, and what woke it: "h1 handles 'renew' from c at 3,100 ms". `e` is the event that led to the step. */
export function stepOf(e: TraceEvent): string {
  const when = `at ${ms(e.at)}`
  switch (e.kind) {
    case 'boot':
      return `${e.node} starts ${when}`
    case 'deliver':
      return e.re === undefined
        ? `${e.node} handles '${short(e.type)}' from ${e.peer} ${when}`
        : `${e.node} goes on ${when} with ${e.peer}'s answer to '${short(e.type)}'`
    case 'timer-fire':
      return `${e.node} goes on ${when}, when its timer fired`
    default:
      return `${e.node} goes on ${when}`
  }
}

/** Adds to an error of a cap what the run was at; every other error is left as it is. */
export function placed(e: unknown, trace: Trace, isLearner: (id: string) => boolean): unknown {
  if (!isLimit(e)) return e
  const last = trace.at(-1)
  const often = e instanceof LimitError && e.limit === 'events'
  const doing = often
    ? repeated(trace.slice(e.since), isLearner)
    : last && `It was reached when ${stepOf(last)}.`
  if (doing) e.place = { ...e.place, doing }
  return e
}

/** Adds the schedule, which the run itself does not know. */
export function inSchedule(e: unknown, suite: Suite, seed: string): unknown {
  if (isLimit(e)) e.place = { ...placeOf(suite, seed), ...e.place }
  return e
}

/** `seed` may name the implementation that it is played to, as those of inverse suites do. */
export function placeOf(suite: Suite, seed: string): Place {
  const name = seed.replace(/^[^#]*\//, '').split('#')[0]
  const title = suite.scenarios.find((s) => s.name === name)?.options.title
  return { seed, ...(title === undefined ? {} : { story: title }) }
}

/** The message of a cap with its place, for a verdict. */
export function told(message: string, { seed, story, doing }: Place = {}): string {
  const where = story === undefined ? seed && `Schedule ${seed}.` : `The story: ${story} (${seed}).`
  return [message, where, doing].filter(Boolean).join(' ')
}

const ASKED = new Set(['send', 'timer-set', 'log', 'note', 'disk-write', 'view'])

/** What was asked for most often, by whom. */
function repeated(events: Trace, isLearner: (id: string) => boolean): string | undefined {
  const acts = new Map<string, { n: number; last: TraceEvent }>()
  let most: { n: number; last: TraceEvent } | undefined
  for (const e of events) {
    if (!ASKED.has(e.kind) || !isLearner(e.node)) continue
    const key = [
      e.node,
      e.kind,
      e.type ?? '',
      e.peer ?? '',
      e.re === undefined,
      e.kind === 'note' && e.label,
    ].join()
    const act = acts.get(key) ?? { n: 0, last: e }
    acts.set(key, act)
    act.n++
    act.last = e
    if (!most || act.n > most.n) most = act
  }
  return most && again(most.n, most.last)
}

function again(n: number, e: TraceEvent): string {
  const line = e.line === undefined ? '' : `, in line ${e.line}`
  const times = `again and again, ${count(n)} times${line}`
  switch (e.kind) {
    case 'timer-set': {
      const advice = e.data === 0 ? ' A timer of 0 ms fires at the same instant: let some time pass.' : ''
      return `${e.node} sets a timer ${times}, the last at ${ms(e.at)} for ${Number(e.data)} ms.${advice}`
    }
    case 'send':
      return e.re === undefined
        ? `${e.node} sends '${short(e.type)}' to ${short(e.peer)} ${times}.`
        : `${e.node} answers ${e.peer}'s '${short(e.type)}' ${times}.`
    case 'log':
      return `${e.node} prints ${times}, at last '${short(String(e.data))}'.`
    case 'note':
      return `${e.node} traces '${short(e.label)}' ${times}.`
    case 'view':
      return `${e.node} shows its state ${times}.`
    default:
      return `${e.node} writes to its disk ${times}.`
  }
}

/** Learners give names of any length. */
function short(name = ''): string {
  return name.length > 60 ? `${name.slice(0, 60)}…` : name
}

function ms(at: number): string {
  return `${count(Math.round(at * 10) / 10)} ms`
}

function count(n: number): string {
  return String(n).replace(/\B(?<!\.\d*)(?=(\d{3})+(?!\d))/g, ',')
}
