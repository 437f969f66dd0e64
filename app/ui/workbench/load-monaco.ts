import { editorUrl } from './editor-url.ts'
import { startService } from './language-services.ts'
import { slices } from './slices.ts'

export type Monaco = typeof import('./monaco.ts')

let loading: Promise<Monaco> | undefined

/** Monaco and its style sheet, from our own origin, once. Rejects when they do not come; the next call tries again. */
export function loadMonaco(): Promise<Monaco> {
  loading ??= load()
  loading.catch(() => {
    loading = undefined
  })
  return loading
}

async function load(): Promise<Monaco> {
  // Read by Monaco while it is loaded. The global `monaco` is for tests and consoles.
  Object.assign(globalThis, { MonacoEnvironment: { getWorker: startService, globalAPI: true } })
  const [monaco] = await Promise.all([runScript(), styleSheet(editorUrl('editor.css'))])
  return monaco
}

/** The launcher writes it so that it runs in steps (scripts/launcher/editor-steps.ts). */
async function runScript(): Promise<Monaco> {
  const script = (await import(/* turbopackIgnore: true */ editorUrl('editor.js'))) as {
    load: (pause: () => Promise<void>) => Promise<Monaco>
  }
  return await script.load(slices())
}

function styleSheet(href: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href })
    link.onload = () => resolve()
    link.onerror = () => {
      link.remove()
      reject(new Error(`The editor's style sheet ${href} did not come.`))
    }
    document.head.append(link)
  })
}
