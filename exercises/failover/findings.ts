/** What is said about a broken rule: what came, what was expected, and the events to look at. */
import type { EventId, Json, Ms, TraceEvent } from '../../lib/sim/index.ts'
import type { Finding, World } from '../../lib/suite/index.ts'
import { type Acknowledged, missed, type Named, type Offer, type Ping, type Step } from './watch.ts'

export function noEpoch(e: TraceEvent): Finding {
  return {
    because: `At ${ms(e.at)} the controller sent an activate to ${e.peer} without an epoch.`,
    expected: { epoch: 1 },
    got: e.body ?? null,
    witness: [e.id],
  }
}

export function unfenced(o: Offer, asked: TraceEvent | undefined): Finding {
  const what = asked
    ? `It had asked for that fence at ${ms(asked.at)}, and no acknowledgement had come.`
    : 'It had not asked the ledger for that fence.'
  return {
    because: `The controller activated ${o.worker} under epoch ${o.epoch} at ${ms(o.at)}. ${what}`,
    expected: `an acknowledged fence of epoch ${o.epoch}, then the activate`,
    got: asked ? 'fence, activate' : 'activate',
    witness: [...(asked ? [asked.id] : []), o.event],
  }
}

export function offeredAgain(o: Offer, highest: Offer, restart: TraceEvent | undefined): Finding {
  const between = restart && restart.at > highest.at && restart.at <= o.at
  const again = between ? ` In between, at ${ms(restart.at)}, it restarted.` : ''
  return {
    because:
      o.epoch === highest.epoch
        ? `The controller offered epoch ${o.epoch} to ${highest.worker} at ${ms(highest.at)}, and to ${o.worker} at ${ms(o.at)}.${again} Both may be active under it, and the ledger cannot tell them apart.`
        : `The controller offered epoch ${highest.epoch} to ${highest.worker} at ${ms(highest.at)}, and the older epoch ${o.epoch} to ${o.worker} at ${ms(o.at)}.${again}`,
    expected: `an epoch above ${highest.epoch}`,
    got: o.epoch,
    witness: [o.event],
    context: [highest.event, ...(between ? [restart.id] : [])],
  }
}

export function movedByRestart(o: Offer, before: Offer, restart: TraceEvent, asked: number): Finding {
  return {
    because: `${before.worker} had been activated under epoch ${before.epoch}. The controller restarted at ${ms(restart.at)} and activated ${o.worker} at ${ms(o.at)}, when ${asked === 0 ? 'it had no result of a ping' : `it had the results of ${asked} ${asked === 1 ? 'ping' : 'pings'}`} of ${before.worker} since.`,
    expected: `${before.worker} stays, or three pings that it does not answer`,
    got: `activate to ${o.worker}`,
    witness: [restart.id, o.event],
    context: [before.event],
  }
}

export function tooEarly(
  o: Offer,
  before: Offer,
  last: readonly Ping[],
  answered: Ping | undefined,
  wasThere: boolean,
): Finding {
  const misses = last.length - (answered ? last.indexOf(answered) + 1 : 0)
  const seen = answered
    ? `${before.worker} had answered the ping of ${ms(answered.at)}`
    : `${before.worker} had been sent ${last.length} ${last.length === 1 ? 'ping' : 'pings'} that could be decided by then`
  const since = last.slice(last.length - misses).filter(missed).length
  return {
    because: `The controller activated ${o.worker} at ${ms(o.at)}${wasThere ? ', which had been active before' : ''}. ${seen}, and missed ${since === 0 ? 'none' : since} since: three in a row make a failure.`,
    expected: `${before.worker} stays active`,
    got: `activate to ${o.worker} under epoch ${o.epoch}`,
    witness: [...(answered?.answer === undefined ? [] : [answered.answer]), o.event],
    context: [before.event],
  }
}

export function noName(e: TraceEvent): Finding {
  return {
    because: `The controller's answer to who at ${ms(e.at)} is none that it could be.`,
    expected: "{ active: 'w1', 'w2' or null, epoch: number }",
    got: e.label === 'refused' ? `Refused(${JSON.stringify(e.data ?? null)})` : (e.body ?? null),
    witness: [e.id],
  }
}

export function unproven(
  e: TraceEvent,
  worker: string,
  epoch: number,
  offers: readonly Offer[],
  pings: readonly Ping[],
): Finding {
  const offer = offers.findLast((o) => o.worker === worker && o.epoch === epoch)
  // Active, but under another epoch: this is what was taken for the proof.
  const other = pings.findLast(
    (p) => p.worker === worker && p.activeUnder !== undefined && (p.answeredAt ?? 0) >= (offer?.at ?? 0),
  )
  const heard = other
    ? ` The answer that came at ${ms(other.answeredAt as Ms)} says that it is active under epoch ${other.activeUnder}.`
    : ''
  return {
    because: `At ${ms(e.at)} the controller named ${worker} under epoch ${epoch}. ${offer ? `It had sent that activate at ${ms(offer.at)}, and neither its acknowledgement nor a ping's answer with this epoch had come.` : `It never offered this epoch to ${worker}.`}${heard}`,
    expected: { active: null },
    got: said(e),
    witness: [e.id],
    context: [...(offer ? [offer.event] : []), ...(other ? [other.answer as EventId] : [])],
  }
}

export function outdated(e: TraceEvent, worker: string, epoch: number, last: Offer): Finding {
  return {
    because: `At ${ms(e.at)} the controller named ${worker} under epoch ${epoch}. It had offered epoch ${last.epoch} to ${last.worker} at ${ms(last.at)}, so the ledger takes nothing under ${epoch} any more.`,
    expected: `null, or ${last.worker} under ${last.epoch}`,
    got: said(e),
    witness: [e.id],
    context: [last.event],
  }
}

export function silent(w: World, who: TraceEvent): Finding {
  return {
    because: `The controller was asked who at ${ms(who.at)} and has not answered ${ms(w.now - who.at)} later.`,
    expected: 'an answer within 20 ms',
    got: 'nothing',
    witness: [who.id],
  }
}

export function nobodyServes(
  w: World,
  fromMs: Ms,
  since: EventId | undefined,
  last: Offer | undefined,
  named: Named | undefined,
  asked: Ping | undefined,
): Finding {
  const offered = last
    ? `The last activate went to ${last.worker} at ${ms(last.at)}, under epoch ${last.epoch}.`
    : 'No worker was ever activated.'
  const says = named
    ? `The controller names ${named.worker} under epoch ${named.epoch}.`
    : 'The controller names nobody.'
  return {
    because: `From ${ms(fromMs)} on, controller, ledger and a worker could talk. At ${ms(w.now)} the ledger has not taken an entry of a named worker since. ${offered} ${says}`,
    expected: 'an entry of a named worker within 2,000 ms',
    got: 'none',
    witness: [since ?? last?.event].filter((id): id is EventId => id !== undefined),
    context: [since !== undefined && last?.event, asked?.event, asked?.answer].filter(
      (id): id is EventId => typeof id === 'number',
    ),
  }
}

export function twoMoves(e: TraceEvent, underWay: Step): Finding {
  const a = underWay.type === 'activate' ? 'an activate' : 'a fence'
  return {
    because: `The controller sent ${a} at ${ms(underWay.at)} and, before its answer had come, ${e.type === 'activate' ? 'an activate' : 'a fence'} at ${ms(e.at)}. Two moves are under way at once.`,
    expected: `nothing until the answer to the ${underWay.type} is there, or 100 ms have passed`,
    got: e.type ?? null,
    witness: [underWay.event, e.id],
  }
}

export function unnamed(e: TraceEvent, known: Acknowledged): Finding {
  const { worker, epoch } = known.offer
  return {
    because: `${worker} acknowledged its activate under epoch ${epoch}, which reached the controller at ${ms(known.at)}. No ping has said otherwise since. Asked who at ${ms(e.at)}, the controller did not name it.`,
    expected: { active: worker, epoch },
    got: said(e),
    witness: [known.event, e.id],
  }
}

export function undetected(w: World, off: TraceEvent, asked: Ping | undefined): Finding {
  return {
    because: `${off.node}, the incumbent, crashed at ${ms(off.at)} and stayed away. At ${ms(w.now)} the other worker had not been sent an activate.`,
    expected: 'an activate within 900 ms',
    got: 'none',
    witness: [off.id],
    context: asked ? [asked.event] : [],
  }
}

export function notRepeated(step: Step): Finding {
  return {
    because: `The ${step.type} that the controller sent at ${ms(step.at)} had no answer. It was needed, and 500 ms later it had sent neither a fence nor an activate.`,
    expected: 'another try within 500 ms',
    got: 'none',
    witness: [step.event],
  }
}

/** 12345.67 is '12,346 ms'. */
export function ms(x: Ms): string {
  return `${String(Math.round(x)).replace(/\B(?=(\d{3})+$)/g, ',')} ms`
}

function said(e: TraceEvent): Json {
  return e.body ?? null
}
