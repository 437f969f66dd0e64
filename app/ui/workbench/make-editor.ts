/** What `@monaco-editor/react` does in one call, and what comes before and after it, in slices (decision 0160). */
import type { Monaco } from './load-monaco.ts'
import { slices } from './slices.ts'

/** Longer than a slow machine takes for a picture. */
const UNSEEN_MS = 500

/** `faultline` module typings, its globals, and the fixture-free libs. */
export interface Typings {
  module: string
  globals: string
}

export type CodeEditor = ReturnType<Monaco['editor']['create']>
export type Text = ReturnType<Monaco['editor']['createModel']>

/** What an editor needs before it is made: compiler options, and its text, empty yet. Null when `signal` was aborted; the text goes with it. */
export async function prepare(
  monaco: Monaco,
  { path, typings }: { path: string; typings: Typings },
  signal: AbortSignal,
): Promise<Text | null> {
  const pause = slices()
  setCompiler(monaco, typings)
  await pause()
  if (signal.aborted) return null
  const text = monaco.editor.createModel('', 'typescript', monaco.Uri.parse(path))
  signal.addEventListener('abort', () => text.dispose())
  await pause()
  // The page takes its new style sheets in, or the editor would have to when it measures itself.
  await nextPicture()
  return signal.aborted ? null : text
}

/** Gives an editor that was made without a text (`model: null`) its parts, and `text` with the learner's `code`. False when aborted. */
export async function complete(
  monaco: Monaco,
  editor: CodeEditor,
  { text, code, tabSize }: { text: Text; code: string; tabSize: number },
  signal: AbortSignal,
): Promise<boolean> {
  // Its parts, its frame and its text each take as long as a slice may.
  const pause = slices()
  await pause()
  for (const id of monaco.contributionIds()) {
    if (signal.aborted) return false
    editor.getContribution(id)
    await pause()
  }
  if (signal.aborted) return false
  editor.setModel(text)
  await nextPicture()
  if (signal.aborted) return false
  text.setValue(code)
  // Done at birth as a rule, from the text that it did not have then.
  text.detectIndentation(true, tabSize)
  return true
}

/** Resolves after it; in a tab that nobody sees there is none. */
function nextPicture(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve))
    setTimeout(resolve, UNSEEN_MS)
  })
}

function setCompiler({ typescript: ts }: Monaco, { module, globals }: Typings): void {
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
