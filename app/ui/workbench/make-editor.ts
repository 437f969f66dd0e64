import type { Monaco } from './load-monaco.ts'
import { colours, type Theme, watchTheme } from './monaco-theme.ts'
import { slices } from './slices.ts'

/** Longer than a slow machine takes for a picture. */
const UNSEEN_MS = 500

type Create = Monaco['editor']['create']
export type CodeEditor = ReturnType<Create>

export interface Wanted {
  code: string
  path: string
  /** `faultline` module typings, its globals, and the fixture-free libs. */
  typings: { module: string; globals: string }
  options: Omit<NonNullable<Parameters<Create>[1]>, 'model'>
}

/**
 * An editor with its text, its colours and its compiler options in `place`, made in slices. Null when `signal` was aborted meanwhile:
 * then nothing of it is left. Aborted later, the editor and its text go as well.
 */
export async function makeEditor(
  monaco: Monaco,
  place: HTMLElement,
  { code, path, typings, options }: Wanted,
  signal: AbortSignal,
): Promise<CodeEditor | null> {
  const pause = slices()
  const until = (thing: { dispose: () => void }) => signal.addEventListener('abort', () => thing.dispose())
  setCompiler(monaco, typings)
  await pause()
  if (signal.aborted) return null
  const model = monaco.editor.createModel('', 'typescript', monaco.Uri.parse(path))
  until(model)
  await pause()
  if (signal.aborted) return null
  const paint = (theme: Theme) => {
    monaco.editor.defineTheme(`faultline-${theme}`, colours(theme))
    monaco.editor.setTheme(`faultline-${theme}`)
  }
  until({ dispose: watchTheme(paint) })
  // The page takes its new style sheets in, or the editor would have to when it measures itself.
  await nextPicture()
  if (signal.aborted) return null
  // Its parts, its frame and its text each take as long as a slice may.
  const editor = monaco.editor.create(place, { ...options, model: null })
  until(editor)
  await pause()
  for (const id of monaco.contributionIds()) {
    if (signal.aborted) return null
    editor.getContribution(id)
    await pause()
  }
  if (signal.aborted) return null
  editor.setModel(model)
  await nextPicture()
  if (signal.aborted) return null
  model.setValue(code)
  // Done at birth as a rule, from the text that it did not have then.
  model.detectIndentation(true, options.tabSize ?? 2)
  return editor
}

/** Resolves after it; in a tab that nobody sees there is none. */
function nextPicture(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve))
    setTimeout(resolve, UNSEEN_MS)
  })
}

function setCompiler({ typescript: ts }: Monaco, { module, globals }: Wanted['typings']): void {
  ts.typescriptDefaults.setCompilerOptions({
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.NodeJs,
    lib: ['es2023'],
    strict: true,
    noEmit: true,
    allowNonTsExtensions: true,
  })
  ts.typescriptDefaults.setExtraLibs([
    { content: module, filePath: 'file:///node_modules/faultline/index.d.ts' },
    { content: globals, filePath: 'file:///globals.d.ts' },
  ])
  ts.typescriptDefaults.setEagerModelSync(true)
}
