'use client'
import MonacoEditor, { loader, type OnMount } from '@monaco-editor/react'
import { useCallback, useEffect, useRef, useState } from 'react'
import { releaseServices } from './language-services.ts'
import { loadMonaco, type Monaco } from './load-monaco.ts'
import { colours, watchTheme } from './monaco-theme.ts'
import { followCursor, type PlaceKeeper } from './use-place.ts'

type Instance = Parameters<OnMount>[0]

const PATH = 'file:///solution.ts'

export interface EditorProps {
  /** Taken over whenever `epoch` changes. In between the editor owns its text: a stale value must not overwrite keys. */
  code: string
  epoch: number
  onChange: (code: string) => void
  place: PlaceKeeper
  /** `faultline` module typings, its globals, and the fixture-free libs. */
  typings: { module: string; globals: string }
  /** 1-based line to show and mark; a new object scrolls again. */
  reveal: { line: number } | null
  onRun: () => void
  onSubmit: () => void
  onSave: () => void
}

/** The editor, once its Monaco is there: left alone, the wrapper would load one from somebody else's server. */
export async function loadEditor(): Promise<typeof Editor> {
  loader.config({ monaco: await loadMonaco() })
  return Editor
}

/** Monaco with the learner API's real typings. Escape, then Tab leaves it. */
function Editor({ code, epoch, onChange, place, typings, reveal, onRun, onSubmit, onSave }: EditorProps) {
  const instance = useRef<Instance | null>(null)
  const [ready, setReady] = useState(false)
  const [tabLeaves, setTabLeaves] = useState(false)
  const marked = useRef<ReturnType<Instance['createDecorationsCollection']> | null>(null)
  // Commands are registered once, so they look the present callbacks up.
  const actions = useRef({ onRun, onSubmit, onSave, place })
  useEffect(() => {
    actions.current = { onRun, onSubmit, onSave, place }
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

  const beforeMount = useCallback(
    (m: Monaco) => {
      const ts = m.typescript
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
        { content: typings.module, filePath: 'file:///node_modules/faultline/index.d.ts' },
        { content: typings.globals, filePath: 'file:///globals.d.ts' },
      ])
      ts.typescriptDefaults.setEagerModelSync(true)
    },
    [typings],
  )

  const mount: OnMount = useCallback((editor, m) => {
    instance.current = editor
    setReady(true)
    releaseServices()
    followCursor(editor, actions.current.place)
    const { KeyMod, KeyCode } = m
    editor.addCommand(KeyMod.CtrlCmd | KeyCode.Enter, () => actions.current.onRun())
    editor.addCommand(KeyMod.CtrlCmd | KeyMod.Shift | KeyCode.Enter, () => actions.current.onSubmit())
    editor.addCommand(KeyMod.CtrlCmd | KeyCode.KeyS, () => actions.current.onSave())
    const paint = () => {
      for (const theme of ['light', 'dark'] as const)
        m.editor.defineTheme(`faultline-${theme}`, colours(theme))
    }
    const stop = watchTheme((theme) => {
      paint()
      m.editor.setTheme(`faultline-${theme}`)
    })
    editor.onDidDispose(stop)
    // Escape frees Tab until the next key or the next visit: who works by keyboard is not caught in here.
    const free = (leaves: boolean) => {
      editor.updateOptions({ tabFocusMode: leaves })
      setTabLeaves(leaves)
    }
    editor.onKeyDown(({ keyCode }) => {
      if (keyCode === KeyCode.Escape) free(true)
      else if (keyCode !== KeyCode.Tab && keyCode !== KeyCode.Shift) free(false)
    })
    editor.onDidBlurEditorText(() => free(false))
  }, [])

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
    <div className="relative h-full" data-editor={ready ? 'ready' : 'loading'}>
      <p role="status" className="pointer-events-none absolute right-4 bottom-3 z-10 text-muted text-note">
        {tabLeaves && (
          <span className="rounded-md border border-hairline bg-raised px-2 py-1">Tab leaves the editor</span>
        )}
      </p>
      <MonacoEditor
        language="typescript"
        path={PATH}
        defaultValue={code}
        beforeMount={beforeMount}
        onMount={mount}
        onChange={(value) => onChange(value ?? '')}
        loading={<p className="p-4 text-muted">Loading the editor.</p>}
        options={{
          ariaLabel: 'Your solution. Escape, then Tab leaves the editor.',
          fontFamily: 'var(--mono)',
          fontSize: 14,
          lineHeight: 22,
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
        }}
      />
    </div>
  )
}
