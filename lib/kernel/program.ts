/** Runtime half of api.ts: what `import … from 'faultline'` gives. */
import {
  crc16,
  crc32c,
  digest,
  fromBase64,
  fromHex,
  hash32,
  hmacSha256,
  sha256,
  toBase64,
  toHex,
} from '../sim/index.ts'
import type { Auth, Ctx, Env } from './api.ts'
import { nemesis } from './nemesis.ts'

export { crc16, crc32c, digest, fromBase64, fromHex, hash32, hmacSha256, nemesis, sha256, toBase64, toHex }

export class Refused extends Error {
  readonly reason: string
  constructor(reason: string) {
    super(String(reason))
    this.name = 'Refused'
    this.reason = String(reason)
  }
}

export class Timeout extends Error {
  constructor(reason = 'no answer in time') {
    super(String(reason))
    this.name = 'Timeout'
  }
}

export class DiskError extends Error {
  readonly code: string
  constructor(code: string, message: string) {
    super(String(message))
    this.name = 'DiskError'
    this.code = String(code)
  }
}

export function node(setup: (ctx: Ctx, auth: Auth) => void) {
  if (typeof setup !== 'function') throw new TypeError(`node(setup) needs a function; got ${typeof setup}`)
  return Object.freeze({ setup, errors })
}

/** With the program, so that a suite that plays it as a peer refuses and times out in its terms. */
const errors = Object.freeze({ Refused, Timeout })

/** A unit exercise's public bridge: suite messages in, calls of the learner's exports out. */
export interface FixtureProgram {
  readonly setup: (ctx: Ctx, env: Env, learner: any, auth: Auth) => void
  /** Exports that must exist, with their typeof: { breaker: 'function' }. */
  readonly needs: Readonly<Record<string, string>>
}

export function fixture(
  needs: Readonly<Record<string, string>>,
  setup: (ctx: Ctx, env: Env, learner: any, auth: Auth) => void,
): FixtureProgram {
  return Object.freeze({ setup, needs })
}

/** What learner code imports from 'faultline'; api.ts is its typed face. */
export const faultline = {
  node,
  nemesis,
  Refused,
  Timeout,
  DiskError,
  sha256,
  hmacSha256,
  crc32c,
  crc16,
  hash32,
  digest,
  toHex,
  fromHex,
  toBase64,
  fromBase64,
}
