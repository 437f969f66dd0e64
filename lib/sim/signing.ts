/**
 * Signatures for runs with liars. One secret per run, known to the simulator, the suite and the closures of the kernel,
 * never to learner code: a signature is an HMAC over who signs and what. Nobody's code holds a key, so nobody's code can
 * sign for another; everybody can ask whether a signature is genuine. See docs/decisions/0060.
 */
import { fromHex, hmacWith, sha256, toHex } from './digest.ts'
import type { Json, NodeId } from './trace.ts'

/** `sig` is 32 hexadecimal digits. Travels as JSON; the order of the body's keys does not matter. */
export interface Signed<B = Json> {
  readonly by: NodeId
  readonly body: B
  readonly sig: string
}

/** Signs for any node: for the simulator's side only. */
export interface Authority {
  sign<B>(by: NodeId, body: B): Signed<B>
  /** Whether `by` signed exactly this body. False for whatever is no signed message. */
  verify(x: unknown): boolean
}

/** The key of one run, in hexadecimal. `secret` is the suite's; without it the seed alone would give the key away. */
export function runKey(secret: string, seed: string): string {
  return toHex(hmacWith(secret)(seed))
}

export function authorityOf(key: string): Authority {
  const mac = hmacWith(fromHex(key))
  const sigOf = (by: NodeId, body: Json) => toHex(mac(canonicalJson([by, body])).subarray(0, 16))
  return {
    sign(by, body) {
      // What is signed is what will travel.
      const copy = JSON.parse(JSON.stringify(body ?? null))
      return { by, body: copy, sig: sigOf(by, copy) }
    },
    verify(x) {
      try {
        const { by, body, sig } = JSON.parse(JSON.stringify(x)) as Signed
        return typeof by === 'string' && typeof sig === 'string' && sigOf(by, body ?? null) === sig
      } catch {
        return false
      }
    },
  }
}

/** SHA-256 of the canonical JSON: 64 hexadecimal digits. Equal values have equal digests, whatever their keys' order. */
export function digest(value: unknown): string {
  return toHex(sha256(canonicalJson(JSON.parse(JSON.stringify(value ?? null)))))
}

/** JSON with the keys of objects in code-unit order. */
export function canonicalJson(x: Json): string {
  if (x === null || typeof x !== 'object') return JSON.stringify(x)
  if (Array.isArray(x)) return `[${x.map(canonicalJson).join(',')}]`
  const o = x as { readonly [key: string]: Json }
  const parts = Object.keys(o)
    .sort()
    .map((k) => `${JSON.stringify(k)}:${canonicalJson(o[k] as Json)}`)
  return `{${parts.join(',')}}`
}
