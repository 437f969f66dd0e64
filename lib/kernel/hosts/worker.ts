/**
 * The port in a browser Worker: the Run button and every replay of a visible run. Works without `unsafe-eval`: code is
 * imported from blob: URLs. The Worker is the learner's own machine, so nothing here is a cage; only the verdicts of the
 * server count.
 */
import type { NodePort } from '../../sim/index.ts'
import { createGuest, type Factory, LEARNER_FILE } from '../guest.ts'
import { tameLocales } from './locale.ts'
import { callFactory, moduleText, portOf } from './module.ts'

/** `learner` and `fixture` are transpiled CommonJS bodies. Rejects with the engine's SyntaxError. */
export async function openWorkerPort(learner: string, fixture?: string): Promise<NodePort> {
  tameLocales()
  const guest = createGuest({
    learner: await importFactory(learner, LEARNER_FILE),
    ...(fixture === undefined ? {} : { fixture: await importFactory(fixture, 'fixture.ts') }),
  })
  return portOf(guest, hopper(), watchRejections)
}

async function importFactory(js: string, file: string): Promise<Factory> {
  const text = `export default ${moduleText(js)}\n//# sourceURL=${file}`
  const url = URL.createObjectURL(new Blob([text], { type: 'text/javascript' }))
  try {
    const module = (await import(/* webpackIgnore: true */ /* turbopackIgnore: true */ url)) as {
      default: (...args: unknown[]) => void
    }
    return callFactory(module.default)
  } finally {
    URL.revokeObjectURL(url)
  }
}

/**
 * A message to oneself is a task of its own, so every microtask has run when it comes back (3-10 us). Rejections are
 * told in a task that follows the microtasks, hence behind that message: a second one comes behind it in turn.
 */
function hopper(): () => Promise<void> {
  const { port1, port2 } = new MessageChannel()
  let wake: () => void = () => {}
  let back = 0
  port1.onmessage = () => {
    if (back++ === 0) port2.postMessage(0)
    else wake()
  }
  return () =>
    new Promise((resolve) => {
      wake = resolve
      back = 0
      port2.postMessage(0)
    })
}

function watchRejections() {
  const reasons: unknown[] = []
  const listen = (e: PromiseRejectionEvent) => {
    e.preventDefault()
    reasons.push(e.reason)
  }
  globalThis.addEventListener('unhandledrejection', listen)
  return {
    stop() {
      globalThis.removeEventListener('unhandledrejection', listen)
      return reasons
    },
  }
}
