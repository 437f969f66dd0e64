/** A draft's way from the editor into this browser and to the server. No React: `useDraft` shows it. */
import { type ApiError, callApi } from './api.ts'
import { draftStore, openingOf, type ServerDraft, saveWaitMs } from './draft-store.ts'

/** A save that has no answer by then is given up and tried again: else one that hangs holds up all that follow. */
export const SAVE_TIMEOUT_MS = 8_000
/** After a save that failed for a reason that passes: the first wait, doubled each time up to the last. */
const RETRY_MS = [1_000, 8_000] as const
/** Failures that trying again cannot mend: somebody has to sign in, or choose. */
const FINAL = new Set([
  'session-ended',
  'sign-in-required',
  'not-allowed',
  'other-account',
  'source-too-large',
  'invalid-text',
])
const UNKEEPABLE = new Set(['source-too-large', 'invalid-text'])
/** So many texts of our own are recognised when the server turns out to have one of them. */
const OWN_TEXTS_MAX = 10
const NOT_KEPT =
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
}

/** What the page shows; a new object after every change. */
export interface DraftView {
  code: string
  /** Grows when the code changes by anything but typing, so that the editor takes it over then and only then. */
  epoch: number
  save: SaveState
  undoable: Undoable | null
}

type Timer = ReturnType<typeof setTimeout>

export class DraftKeeper {
  readonly #options: DraftOptions
  readonly #store: ReturnType<typeof draftStore>
  readonly #listeners = new Set<() => void>()
  #view: DraftView
  /** What the server has, as far as this page knows. */
  #onServer: string | null
  /** The server's revision that the editor's text comes from. While there is a conflict it stays the older one. */
  #revision: number
  /** Earlier texts of this editor that may have reached the server without its answer coming back. */
  #ownTexts: string[] = []
  #timer: Timer | null = null
  #retry: Timer | null = null
  #firstUnsaved = 0
  #inFlight = false
  #failures = 0
  #opened = false
  /** The text that stood in the editor when its page was left; null while it stands. */
  #left: string | null = null

  constructor(options: DraftOptions) {
    const { account, slug, initial, starter, undoable } = options
    this.#options = options
    this.#store = draftStore(account, slug)
    this.#view = {
      code: initial?.code ?? starter,
      epoch: 0,
      save: { kind: 'saved', where: account === null ? 'browser' : 'server' },
      undoable,
    }
    this.#onServer = initial?.code ?? null
    this.#revision = initial?.revision ?? 0
  }

  view = (): DraftView => this.#view

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** The page stands. Gives what is to be called when it goes. */
  start = (): (() => void) => {
    this.#left = null
    if (!this.#opened) this.#open()
    else if (['unsaved', 'offline', 'failed'].includes(this.#view.save.kind)) void this.flush()
    return () => this.#leave()
  }

  /** Saves now. While the learner has to choose between two texts, in this browser only. */
  flush = async (): Promise<void> => {
    this.#disarm()
    this.#firstUnsaved = 0
    if (this.#isTakenOver()) return
    const { code: sending, save } = this.#view
    if (save.kind === 'conflict') return this.#show({ save: { ...save, isKept: this.#remember(false) } })
    const isKept = this.#remember(sending === this.#onServer)
    if (this.#options.account === null)
      return this.#show({
        save: isKept ? { kind: 'saved', where: 'browser' } : { kind: 'failed', message: NOT_KEPT },
      })
    if (this.#inFlight) return
    this.#inFlight = true
    const error = await this.#send(sending)
    this.#inFlight = false
    if (error === undefined) {
      this.#failures = 0
      if (this.#view.code !== sending) return void this.flush()
      this.#ownTexts = []
      if (!this.#isTakenOver()) this.#remember(true)
      return this.#show({ save: { kind: 'saved', where: 'server' } })
    }
    if (error.code === 'draft-conflict') return this.#disagree(error.details?.draft as ServerDraft | null)
    this.#show({ save: failureOf(error, isKept) })
    // After the page was left nobody would end this; what is not saved is in the store for the next visit.
    if (FINAL.has(error.code) || this.#left !== null) return
    const [first, longest] = RETRY_MS
    const wait = Math.min(longest, first * 2 ** this.#failures++)
    this.#retry = setTimeout(() => void this.flush(), wait)
  }

  /** What the learner types. */
  change = (next: string): void => {
    if (next === this.#view.code) return
    this.#show({ undoable: null })
    this.#put(next)
  }

  /** Takes other code into the editor. What was there goes to the kept copies, and `undo` brings it back. */
  take = (next: string, because: Undoable['because'] = 'RESTORE'): void => {
    const before = this.#view.code
    if (before === next) return
    if (before !== this.#options.starter) this.#store.keep({ because, code: before })
    this.#show({ undoable: { because, code: before } })
    this.#replace(next)
  }

  reset = (): void => this.take(this.#options.starter, 'RESET')

  undo = (): void => {
    const { undoable } = this.#view
    if (undoable === null) return
    this.take(undoable.code)
    this.#show({ undoable: null })
  }

  /** Ends a conflict with the text that the learner chose. What of the two did not become it is kept. */
  resolve = (chosen: string): void => {
    const { code, save, epoch } = this.#view
    if (save.kind !== 'conflict') return
    for (const text of [code, save.theirs])
      if (text !== chosen && text !== this.#options.starter)
        this.#store.keep({ because: 'CONFLICT', code: text })
    this.#revision = save.revision
    this.#onServer = save.theirs
    this.#ownTexts = []
    this.#show({ save: { kind: 'unsaved' }, undoable: null })
    if (chosen !== code) this.#show({ code: chosen, epoch: epoch + 1 })
    void this.flush()
  }

  /** A page that goes away keeps what it has, synchronously. */
  keep = (): void => {
    if (this.#timer || this.#retry || this.#inFlight) this.#remember(false)
  }

  backOnline = (): void => {
    if (this.#timer || this.#retry) void this.flush()
  }

  // What this browser kept and the page does not have: typed signed out or offline, or later than a page from the cache.
  // Once: what is typed later is newer than either.
  #open() {
    this.#opened = true
    const { account, initial, starter } = this.#options
    const opening = openingOf(initial, this.#store.read(), starter)
    if (opening.kind !== 'page') {
      this.#revision = opening.revision
      // What the server says of the last thing replaced is older than this text.
      this.#show({ undoable: null })
    }
    if (opening.kind === 'browser' && opening.saved) {
      this.#onServer = opening.code
      this.#show({ code: opening.code, epoch: this.#view.epoch + 1 })
    }
    if (opening.kind === 'browser' && !opening.saved) {
      // A later revision than the page's: what it says is not known.
      if (opening.revision !== (initial?.revision ?? 0)) this.#onServer = null
      // The page before this one may be sending it still.
      this.#ownTexts = [opening.code]
      this.#replace(opening.code)
    }
    if (opening.kind === 'conflict') {
      this.#show({ code: opening.mine, epoch: this.#view.epoch + 1 })
      this.#ask(opening.theirs)
    }
    const waiting = this.#store.waiting()
    const last = waiting.at(-1)
    if (last?.because === 'RESET' && this.#view.code === starter)
      this.#show({ undoable: { because: 'RESET', code: last.code } })
    if (account !== null && waiting.some((c) => !c.refused)) void this.#deliverCopies()
  }

  #leave() {
    this.keep()
    this.#left = this.#view.code
    // Now rather than when the keys have gone quiet: by then another page may have this exercise open.
    if (this.#timer) void this.flush()
    this.#disarm()
  }

  /** This page was left and another one has the exercise since. */
  #isTakenOver(): boolean {
    if (this.#left === null) return false
    const kept = this.#store.read()
    return kept !== null && kept.code !== this.#left
  }

  /** Whether this browser took it. */
  #remember(saved: boolean): boolean {
    return this.#store.write({ code: this.#view.code, revision: this.#revision, saved })
  }

  async #send(code: string): Promise<ApiError | undefined> {
    const undelivered = await this.#deliverCopies()
    if (undelivered) return undelivered
    if (code === this.#onServer) return undefined
    const { slug, account } = this.#options
    const answer = await callApi<{ revision: number }>(
      'PUT',
      `/api/drafts/${slug}`,
      { code, revision: this.#revision },
      account,
      SAVE_TIMEOUT_MS,
    )
    if (answer.ok) {
      this.#revision = answer.value.revision
      this.#onServer = code
      return undefined
    }
    if (answer.error.code !== 'draft-conflict')
      this.#ownTexts = [...this.#ownTexts.filter((text) => text !== code), code].slice(-OWN_TEXTS_MAX)
    return answer.error
  }

  /** Undefined when all that waited is kept; else why not. Goes before the text that replaces it. */
  async #deliverCopies(): Promise<ApiError | undefined> {
    const { slug, account } = this.#options
    for (const copy of this.#store.waiting()) {
      if (copy.refused) continue
      const { because, code } = copy
      const answer = await callApi('POST', `/api/copies/${slug}`, { because, code }, account, SAVE_TIMEOUT_MS)
      if (answer.ok) this.#store.settle(copy, 'kept')
      else if (UNKEEPABLE.has(answer.error.code)) this.#store.settle(copy, 'refused')
      else return answer.error
    }
    return undefined
  }

  /** The server has something else than the revision that was to be saved over. */
  #disagree(theirs: ServerDraft | null | undefined) {
    if (!theirs) {
      // There is nothing to save over any more: it is the first.
      this.#revision = 0
      return void this.flush()
    }
    if (theirs.code === this.#view.code || this.#ownTexts.includes(theirs.code)) {
      // An earlier save of ours had arrived, without its answer.
      this.#revision = theirs.revision
      this.#onServer = theirs.code
      return void this.flush()
    }
    this.#ask(theirs)
  }

  /** Lets the learner choose. Nothing goes over what is there, nor is another copy kept, before `resolve`. */
  #ask({ code: theirs, revision }: ServerDraft) {
    const { account, starter } = this.#options
    const { code } = this.#view
    // Safe before it is decided upon: another tab of this browser may write over what this one remembers.
    if (code !== starter) this.#store.keep({ because: 'CONFLICT', code })
    const isKept = this.#remember(false)
    this.#show({ save: { kind: 'conflict', theirs, revision, isKept } })
    if (account !== null) void this.#deliverCopies()
  }

  /** Replaces the code from outside the editor. */
  #replace(next: string) {
    this.#put(next)
    this.#show({ epoch: this.#view.epoch + 1 })
  }

  #put(next: string) {
    const { save } = this.#view
    this.#show({ code: next, save: save.kind === 'conflict' ? save : { kind: 'unsaved' } })
    const now = Date.now()
    this.#firstUnsaved ||= now
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.flush(), saveWaitMs(now, this.#firstUnsaved))
  }

  #disarm() {
    for (const timer of [this.#timer, this.#retry]) if (timer) clearTimeout(timer)
    this.#timer = null
    this.#retry = null
  }

  #show(part: Partial<DraftView>) {
    this.#view = { ...this.#view, ...part }
    for (const listener of this.#listeners) listener()
  }
}

function failureOf(error: ApiError, isKept: boolean): SaveState {
  if (isKept) return navigator.onLine ? { kind: 'failed', message: error.message } : { kind: 'offline' }
  const why = error.code === 'offline' ? 'The server did not answer.' : error.message
  return { kind: 'failed', message: `${why} ${NOT_KEPT}` }
}
