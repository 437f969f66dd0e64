'use client'
import type { SaveState } from './use-draft.ts'

/** Says where the code is kept. Polite, so that a screen reader is not interrupted while typing. */
export function SavedMark({ save, signedIn }: { save: SaveState; signedIn: boolean }) {
  return (
    <span role="status" className={`text-note ${save.kind === 'failed' ? 'text-fault' : 'text-muted'}`}>
      {textOf(save, signedIn)}
    </span>
  )
}

function textOf(save: SaveState, signedIn: boolean): string {
  switch (save.kind) {
    case 'saved':
      return save.where === 'server' ? 'Saved' : 'Saved in this browser'
    case 'unsaved':
      return signedIn ? 'Saving' : 'Saving in this browser'
    case 'failed':
      return `Not saved: ${save.message}`
    case 'conflict':
      return 'Saved elsewhere, too'
  }
}
