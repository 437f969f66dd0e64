'use client'
import MonacoEditor, { loader } from '@monaco-editor/react'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { shortcuts } from '../keys/shortcuts.ts'
import { usePreferences } from '../preferences/store.ts'
import { releaseServices } from './language-services.ts'
import { loadMonaco, type Monaco } from './load-monaco.ts'
import { type CodeEditor, complete, prepare, type Text, type Typings } from './make-editor.ts'
import { colours, watchTheme } from './monaco-theme.ts'
import { followCursor, type PlaceKeeper } from './use-place.ts'
import { useVim } from './use-vim.ts'

const PATH = 'file:///solution.ts'

export interface EditorProps {
  /** Taken over whenever `epoch` changes. In between the editor owns its text: a stale value must not overwrite keys. */
  code: string
  epoch: number
  onChange: (code: string) => void
  place: PlaceKeeper
  typings: Typings
  /** 1-based line to show and mark; a new object scrolls again. */
  reveal: { line: number } | null
  onRun: () => void
  onSubmit: () => void
  onSave: () => void
}

let monaco: Monaco

/** The editor, once its Monaco is there: left alone, the wrapper would load one from somebody else's server. */
export async function loadEditor(): Promise<typeof Editor> {
  monaco = await loadMonaco()
  loader.config({ monaco })
  return Editor
}

/** Monaco with the learner API's real typings. Escape, then Tab leaves it. */
function Editor({ code, epoch, onChange, place, typings, reveal, onRun, onSubmit, onSave }: EditorProps) {
  const instance = useRef<CodeEditor | null>(null)
  const [ready, setReady] = useState(false)
  const [tabLeaves, setTabLeaves] = useState(false)
  const marked = useRef<ReturnType<CodeEditor['createDecorationsCollection']> | null>(null)
  // Commands are registered once, so they look the present callbacks up.
  const actions = useRef({ onRun, onSubmit, onSave, onChange, place })
  useEffect(() => {
    actions.current = { onRun, onSubmit, onSave, onChange, place }
  })

  const shown = useRef(epoch)
  useEffect(() => {
    if (shown.current === epoch || !ready) return
    shown.current = epoch
    const model = instance.current?.getModel()
    if (!model || model.getValue() === code) return
    // As an edit, so that the editor's own undo can take it back.
    model.pushEditOperations([], [{ range: model.getFullModelRange(), text: code }], () => null)
  }, [epoch, code, ready])

  const vimHasKeys = useRef(false)
  const mount = useCallback((editor: CodeEditor) => {
    instance.current = editor
    setReady(true)
    releaseServices()
    followCursor(editor, actions.current.place)
    editor.onDidChangeModelContent(() => actions.current.onChange(editor.getValue()))
    for (const [id, action] of [
      ['run', 'onRun'],
      ['submit', 'onSubmit'],
      ['save', 'onSave'],
    ] as const)
      for (const chord of shortcuts[id].keys)
        editor.addCommand(codeOf(chord), () => actions.current[action]())
    // Escape frees Tab until the next key or the next visit: who works by keyboard is not caught in here.
    const { KeyCode } = monaco
    const free = (leaves: boolean) => {
      editor.updateOptions({ tabFocusMode: leaves })
      setTabLeaves(leaves)
    }
    editor.onKeyDown(({ keyCode }) => {
      if (vimHasKeys.current) return
      if (keyCode === KeyCode.Escape) free(true)
      else if (keyCode !== KeyCode.Tab && keyCode !== KeyCode.Shift) free(false)
    })
    editor.onDidBlurEditorText(() => vimHasKeys.current || free(false))
  }, [])

  const { codePx, vim } = usePreferences()
  const options = useMemo(
    () => ({
      ...OPTIONS,
      fontSize: codePx,
      lineHeight: Math.round(codePx * 1.57),
      // It comes in slices, after the editor was made.
      model: null,
    }),
    [codePx],
  )
  // What it opens with. Later texts come by `epoch`.
  const first = useRef({ code, typings })
  const [theme, setTheme] = useState<string | null>(null)
  const begun = useRef<{ text: Text; signal: AbortSignal } | null>(null)
  useEffect(() => {
    const gone = new AbortController()
    const { signal } = gone
    void prepare(monaco, { path: PATH, typings: first.current.typings }, signal).then((text) => {
      if (!text) return
      begun.current = { text, signal }
      const stop = watchTheme((name) => {
        monaco.editor.defineTheme(`faultline-${name}`, colours(name))
        setTheme(`faultline-${name}`)
      })
      signal.addEventListener('abort', stop)
    })
    return () => gone.abort()
  }, [])
  const fill = useCallback(
    async (editor: CodeEditor) => {
      if (!begun.current) return
      const { text, signal } = begun.current
      const { code } = first.current
      if (await complete(monaco, editor, { text, code, tabSize: OPTIONS.tabSize }, signal)) mount(editor)
    },
    [mount],
  )

  const bar = useVim(vim && ready ? instance.current : null, {
    hasKeys: vimHasKeys,
    onSave: () => actions.current.onSave(),
    onTabLeaves: setTabLeaves,
  })

  useEffect(() => {
    const editor = instance.current
    if (!editor || !reveal) return
    marked.current?.clear()
    marked.current = editor.createDecorationsCollection([
      {
        range: { startLineNumber: reveal.line, startColumn: 1, endLineNumber: reveal.line, endColumn: 1 },
        options: {
          isWholeLine: true,
          className: 'editor-witness',
          linesDecorationsClassName: 'editor-witness-mark',
        },
      },
    ])
    editor.revealLineInCenterIfOutsideViewport(reveal.line)
    editor.setPosition({ lineNumber: reveal.line, column: 1 })
    editor.focus()
  }, [reveal])

  return (
    // Tests and the bench wait for the mark: from here on, what is typed is heard.
    <div className="flex h-full flex-col" data-editor={ready ? 'ready' : 'loading'}>
      <div className="relative min-h-0 flex-1">
        <p role="status" className="pointer-events-none absolute right-4 bottom-3 z-10 text-muted text-note">
          {tabLeaves && (
            <span className="rounded-md border border-hairline bg-raised px-2 py-1">
              Tab leaves the editor
            </span>
          )}
        </p>
        {!ready && <p className="absolute p-4 text-muted">Loading the editor.</p>}
        {theme && <MonacoEditor path={PATH} theme={theme} options={options} onMount={fill} loading={null} />}
      </div>
      {vim && (
        <div
          ref={bar}
          className="min-h-7 border-hairline border-t px-4 py-1 font-mono text-note [&_input]:w-3/4 [&_input]:bg-transparent"
        />
      )}
    </div>
  )
}

const OPTIONS = {
  ariaLabel: 'Your solution. Escape, then Tab leaves the editor.',
  fontFamily: 'var(--mono)',
  minimap: { enabled: false },
  scrollBeyondLastLine: false,
  padding: { top: 12, bottom: 12 },
  tabSize: 2,
  renderLineHighlight: 'line',
  // Dimmed, the number of the line after the last is too pale to read.
  renderFinalNewline: 'on',
  overviewRulerLanes: 0,
  fixedOverflowWidgets: true,
  automaticLayout: true,
  guides: { indentation: false },
  scrollbar: { verticalScrollbarSize: 10, horizontalScrollbarSize: 10 },
} as const

/** A chord of app/ui/keys as Monaco numbers it. */
function codeOf(chord: string): number {
  const { KeyMod, KeyCode } = monaco
  return chord.split('+').reduce((code, part) => {
    if (part === 'Mod') return code | KeyMod.CtrlCmd
    if (part === 'Shift') return code | KeyMod.Shift
    const name = part.length === 1 ? `Key${part.toUpperCase()}` : part
    return code | KeyCode[name as keyof typeof KeyCode]
  }, 0)
}
