/** `auth`: a node's own signature. The key stays in this closure; learner code is given what it may do with it. */
import { authorityOf, digest, type PortEvent } from '../sim/index.ts'
import type { Auth } from './api.ts'
import { toJson } from './guest.ts'

export function authOf(boot: PortEvent & { k: 'boot' }): Auth {
  if (boot.auth === undefined) {
    const refuse = (): never => {
      throw new TypeError('this exercise has no signatures: auth.sign and auth.verify are not available')
    }
    return Object.freeze<Auth>({ sign: refuse, verify: (_): _ is never => refuse(), digest })
  }
  const { sign, verify } = authorityOf(boot.auth)
  const id = boot.id
  return Object.freeze<Auth>({
    sign: (body) => sign(id, toJson(body)),
    verify: (s: unknown): s is never => verify(s),
    digest,
  })
}
