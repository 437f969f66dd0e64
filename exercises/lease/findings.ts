/** The findings of a lease cluster in words: what was said, what had been promised, when. */
import type { Ms, NodeId, TraceEvent } from '../../lib/sim/index.ts'
import type { Finding } from '../../lib/suite/index.ts'
import type { Belief, Grant, Request } from './watch.ts'

const NO = { expected: { ok: false }, got: { ok: true } }

export function malformed(e: TraceEvent, asked: Request, expected: string): Finding {
  return {
    because: `The server answered the ${e.type} of ${asked.from} at ${at(e.at)} with something that is not ${expected}.`,
    expected,
    got: e.body ?? null,
    witness: [asked.event, e.id],
  }
}

/** A `want` or a `release` that was not answered with `{}`. */
export function notEmpty(e: TraceEvent): Finding {
  return {
    because: `${e.node} answered the ${e.type} of ${e.peer} at ${at(e.at)} with ${JSON.stringify(e.body ?? null)}. The answer is {}.`,
    expected: {},
    got: e.body ?? null,
    witness: [e.id],
  }
}

export function nameless(e: TraceEvent): Finding {
  return {
    because: `${e.node} sent a release at ${at(e.at)} that names no lease: its body was ${JSON.stringify(e.body ?? null)}.`,
    expected: '{lease: string}, or no release',
    got: e.body ?? null,
    witness: [e.id],
  }
}

export function otherRefusal(e: TraceEvent, renew: Request): Finding {
  return {
    because: `The server refused the renewal of ${renew.from} at ${at(e.at)} with ${JSON.stringify(e.data ?? null)}. A holder knows only Refused('gone').`,
    expected: 'gone',
    got: e.data ?? null,
    witness: [renew.event, e.id],
  }
}

/** `told` is the last thing that the holder was told in this incarnation. */
export function unbidden(e: TraceEvent, told: TraceEvent | undefined): Finding {
  const why = told ? `it had been told at ${at(told.at)} to let go` : 'nobody had told it to want the lease'
  return {
    because: `${e.node} asked for the lease at ${at(e.at)}, although ${why}. A grant that nobody wants keeps the others waiting.`,
    expected: 'no acquire',
    got: e.body ?? null,
    witness: [...(told ? [told.id] : []), e.id],
  }
}

export function renewedGivenBack(e: TraceEvent, release: TraceEvent): Finding {
  const lease = String((e.body as Request['body'] | null)?.lease)
  return {
    because: `${e.node} asked at ${at(e.at)} to renew ${lease}. It had released that lease at ${at(release.at)}, so it has to ask for a new one.`,
    expected: 'an acquire',
    got: e.body ?? null,
    witness: [release.id, e.id],
  }
}

/** `old` is the last grant, if there was one; `heardAt` is when the server heard the acquire. */
export function stuck(e: TraceEvent, asked: Request, old: Grant | undefined, heardAt: Ms): Finding {
  const last = old && `${old.lease} of ${old.to} had last been ${verb(old)} at ${at(old.heardAt)}`
  const why = !old
    ? 'It has granted no lease yet'
    : old.releasedAt !== undefined
      ? `${old.lease} of ${old.to} had been released at ${at(old.releasedAt)}`
      : `${last}, ${ms(heardAt - old.heardAt)} ms before`
  return {
    because: `The server told ${asked.from} at ${at(e.at)} that the lease is busy. ${why}.`,
    expected: 'a grant',
    got: e.body ?? null,
    witness: [...(old ? [old.event] : []), e.id],
  }
}

export function reused(e: TraceEvent, asked: Request, lease: string, twin: Grant): Finding {
  return {
    because: `The server called the lease of ${asked.from} ${lease} at ${at(e.at)}. It had used that id at ${at(twin.at)} for ${twin.to}, so a message about the old lease now acts on the new one.`,
    expected: 'a lease id never used before',
    got: lease,
    witness: [twin.event, e.id],
  }
}

/** `ageMs` on the server's clock. `late` is a release of another lease that came since, if one did. */
export function regrant(
  e: TraceEvent,
  asked: Request,
  old: Grant,
  ageMs: Ms,
  late: TraceEvent | undefined,
): Finding {
  const shared = (e.body as { lease?: unknown } | null)?.lease === old.lease
  const what = shared ? `gave ${old.lease}, the lease of ${old.to},` : 'granted the lease'
  const why = shared
    ? ` Both had asked with the req ${JSON.stringify(old.req)}; a retry is one from the owner.`
    : late
      ? ` What had come at ${at(late.at)} was a late release of ${JSON.stringify((late.body as Request['body'] | null)?.lease ?? null)}, an older lease.`
      : ''
  return {
    because: `The server ${what} to ${asked.from} at ${at(e.at)}. It had ${verb(old)} ${old.lease} for ${old.to} only ${ms(ageMs)} ms before on its own clock, the term is ${old.term} ms, and no release of ${old.lease} had reached it.${why}`,
    expected: `at least ${old.term} ms since the last grant or renewal`,
    got: `${ms(ageMs)} ms`,
    witness: [old.event, ...(late && !shared ? [late.id] : []), e.id],
  }
}

export function forgotten(e: TraceEvent, asked: Request, old: Grant): Finding {
  return {
    because: `The server crashed and restarted, and granted the lease to ${asked.from} at ${at(e.at)}. Before the crash, at ${at(old.heardAt)}, it had ${verb(old)} ${old.lease} for ${old.to} for ${old.term} ms, so ${old.to} may still hold it.`,
    expected: { busy: true },
    got: e.body ?? null,
    witness: [old.event, e.id],
  }
}

export function wrongTerm(e: TraceEvent, asked: Request, expected: Ms, got: Ms, why: string): Finding {
  return {
    because: `The server answered the ${e.type} of ${asked.from} at ${at(e.at)} with a term of ${got} ms. ${why}`,
    expected,
    got,
    witness: [asked.event, e.id],
  }
}

export function revived(e: TraceEvent, renew: Request, old: Grant | undefined): Finding {
  const why =
    old && old.lease !== renew.body.lease
      ? `${old.lease} had been granted to ${old.to} since`
      : 'it had been released'
  return {
    because: `The server renewed ${renew.body.lease} for ${renew.from} at ${at(e.at)}, although ${why}.`,
    expected: 'Refused(gone)',
    got: e.body ?? null,
    witness: [...(old ? [old.event] : []), e.id],
  }
}

/** `mono` is the holder's own clock. */
export function useless(e: TraceEvent, b: Belief, mono: Ms): Finding {
  return {
    because: `${e.node} answered no at ${at(e.at)}, only ${ms(mono - b.askedMono)} ms of its own clock after it sent the request that was granted (sent at ${at(b.askedAt)}, answered at ${at(b.answeredAt)}).`,
    expected: { ok: true },
    got: e.body ?? null,
    witness: [b.reply, e.id],
  }
}

/** `answers`: what the server said since. */
export function restarted(
  e: TraceEvent,
  restart: number | undefined,
  answers: readonly TraceEvent[],
): Finding {
  return {
    because: `${e.node} answered ok at ${at(e.at)}, after a restart. No lease has been granted to a request that it sent since.`,
    ...NO,
    witness: [...(restart === undefined ? [] : [restart]), e.id],
    context: answers.map((a) => a.id),
  }
}

export function unwanted(e: TraceEvent, told: TraceEvent | undefined): Finding {
  return {
    because: `${e.node} answered ok at ${at(e.at)}. ${ungranted(told)}`,
    ...NO,
    witness: [...(told ? [told.id] : []), e.id],
  }
}

export function unfounded(e: TraceEvent, told: TraceEvent | undefined): Finding {
  return {
    because: `${e.node} answered ok at ${at(e.at)}. ${ungranted(told)}`,
    ...NO,
    witness: [...(told ? [told.id] : []), e.id],
  }
}

/** `told` is the last thing that the holder was told in this incarnation. */
function ungranted(told: TraceEvent | undefined): string {
  if (!told) return 'Nobody had told it to want the lease.'
  const on = (told.body as { on?: unknown } | null)?.on === true
  return on
    ? `It was told at ${at(told.at)} to want the lease, and no request that it sent since has been granted.`
    : `It had been told at ${at(told.at)} to let go of the lease.`
}

/** `rate` tells how fast a node's clock runs; 1 is true time. `told` as for `unfounded`. */
export function exclusion(
  e: TraceEvent,
  b: Belief,
  other: Grant,
  rate: (node: NodeId) => number,
  told: TraceEvent | undefined,
): Finding {
  const clock = (who: string, node: NodeId) => {
    const pct = Math.round((rate(node) - 1) * 1000) / 10
    return pct === 0 ? '' : ` ${who} clock runs ${Math.abs(pct)} % ${pct > 0 ? 'fast' : 'slow'}.`
  }
  return {
    because: `${e.node} answered ok at ${at(e.at)}, and the server had granted the lease to ${other.to} at ${at(other.at)}. ${since(b, told)}${clock('Its', e.node)}${clock("The server's", 'server')}`,
    ...NO,
    witness: [...(b.lease === undefined ? [] : [b.reply]), other.event, e.id],
  }
}

export function overheld(e: TraceEvent, b: Belief, mono: Ms): Finding {
  return {
    because: `${e.node} answered ok at ${at(e.at)}, ${ms(mono - b.until)} ms too late on its own clock. ${since(b, undefined)}`,
    ...NO,
    witness: [b.reply, e.id],
  }
}

function since(b: Belief, told: TraceEvent | undefined): string {
  if (b.lease === undefined) return ungranted(told)
  return `It counts on the request it sent at ${at(b.askedAt)}, answered at ${at(b.answeredAt)}.`
}

function verb(g: Grant): string {
  return g.renewals > 0 ? 'renewed' : 'granted'
}

/** 12345.67 is '12,345.7'. */
export function ms(x: Ms): string {
  const [whole = '', part] = String(Math.round(x * 10) / 10).split('.')
  return whole.replace(/\B(?=(\d{3})+$)/g, ',') + (part ? `.${part}` : '')
}

export function at(x: Ms): string {
  return `${ms(Math.round(x))} ms`
}
