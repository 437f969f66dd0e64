'use client'
import { type Command, useCommands } from '../keys/commands.ts'
import { useKeys } from '../keys/use-keys.ts'
import type { Undoable } from './draft-view.ts'

interface Actions {
  run: () => void
  submit: () => void
  save: () => void
  reset: () => void
  /** While a reset or a restore can be taken back. */
  undo: { because: Undoable['because']; run: () => void } | null
  /** While something runs. */
  cancel: (() => void) | null
  /** Shows the code and puts the cursor into it. */
  edit: () => void
}

/** What a workbench can do, by keys (outside the editor as in it) and in the command palette. */
export function useWorkbenchKeys(actions: Actions): void {
  const { run, submit, save } = actions
  useKeys({ run, submit, save })
  useCommands(workbenchCommands(actions))
}

export function undoTitle(because: Undoable['because']): string {
  return because === 'RESET' ? 'Undo reset' : 'Undo restore'
}

export function workbenchCommands({ run, submit, save, reset, undo, cancel, edit }: Actions): Command[] {
  return [
    ...(cancel ? [{ title: 'Cancel', words: 'stop abort run submission', run: cancel }] : []),
    { title: 'Run', words: 'visible suite test try', shortcut: 'run', run },
    { title: 'Submit', words: 'hidden suite grade judge', shortcut: 'submit', run: submit },
    { title: 'Edit the code', words: 'editor focus go to', run: edit },
    { title: 'Save now', words: 'draft', shortcut: 'save', run: save },
    ...(undo ? [{ title: undoTitle(undo.because), words: 'take back draft', run: undo.run }] : []),
    // After a reset the starter is what stands there.
    ...(undo?.because === 'RESET'
      ? []
      : [{ title: 'Reset to the starter', words: 'discard start again', run: reset }]),
  ]
}
