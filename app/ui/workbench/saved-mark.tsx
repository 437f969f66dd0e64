'use client'
import type { SaveState } from './draft-view.ts'

/** Says where the code is kept. Polite, so that a screen reader is not interrupted while typing. */
export function SavedMark({
  save,
  signedIn,
  untouched,
}: {
  save: SaveState
  signedIn: boolean
  /** Nothing has been typed yet, so there is nothing to keep. */
  untouched: boolean
}) {
  return (
    <span role="status" className={`text-note ${save.kind === 'failed' ? 'text-fault' : 'text-muted'}`}>
      {untouched && save.kind === 'saved' ? '' : textOf(save, signedIn)}
    </span>
  )
}

function textOf(save: SaveState, signedIn: boolean): string {
  switch (save.kind) {
    case 'saved':
      return save.where === 'server' ? 'Saved' : 'Saved in this browser'
    case 'unsaved':
      return signedIn ? 'Saving' : 'Saving in this browser'
    case 'offline':
      return 'Kept in this browser until you are online'
    case 'failed':
      return `Not saved: ${save.message}`
    case 'conflict':
      return 'Saved elsewhere, too'
  }
}
