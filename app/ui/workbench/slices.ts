/** Long work on the main thread, in slices between which keys are heard and pictures are drawn. */

/** Four times that, on a slow machine, is still less than a reader notices. */
const SLICE_MS = 8

/** A function to await between two pieces of work: it gives way once they have taken a slice of time together. */
export function slices(): () => Promise<void> {
  let until = performance.now() + SLICE_MS
  return async () => {
    if (performance.now() < until) return
    await giveWay()
    until = performance.now() + SLICE_MS
  }
}

/** Resolves in a task of its own. Timers would do as well, but browsers hold nested ones back. */
function giveWay(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(null)
  })
}
