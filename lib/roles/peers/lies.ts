/** The lies that Byzantine exercises need, each a few lines, to be put together. */
import type { Json, Ms, NodeId, Signed } from '../../sim/index.ts'
import type { Received } from '../../suite/index.ts'
import type { Liar, Lie, Outgoing, Said } from './liar.ts'

/** Which messages, and when: true time, [fromMs, untilMs). What is absent does not restrict. */
export interface Occasion {
  readonly to?: readonly NodeId[]
  readonly types?: readonly string[]
  readonly fromMs?: Ms
  readonly untilMs?: Ms
}

/** Says nothing: a crash that others must find out by themselves. */
export function silent(o: Occasion = {}): Lie {
  return { say: (m, me) => (fits(o, m, me) ? [] : [m]) }
}

/** Says it later, by a whole number of ms in the range. */
export function late(ms: readonly [Ms, Ms], o: Occasion = {}): Lie {
  return {
    say: (m, me, n) =>
      fits(o, m, me) ? [{ ...m, afterMs: me.draw(`late/${n}/${m.to}`, ms[0], ms[1]) }] : [m],
  }
}

/** Tells each something else: `story` makes of a body what `to` is told. Of signed parts use `resigned`. */
export function equivocate(story: (body: any, to: NodeId, type: string) => Json, o: Occasion = {}): Lie {
  return { say: (m, me) => (fits(o, m, me) ? [{ ...m, body: story(m.body, m.to, m.type) }] : [m]) }
}

/** The same for signed protocols: rewrites every body that it signed itself, wherever it stands, and signs it anew. */
export function resigned(story: (body: any, to: NodeId, type: string) => Json, o: Occasion = {}): Lie {
  return {
    say(m, me) {
      if (!fits(o, m, me)) return [m]
      const body = mapSigned(m.body, (x) =>
        x.by === me.id ? (me.s.w.authority.sign(me.id, story(x.body, m.to, m.type)) as never) : x,
      )
      return [{ ...m, body }]
    },
  }
}

/**
 * Puts another's name on it: every signed part is said to be by `as`, with the signature that was there. Nobody can do
 * better, so whoever verifies is safe.
 */
export function forge(as: NodeId, o: Occasion = {}): Lie {
  return {
    say: (m, me) => (fits(o, m, me) ? [{ ...m, body: mapSigned(m.body, (x) => ({ ...x, by: as })) }] : [m]),
  }
}

/** Changes what others signed before passing it on, and keeps their signatures. */
export function tamper(change: (body: any) => Json, o: Occasion = {}): Lie {
  return {
    say: (m, me) =>
      fits(o, m, me)
        ? [{ ...m, body: mapSigned(m.body, (x) => (x.by === me.id ? x : { ...x, body: change(x.body) })) }]
        : [m],
  }
}

/** Every so often sends one-way messages of the past again, word for word: heard from others, or said by itself. */
export function replay(o: { everyMs: Ms; types?: readonly string[]; fromMs?: Ms; untilMs?: Ms }): Lie {
  const past: { type: string; body: Json }[] = []
  const keep = (type: string, body: Json) => {
    if (!o.types || o.types.includes(type)) past.push({ type, body })
  }
  return {
    say(m) {
      if (m.kind === 'send') keep(m.type, m.body)
      return [m]
    },
    hear(m) {
      if (!m.call) keep(m.type, m.body)
      return true
    },
    start(me) {
      const again = (n: number) => {
        if (me.now >= (o.untilMs ?? Number.POSITIVE_INFINITY)) return
        const old = past[me.draw(`old/${n}`, 0, Math.max(0, past.length - 1))]
        const to = me.peers[me.draw(`to/${n}`, 0, Math.max(0, me.peers.length - 1))]
        if (old && to !== undefined) me.send(to, old.type, old.body)
        me.s.after(o.everyMs, () => again(n + 1))
      }
      me.s.after(o.fromMs ?? o.everyMs, () => again(0))
    },
  }
}

/** In `pct` of 100 messages the body is nonsense: of another type, with fields missing, negative, huge, or nested. */
export function garbage(pct: number, o: Occasion = {}): Lie {
  return {
    say(m, me, n) {
      if (!fits(o, m, me) || me.draw(`garbage/${n}/${m.to}`, 0, 99) >= pct) return [m]
      return [{ ...m, body: nonsense(m.body, me, `${n}/${m.to}`) }]
    },
  }
}

/** Doubles what it says, `times` in all. */
export function repeat(times: number, o: Occasion = {}): Lie {
  return {
    say: (m, me) =>
      fits(o, m, me) && m.kind === 'send'
        ? Array.from({ length: times }, (_, i): Said => ({ ...m, afterMs: i }))
        : [m],
  }
}

/** Answers to what it hears, on top of the program: for attacks written for one protocol. */
export function upon(type: string, deed: (m: Received, me: Liar) => void): Lie {
  return {
    hear(m, me) {
      if (m.type === type) deed(m, me)
      return true
    },
  }
}

/** Applies f to every signed message in a value, innermost first. */
export function mapSigned(x: Json, f: (s: Signed) => Signed): Json {
  if (x === null || typeof x !== 'object') return x
  if (Array.isArray(x)) return x.map((v) => mapSigned(v, f))
  const inner = Object.fromEntries(Object.entries(x).map(([k, v]) => [k, mapSigned(v, f)]))
  return isSigned(inner) ? ({ ...f(inner) } as Json) : inner
}

function isSigned(x: any): x is Signed {
  return typeof x.by === 'string' && typeof x.sig === 'string' && 'body' in x
}

function nonsense(body: Json, me: Liar, name: string): Json {
  const fields = body !== null && typeof body === 'object' && !Array.isArray(body) ? Object.keys(body) : []
  const junk: readonly Json[] = [null, 0, -1, 1e308, 2 ** 53, '', 'x'.repeat(300), [], [[[[]]]], {}, true]
  const kind = me.draw(`kind/${name}`, 0, fields.length > 0 ? 2 : 0)
  const piece = junk[me.draw(`junk/${name}`, 0, junk.length - 1)] as Json
  if (kind === 0) return piece
  const field = fields[me.draw(`field/${name}`, 0, fields.length - 1)] as string
  const { [field]: _, ...rest } = body as Record<string, Json>
  return kind === 1 ? rest : { ...rest, [field]: piece }
}

function fits(o: Occasion, m: Outgoing, me: Liar): boolean {
  if (o.to && !o.to.includes(m.to)) return false
  if (o.types && !o.types.includes(m.type)) return false
  return me.now >= (o.fromMs ?? 0) && me.now < (o.untilMs ?? Number.POSITIVE_INFINITY)
}
