import { editorUrl } from './editor-url.ts'

/** After the first picture of the editor. */
const AFTER_MS = 100

const released = Promise.withResolvers<void>()

/**
 * Starts the service that Monaco asks for, but not before `releaseServices`: reading seven megabytes of TypeScript takes a core
 * from the editor's own start.
 */
export async function startService(_: string, label: string): Promise<Worker> {
  await released.promise
  return new Worker(editorUrl(label === 'typescript' ? 'ts.worker.js' : 'editor.worker.js'), { name: label })
}

/** The editor stands: they may start, for this one and for all that follow. */
export function releaseServices(): void {
  setTimeout(released.resolve, AFTER_MS)
}
