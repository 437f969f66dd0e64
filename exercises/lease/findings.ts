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

/** `ageMs` on the server's clock. */
export function regrant(e: TraceEvent, asked: Request, old: Grant, ageMs: Ms): Finding {
  return {
    because: `The server granted the lease to ${asked.from} at ${at(e.at)}. It had ${verb(old)} ${old.lease} for ${old.to} only ${ms(ageMs)} ms before on its own clock, the term is ${old.term} ms, and no release of ${old.lease} had reached it.`,
    expected: `at least ${old.term} ms since the last grant or renewal`,
    got: `${ms(ageMs)} ms`,
    witness: [old.event, e.id],
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

export function restarted(e: TraceEvent, restart: number | undefined): Finding {
  return {
    because: `${e.node} answered ok at ${at(e.at)}, after a restart. No lease has been granted to a request that it sent since.`,
    ...NO,
    witness: [...(restart === undefined ? [] : [restart]), e.id],
  }
}

export function unwanted(e: TraceEvent): Finding {
  return {
    because: `${e.node} answered ok at ${at(e.at)}, although it had been told to let go of the lease.`,
    ...NO,
    witness: [e.id],
  }
}

export function unfounded(e: TraceEvent): Finding {
  return { because: `${e.node} answered ok at ${at(e.at)}. It holds no lease.`, ...NO, witness: [e.id] }
}

/** `rate` tells how fast a node's clock runs; 1 is true time. */
export function exclusion(e: TraceEvent, b: Belief, other: Grant, rate: (node: NodeId) => number): Finding {
  const clock = (who: string, node: NodeId) => {
    const pct = Math.round((rate(node) - 1) * 1000) / 10
    return pct === 0 ? '' : ` ${who} clock runs ${Math.abs(pct)} % ${pct > 0 ? 'fast' : 'slow'}.`
  }
  return {
    because: `${e.node} answered ok at ${at(e.at)}, and the server had granted the lease to ${other.to} at ${at(other.at)}. ${since(b)}${clock('Its', e.node)}${clock("The server's", 'server')}`,
    ...NO,
    witness: [...(b.lease === undefined ? [] : [b.reply]), other.event, e.id],
  }
}

export function overheld(e: TraceEvent, b: Belief, mono: Ms): Finding {
  return {
    because: `${e.node} answered ok at ${at(e.at)}, ${ms(mono - b.until)} ms too late on its own clock. ${since(b)}`,
    ...NO,
    witness: [b.reply, e.id],
  }
}

function since(b: Belief): string {
  if (b.lease === undefined) return 'It holds no lease.'
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
