/** What is said about a broken rule: what came, what was expected, and the events to look at. */
import type { EventId, Json, Ms, NodeId, TraceEvent } from '../../lib/sim/index.ts'
import type { Finding, World } from '../../lib/suite/index.ts'
import type { Acked, Entry, Heard, Shown } from './watch.ts'

export function notAPrefix(
  node: NodeId,
  at: number,
  shown: Shown,
  leader: readonly Entry[],
  leaderEvent: EventId,
  e: TraceEvent,
): Finding {
  const mine = shown.log[at] as Entry
  const its = leader[at]
  const there = leader.findIndex((x) => x.key === mine.key && x.by === mine.by)
  const earlier = shown.log.slice(0, at).some((x) => x.index === mine.index)
  const why = !its
    ? `The leader's log has ${count(leader.length)}.`
    : earlier
      ? 'It has that entry already.'
      : mine.index !== at + 1 && mine.key === its.key && mine.by === its.by
        ? `The entry is the right one; its index should be ${at + 1}.`
        : there > at
          ? `${count(there - at)} before it ${there - at === 1 ? 'is' : 'are'} missing.`
          : 'The leader has another one there.'
  return {
    because: `At ${ms(e.at)} place ${at + 1} of the log of ${node} has ${entry(mine)}. ${why}`,
    expected: its ? { ...its } : `at most ${count(leader.length)}`,
    got: { ...mine },
    witness: [leaderEvent, shown.event].filter((id) => id >= 0),
  }
}

export function noLog(e: TraceEvent): Finding {
  return {
    because: `${e.node} showed something that is no log. A view is { log: { index: number, key: string, by: number }[] }.`,
    expected: { log: [{ index: 1, key: 'tea', by: 5 }] },
    got: e.data ?? null,
    witness: [e.id],
  }
}

export function lost(e: TraceEvent, a: Acked, now: Entry | undefined): Finding {
  return {
    because: `The leader answered at ${ms(a.at)} that entry ${a.index} is ${entry(a)}. At ${ms(e.at)} its log has ${now ? entry(now) : 'nothing'} there.`,
    expected: { index: a.index, key: a.key, by: a.by },
    got: now ? { ...now } : null,
    witness: [a.event, e.id],
  }
}

export function unasked(e: TraceEvent, x: Entry, asked: number): Finding {
  return {
    because: `The leader's log has ${entry(x)} more often than it was asked for: ${asked} ${asked === 1 ? 'add' : 'adds'} of this kind reached it.`,
    expected: `${count(asked)} of ${x.key} by ${x.by}`,
    got: `${asked + 1} or more`,
    witness: [e.id],
  }
}

export function noIndex(h: Heard, answer: TraceEvent): Finding {
  return {
    because: `${h.node} was asked at ${ms(h.at)} to add ${h.by} to ${h.key}, and the answer has no index and value.`,
    expected: '{ index: number, value: number }',
    got: said(answer),
    witness: [h.event, answer.id],
  }
}

export function otherIndex(
  h: Heard,
  answer: TraceEvent,
  index: number,
  x: Entry | undefined,
  twin: Acked | undefined,
  leaderEvent: EventId,
): Finding {
  const why = twin
    ? `Another add was answered with ${index} at ${ms(twin.at)}.`
    : x
      ? `Entry ${index} is ${entry(x)}.`
      : `The leader shows no entry ${index}.`
  return {
    because: `The leader was asked to add ${h.by} to ${h.key} and answered at ${ms(answer.at)} with index ${index}. ${why}`,
    expected: `the index of its own entry`,
    got: index,
    witness: [twin?.event ?? leaderEvent, h.event, answer.id].filter((id) => id >= 0),
  }
}

export function otherValue(h: Heard, answer: TraceEvent, index: number, sum: number, value: number): Finding {
  return {
    because: `The leader made entry ${index} of the add of ${h.by} to ${h.key}. The sum of ${h.key} over entries 1 to ${index} is ${sum}; it answered ${value}.`,
    expected: sum,
    got: value,
    witness: [h.event, answer.id],
  }
}

export function acceptedAdd(h: Heard, answer: TraceEvent): Finding {
  return {
    because: `${h.node} is a follower and was asked at ${ms(h.at)} to add ${h.by} to ${h.key}. It did not refuse with not-leader.`,
    expected: "Refused('not-leader')",
    got: said(answer),
    witness: [h.event, answer.id],
  }
}

export function noValue(h: Heard, answer: TraceEvent): Finding {
  return {
    because: `${h.node} was asked at ${ms(h.at)} for ${h.key}, and the answer has no value and index.`,
    expected: '{ value: number, index: number }',
    got: said(answer),
    witness: [h.event, answer.id],
  }
}

export function tooOld(h: Heard, answer: TraceEvent, index: number): Finding {
  return {
    because: `${h.node} was asked at ${ms(h.at)} for ${h.key} with minIndex ${h.minIndex}. It answered ${ms(answer.at - h.at)} later from entries 1 to ${index}.`,
    expected: `index ${h.minIndex} or more, or Refused('lagging') after 300 ms`,
    got: said(answer),
    witness: [h.event, answer.id],
  }
}

export function otherLength(h: Heard, answer: TraceEvent, index: number, s: Shown): Finding {
  return {
    because: `${h.node} answered at ${ms(answer.at)} that ${count(index)} ${index === 1 ? 'is' : 'are'} applied. The log that it shows has ${count(s.log.length)}.`,
    expected: s.log.length,
    got: index,
    witness: [s.event, answer.id].filter((id) => id >= 0),
  }
}

export function otherSum(
  h: Heard,
  answer: TraceEvent,
  index: number,
  sum: number,
  value: number,
  s: Shown,
  leader: readonly Entry[],
): Finding {
  const twice = leader.slice(0, index).find((x) => x.key === h.key && sum + x.by === value)
  const hint = twice ? ` The difference is entry ${twice.index}, counted twice.` : ''
  return {
    because: `${h.node} answered at ${ms(answer.at)} that ${h.key} is ${value} after ${count(index)}. The ${h.key} of entries 1 to ${index} add up to ${sum}.${hint}`,
    expected: sum,
    got: value,
    witness: [s.event, answer.id].filter((id) => id >= 0),
  }
}

export function wrongRefusal(h: Heard, answer: TraceEvent): Finding {
  const reason = JSON.stringify(answer.data ?? null)
  return {
    because:
      h.minIndex === undefined
        ? `${h.node} refused a get without minIndex at ${ms(answer.at)}, with ${reason}.`
        : `${h.node} refused a get with minIndex ${h.minIndex} at ${ms(answer.at)}, with ${reason} in place of 'lagging'.`,
    expected: h.minIndex === undefined ? '{ value: number, index: number }' : "Refused('lagging')",
    got: said(answer),
    witness: [h.event, answer.id],
  }
}

export function refusedEarly(h: Heard, answer: TraceEvent, length: number): Finding {
  const there = h.minIndex !== undefined && length >= h.minIndex
  return {
    because: `${h.node} was asked at ${ms(h.at)} for ${h.key} with minIndex ${h.minIndex} and refused ${ms(answer.at - h.at)} later. ${there ? `Its log has ${count(length)}: enough.` : 'It waits up to 300 ms.'}`,
    expected: there ? 'an answer' : "Refused('lagging') 300 ms after the question",
    got: said(answer),
    witness: [h.event, answer.id],
  }
}

export function unanswered(w: World, h: Heard, s: Shown): Finding {
  const what = h.type === 'add' ? `to add ${h.by} to ${h.key}` : `for ${h.key}`
  const least = h.minIndex === undefined ? '' : ` with minIndex ${h.minIndex}`
  return {
    because: `${h.node} was asked at ${ms(h.at)} ${what}${least}. ${ms(w.now - h.at)} later it has not answered. Its log has ${count(s.log.length)}.`,
    expected:
      h.minIndex === undefined
        ? 'an answer within 20 ms'
        : 'an answer when the entry is here, a refusal after 300 ms',
    got: 'nothing',
    witness: [h.event, s.event].filter((id) => id >= 0),
  }
}

export function late(w: World, node: NodeId, a: Acked, length: number): Finding {
  return {
    because: `The leader answered for entry ${a.index} at ${ms(a.at)}. Nothing failed, and ${ms(w.now - a.at)} later ${node} has ${count(length)}.`,
    expected: `entry ${a.index} at ${node} by ${ms(a.at + 200)}`,
    got: count(length),
    witness: [a.event],
  }
}

export function behind(
  w: World,
  node: NodeId,
  length: number,
  wanted: number,
  witness: readonly (EventId | undefined)[],
): Finding {
  return {
    because: `All trouble ended at ${ms(w.healAtMs)}, and the leader had ${count(wanted)} then. 1,000 ms later ${node} has ${length}.`,
    expected: wanted,
    got: length,
    witness: witness.filter((id): id is EventId => id !== undefined && id >= 0),
  }
}

/** Of a follower that was sent too much after the trouble; `known`: so many copies of entries from before it. */
export function shipped(copies: number, missed: number, known: number, trouble: 'crash' | 'cut'): string {
  const per = Math.round((copies / missed) * 100) / 100
  return `${count(copies)} were sent to n2 after the ${trouble}, in which it missed ${missed}; ${known} of the copies are of entries from before the ${trouble}. That is ${per} copies per missing entry`
}

/** 12345.67 is '12,346 ms'. */
export function ms(x: Ms): string {
  return `${String(Math.round(x)).replace(/\B(?=(\d{3})+$)/g, ',')} ms`
}

export function count(n: number): string {
  return n === 1 ? '1 entry' : `${n} entries`
}

function entry(x: Entry): string {
  return `${x.index}: ${x.key} ${x.by < 0 ? '' : '+'}${x.by}`
}

function said(answer: TraceEvent): Json {
  return answer.label === 'refused'
    ? `Refused(${JSON.stringify(answer.data ?? null)})`
    : (answer.body ?? null)
}
