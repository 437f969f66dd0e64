/** The port in plain Node: for authors and tests. Same kernel, no cage: never for code that someone else wrote. */
import type { NodePort } from '../../sim/index.ts'
import { createGuest, type Factory, LEARNER_FILE } from '../guest.ts'
import { callFactory, moduleText, portOf } from './module.ts'

/** `learner` and `fixture` are transpiled CommonJS bodies. Throws the engine's SyntaxError when one does not compile. */
export function openPlainPort(learner: string, fixture?: string): NodePort {
  const guest = createGuest({
    learner: evalFactory(learner, LEARNER_FILE),
    ...(fixture === undefined ? {} : { fixture: evalFactory(fixture, 'fixture.ts') }),
  })
  return portOf(guest, () => new Promise((resolve) => setImmediate(resolve)), watchRejections)
}

function evalFactory(js: string, file: string): Factory {
  // Indirect eval keeps line 1 at line 1; `new Function` would shift it by two. Only the course's own files come here.
  // biome-ignore lint/security/noGlobalEval: see above.
  // biome-ignore lint/complexity/noCommaOperator: makes the eval indirect.
  const make = (0, eval)(`${moduleText(js)}\n//# sourceURL=${file}`) as (...args: unknown[]) => void
  return callFactory(make)
}

/** During a step only guest code runs, so whatever is rejected is the guest's: no one else shall hear of it. */
function watchRejections() {
  const others = process.listeners('unhandledRejection')
  process.removeAllListeners('unhandledRejection')
  const reasons: unknown[] = []
  process.on('unhandledRejection', (reason) => reasons.push(reason))
  return {
    stop() {
      process.removeAllListeners('unhandledRejection')
      for (const listener of others) process.on('unhandledRejection', listener)
      return reasons
    },
  }
}
