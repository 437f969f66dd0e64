interface Environment {
  getWorker(id: string, label: string): Worker | Promise<Worker>
}

/** After the first picture of the editor. */
const AFTER_MS = 100

const released = Promise.withResolvers<void>()
let held = false

/**
 * Keeps the editor's language services from starting until `releaseServices`: reading seven megabytes of TypeScript takes
 * a core from the editor's own start. Call it before an editor is made; later calls change nothing.
 */
export function holdServices(): void {
  const { MonacoEnvironment: environment } = globalThis as { MonacoEnvironment?: Environment }
  if (held || !environment) return
  held = true
  const getWorker = environment.getWorker.bind(environment)
  environment.getWorker = async (id, label) => {
    await released.promise
    return await getWorker(id, label)
  }
}

/** The editor stands: they may start, for this one and for all that follow. */
export function releaseServices(): void {
  setTimeout(released.resolve, AFTER_MS)
}
