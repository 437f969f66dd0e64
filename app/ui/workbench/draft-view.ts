/** What a page gives to a draft's keeper, and what it shows of it. */

import type { Disk } from '../kept/disk.ts'
import type { ApiError } from './api.ts'
import type { ServerDraft } from './draft-store.ts'

export const NOT_KEPT =
  'This browser keeps nothing: its storage for this site is blocked or full. Allow it, or copy your code before you leave.'

export type SaveState =
  | { kind: 'saved'; where: 'server' | 'browser' }
  | { kind: 'unsaved' }
  /** The browser has no network; it goes to the server by itself later. */
  | { kind: 'offline' }
  | { kind: 'failed'; message: string }
  /** Another tab or device saved meanwhile: the learner chooses. `isKept`: this browser has what is in the editor. */
  | { kind: 'conflict'; theirs: string; revision: number; isKept: boolean }

/** What took the editor's text away, and the text. */
export interface Undoable {
  because: 'RESET' | 'RESTORE'
  code: string
}

export interface DraftOptions {
  slug: string
  /** Id of the account that the page was opened for; null for a visitor. */
  account: string | null
  initial: ServerDraft | null
  starter: string
  /** What was replaced last, when nothing was typed since. */
  undoable: Undoable | null
  /** Where this browser keeps what must outlive its sudden end; the browser's own when left out. */
  disk?: Disk | null
}

/** What the page shows; a new object after every change. */
export interface DraftView {
  code: string
  /** Grows when the code changes by anything but typing, so that the editor takes it over then and only then. */
  epoch: number
  save: SaveState
  undoable: Undoable | null
}

/** Of a save that did not reach the server. `isKept`: this browser has it. */
export function failureOf(error: ApiError, isKept: boolean): SaveState {
  if (isKept) return navigator.onLine ? { kind: 'failed', message: error.message } : { kind: 'offline' }
  const why = error.code === 'offline' ? 'The server did not answer.' : error.message
  return { kind: 'failed', message: `${why} ${NOT_KEPT}` }
}
