/** The port on a page: for figures, which run the course's own programs in the page's realm. */
import type { NodePort } from '../../sim/index.ts'
import { createGuest, type Factory } from '../guest.ts'
import { portOf } from './module.ts'

/** Opens a port around `programs`, for as long as `use` takes. The programs handle all of their promises. */
export async function withPagePort<T>(programs: Factory, use: (port: NodePort) => Promise<T>): Promise<T> {
  const { port1, port2 } = new MessageChannel()
  let wake = () => {}
  port1.onmessage = () => wake()
  // A message to oneself is a task of its own: every promise callback has run when it comes back.
  const hop = () =>
    new Promise<void>((resolve) => {
      wake = resolve
      port2.postMessage(null)
    })
  try {
    return await use(portOf(createGuest({ learner: programs }), hop, () => ({ stop: () => [] })))
  } finally {
    port1.close()
  }
}
