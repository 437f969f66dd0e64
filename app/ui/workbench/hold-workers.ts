interface Environment {
  getWorker(id: string, label: string): Worker | Promise<Worker>
}

/** After the first picture of the editor. */
const AFTER_MS = 100

/**
 * Keeps the editor's language services from starting until the returned function is called, or soon after: reading seven
 * megabytes of TypeScript takes a core from the editor's own start. Call it before the first editor is made.
 */
export function holdWorkers(): () => void {
  const { MonacoEnvironment: environment } = globalThis as { MonacoEnvironment?: Environment }
  if (!environment) return () => undefined
  const getWorker = environment.getWorker.bind(environment)
  const released = Promise.withResolvers<void>()
  environment.getWorker = async (id, label) => {
    await released.promise
    return await getWorker(id, label)
  }
  return () => {
    environment.getWorker = getWorker
    setTimeout(released.resolve, AFTER_MS)
  }
}
