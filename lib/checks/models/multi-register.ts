/** Several registers that one operation reads and writes at once. */
import type { Json } from '../../sim/index.ts'
import { canon, same, show } from '../json.ts'
import { type Model, unanswered, unknownCall } from '../model.ts'

type Access = readonly [f: string, register: Json, value: Json]

/**
 * `{ f: 'txn', in: [[f, register, value], …] }` with f `read` (or `r`) and `write` (or `w`), all at one instant and in this order; a read of
 * null says nothing. `init`: values by register name; null before its first write otherwise.
 */
export function multiRegister(init: { readonly [register: string]: Json } = {}): Model {
  return {
    name: 'multi-register',
    init,
    next(state, { f, in: input, out }) {
      if (f !== 'txn') return unknownCall('multi-register', f, ['txn'])
      let now = state as { readonly [register: string]: Json }
      for (const [what, register, value] of input as unknown as readonly Access[]) {
        const name = typeof register === 'string' ? register : canon(register)
        if (what === 'write' || what === 'w') now = { ...now, [name]: value }
        else if (what !== 'read' && what !== 'r') unknownCall('multi-register', what, ['read', 'write'])
        else if (out !== undefined && value !== null && !same(now[name], value)) return []
      }
      return [now]
    },
    say(step) {
      const told = (step.in as unknown as readonly Access[]).map(([f, register, value]) =>
        f === 'write' || f === 'w'
          ? `wrote ${show(register)} = ${show(value)}`
          : `read ${show(register)} = ${show(value)}`,
      )
      return (told.length === 0 ? 'did nothing' : told.join(' and ')) + unanswered(step)
    },
  }
}
