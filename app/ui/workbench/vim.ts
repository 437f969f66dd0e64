import { editorUrl } from './editor-url.ts'

type Module = typeof import('./monaco-vim.ts')
type Editor = Parameters<Module['initVimMode']>[0]

/**
 * Gives an editor Vim's keys, with its status line in `bar`. Resolves to a function that takes them away; rejects when the keys
 * did not come.
 */
export async function attachVim(
  editor: Editor,
  bar: HTMLElement,
  { onSave, onMode }: { onSave: () => void; onMode: (mode: string) => void },
): Promise<() => void> {
  const { initVimMode, NamedStatusBar, Vim } = (await import(
    /* turbopackIgnore: true */ editorUrl('vim.js')
  )) as Module
  // The commands are the library's, not one editor's.
  Vim.defineEx('write', 'w', onSave)
  const keys = initVimMode(editor, bar, NamedStatusBar)
  keys.on('vim-mode-change', ({ mode }: { mode: string }) => onMode(mode))
  onMode('normal')
  return () => {
    keys.dispose()
    bar.replaceChildren()
  }
}
