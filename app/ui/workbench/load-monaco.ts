import { editorUrl } from './editor-url.ts'
import { startService } from './language-services.ts'

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
  const [monaco] = await Promise.all([
    import(/* turbopackIgnore: true */ editorUrl('editor.js')) as Promise<Monaco>,
    styleSheet(editorUrl('editor.css')),
  ])
  return monaco
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
