/** Which property a deviation from the model breaks, and how to say it. */
import type { Json } from '../../lib/sim/index.ts'
import type { Finding, Property } from '../../lib/suite/index.ts'
import type { Course, Model } from './hidden-model.ts'
import type { Properties } from './properties.ts'

export interface Found {
  readonly property: Property
  readonly finding: Finding
}

export interface Blame {
  readonly p: Properties
  /** What a start or its absence breaks, where the scenario is about one property. */
  readonly about?: Property
}

function found(
  property: Property,
  because: string,
  expected: Json,
  got: Json,
  witness: readonly number[],
): Found {
  return { property, finding: { because, expected, got, witness } }
}

const times = (n: number, what: string) => `${n} ${what}${n === 1 ? '' : 's'}`

/** `busy`: tasks that have really started and not settled, this one included. */
export function startedWrongly(c: Course, m: Model, busy: readonly Course[], event: number, b: Blame): Found {
  const { p } = b
  const name = `The task of run ${c.run.n}`
  const { slots, queue } = m.o
  if (c.fate === 'expired')
    return found(
      p.wait,
      `${name} was started at ${m.deadline(c)} ms or later, when its wait since ${c.at} ms was over.`,
      'never started',
      'started',
      [c.event, event],
    )
  if (c.fate === 'aborted')
    return found(
      p.abort,
      `${name} was started although its signal was aborted.`,
      'never started',
      'started',
      [c.by, event],
    )
  if (c.fate === 'done')
    return found(p.caller, `${name} was called twice.`, 'one call', 'two calls', [c.event, event])
  if (busy.length > slots) {
    const others = busy.filter((other) => other !== c)
    const list = others.map((other) => other.run.n).join(', ')
    return found(
      p.slots,
      `${name} was started while ${times(others.length, 'task')} had not settled (of run ${list}), and there ${slots === 1 ? 'is 1 slot' : `are ${slots} slots`}.`,
      slots,
      busy.length,
      [...others.slice(-1).map((other) => other.event), event],
    )
  }
  if (c.fate === 'full')
    return found(
      p.order,
      `${name} was started though ${times(queue, 'run')} waited when it came: a freed slot belongs to the first of them.`,
      'FullError',
      'started',
      [c.event, event],
    )
  const head = m.starts[0] ?? m.waiting[0] ?? c
  return found(
    p.order,
    `${name} was started before that of run ${head.run.n}, which has been waiting since ${head.at} ms; run ${c.run.n} came at ${c.at} ms.`,
    head.run.n,
    c.run.n,
    [head.event, event],
  )
}

/** Its task had to be started by the end of this instant. `as`: how run settled instead, if it did. */
export function notStarted(
  c: Course,
  m: Model,
  busy: readonly Course[],
  as: string | undefined,
  event: number,
  b: Blame,
): Found {
  const { p, about } = b
  const property = about ?? (c.waited ? p.conserving : p.capacity)
  const ended = as === undefined ? 'was not started' : `was not started (${as})`
  const slots = times(m.o.slots, 'slot')
  const because = c.waited
    ? `At ${c.since} ms a slot came free (${busy.length} of ${slots} taken), and the task of run ${c.run.n}, first in the queue since ${c.at} ms, ${ended}.`
    : `At ${c.at} ms ${busy.length} of ${slots} were taken, and the task of run ${c.run.n} ${ended}.`
  return found(property, because, 'started', as ?? 'not started', [c.by, event])
}

/** How run settled, or that it did not, where the model knows better. */
export function wrongEnd(
  c: Course,
  m: Model,
  expected: string,
  got: string,
  event: number,
  { p, about }: Blame,
): Found {
  const { slots, queue, maxWaitMs } = m.o
  const run = `run ${c.run.n}`
  const said = got === 'pending' ? 'is still pending' : `ended with ${got}`
  const end = (property: Property, because: string) => found(property, because, expected, got, [c.by, event])
  switch (c.fate) {
    case 'full':
      return end(
        about ?? p.queue,
        `At ${c.at} ms ${times(slots, 'slot')} were taken and ${times(queue, 'run')} waited, so ${run} must reject with FullError at once; it ${said}.`,
      )
    case 'expired':
      return end(
        p.wait,
        `${run} has waited from ${c.at} ms to ${m.deadline(c)} ms, which is maxWaitMs ${maxWaitMs}, and must reject with FullError; it ${said}.`,
      )
    case 'aborted':
      return end(
        p.abort,
        `The signal of ${run} was aborted at ${c.since} ms, so it must reject with the signal's reason; it ${said}.`,
      )
    case 'waiting':
      return end(
        got === 'FullError' && c.since === c.at && about ? about : got === 'FullError' ? p.queue : p.caller,
        `${run} came at ${c.at} ms and has a place in the queue until ${m.deadline(c)} ms; it ${said}.`,
      )
    case 'running':
      return end(
        got === 'FullError' ? p.wait : got === 'reason' ? p.abort : p.caller,
        `The task of ${run} started at ${c.since} ms and has not settled; ${run} ${said}.`,
      )
    case 'done':
      return end(
        p.caller,
        `The task of ${run} settled at ${c.since} ms with ${expected}, and ${run} ${said}.`,
      )
  }
}

export function wrongStats(m: Model, got: Json, event: number, p: Properties): Found {
  const expected = { active: m.running.length, queued: m.waiting.length }
  const because = `${times(expected.active, 'task')} running, ${times(expected.queued, 'run')} waiting; stats() says ${JSON.stringify(got)}.`
  return found(p.stats, because, expected, got, [event])
}

export function ticking(timers: number, at: number, event: number | undefined, p: Properties): Found {
  const because = `At ${at} ms nobody waits, and ${times(timers, 'timer')} ${timers === 1 ? 'is' : 'are'} still set.`
  return found(p.idle, because, 0, timers, event === undefined ? [] : [event])
}
