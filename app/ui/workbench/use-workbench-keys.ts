'use client'
import { useCommands } from '../keys/commands.ts'
import { useKeys } from '../keys/use-keys.ts'

interface Actions {
  run: () => void
  submit: () => void
  save: () => void
  reset: () => void
  /** While a reset can be taken back. */
  undoReset: (() => void) | null
  /** While something runs. */
  cancel: (() => void) | null
  /** Shows the code and puts the cursor into it. */
  edit: () => void
}

/** What a workbench can do, by keys (outside the editor as in it) and in the command palette. */
export function useWorkbenchKeys({ run, submit, save, reset, undoReset, cancel, edit }: Actions): void {
  useKeys({ run, submit, save })
  useCommands([
    ...(cancel ? [{ title: 'Cancel', words: 'stop abort run submission', run: cancel }] : []),
    { title: 'Run', words: 'visible suite test try', shortcut: 'run', run },
    { title: 'Submit', words: 'hidden suite grade judge', shortcut: 'submit', run: submit },
    { title: 'Edit the code', words: 'editor focus go to', run: edit },
    { title: 'Save now', words: 'draft', shortcut: 'save', run: save },
    undoReset
      ? { title: 'Undo reset', words: 'restore draft', run: undoReset }
      : { title: 'Reset to the starter', words: 'discard start again', run: reset },
  ])
}
