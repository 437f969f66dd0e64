/** A draft's way from the editor into this browser and to the server. No React: `useDraft` shows it. */
import { type ApiError, callApi } from './api.ts'
import { copyDelivery, SAVE_TIMEOUT_MS, UNKEEPABLE } from './copy-delivery.ts'
import {
  type DraftStore,
  draftStore,
  KEEP_EVERY_MS,
  type Opening,
  openingOf,
  type ServerDraft,
  saveWaitMs,
} from './draft-store.ts'
import {
  type DraftOptions,
  type DraftView,
  failureOf,
  NOT_KEPT,
  type SaveState,
  type Undoable,
} from './draft-view.ts'

/** After a save that failed for a reason that passes: the first wait, doubled each time up to the last. */
const RETRY_MS = [1_000, 8_000] as const
/** Failures that trying again cannot mend: somebody has to sign in, or choose. */
const FINAL = new Set(['session-ended', 'sign-in-required', 'not-allowed', 'other-account', ...UNKEEPABLE])
/** What browsers send for a page that has closed holds 64 KiB, of all its requests together. */
const CLOSING_CHARS_MAX = 16_000
/** So many texts of our own are recognised when the server turns out to have one of them. */
const OWN_TEXTS_MAX = 10
type Timer = ReturnType<typeof setTimeout>

export class DraftKeeper {
  readonly #options: DraftOptions
  readonly #store: DraftStore
  readonly #deliverCopies: () => Promise<ApiError | undefined>
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
  #keeping: Timer | null = null
  #firstUnsaved: number | null = null
  #inFlight: Promise<void> | null = null
  #failures = 0
  #opened = false
  /** Whether leaving the page now loses what is in the editor. */
  wouldLose = (): boolean => !this.#isKept && this.#view.save.kind !== 'saved'

  /** Nobody looks at the page: it may not come back. */
  #hidden = false
  /** There is something in the editor that this browser has not been given yet. */
  #unkept = false
  /** Whether it took what it was given last. */
  #isKept = true
  /** What this browser had last, as far as this page knows. */
  #seen: string | null = null
  /** The text that stood in the editor when its page was left; null while it stands. */
  #left: string | null = null

  constructor(options: DraftOptions) {
    const { account, slug, initial, starter, undoable } = options
    this.#options = options
    this.#store = draftStore(account, slug, options.disk)
    this.#deliverCopies = copyDelivery(this.#store, { slug, account })
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
    if (this.#opened) this.#goOn()
    else {
      // Without a disk at once: nothing is shown that changes a moment later.
      const loading = this.#store.load()
      if (loading) void loading.then(() => this.#open())
      else this.#open()
    }
    return () => this.#leave()
  }

  /** Saves now. While the learner has to choose between two texts, in this browser only. */
  flush = async (): Promise<void> => {
    this.#disarm()
    if (!this.#opened || this.#isTakenOver()) return
    const { code, save } = this.#view
    if (save.kind === 'conflict') {
      const isKept = await this.#remember(false)
      const now = this.#view.save
      return now.kind === 'conflict' ? this.#show({ save: { ...now, isKept } }) : undefined
    }
    const keeping = this.#remember(code === this.#onServer)
    if (this.#options.account !== null) {
      this.#inFlight ??= this.#save(code, keeping)
      return await this.#inFlight
    }
    const isKept = await keeping
    // What was typed meanwhile says so itself.
    if (this.#view.code !== code) return
    this.#show({ save: isKept ? { kind: 'saved', where: 'browser' } : { kind: 'failed', message: NOT_KEPT } })
  }

  async #save(sending: string, keeping: Promise<boolean>): Promise<void> {
    const error = await this.#send(sending)
    this.#inFlight = null
    if (error === undefined) {
      this.#failures = 0
      if (this.#view.code !== sending) return await this.flush()
      this.#ownTexts = []
      if (!this.#isTakenOver()) void this.#remember(true)
      return this.#show({ save: { kind: 'saved', where: 'server' } })
    }
    if (error.code === 'draft-conflict') return this.#disagree(error.details?.draft as ServerDraft | null)
    this.#show({ save: failureOf(error, await keeping) })
    // After the page was left nobody would end this; what is not saved is in the store for the next visit.
    if (FINAL.has(error.code) || this.#left !== null) return
    const [first, longest] = RETRY_MS
    const wait = Math.min(longest, first * 2 ** this.#failures++)
    if (this.#retry) clearTimeout(this.#retry)
    this.#retry = setTimeout(() => void this.flush(), wait)
  }

  /** What the learner types. */
  change = (next: string): void => {
    // Line ends are the editor's: it gives a text that it took over its own, and nobody typed that.
    if (linesOf(next) === linesOf(this.#view.code)) return
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

  /** A page that goes away keeps what it has. */
  keep = (): void => {
    if (!this.#unkept) return
    if (this.#opened) void this.#remember(false)
    // What this browser has is not known yet: neither goes over the other.
    else this.#store.keep({ because: 'CONFLICT', code: this.#view.code })
  }

  /** Nobody looks at the page: the last moment that is certain to come, on phones above all. */
  hide = (): void => {
    this.#hidden = true
    if (this.#timer || this.#retry) void this.flush()
  }

  /** Somebody looks at it again; other tabs may have gone on meanwhile. */
  wake = (): void => {
    this.#hidden = false
    this.follow()
    if (this.#opened && this.#left === null) this.#goOn()
  }

  backOnline = (): void => {
    if (this.#timer || this.#retry) void this.flush()
  }

  /** Another tab of this browser kept a text of this draft: this one shows it, unless something was typed here since. */
  follow = (): void => {
    const { code, save, epoch } = this.#view
    const there = this.#store.own()
    if (!this.#opened || this.#left !== null || !there || save.kind === 'conflict') return
    const isSeen = there.code === this.#seen
    // Two texts: the next to be kept here leaves that one among the copies.
    if (this.#unkept && !isSeen) return
    this.#seen = there.code
    if (there.saved) this.#onServer = there.code
    else if (there.revision > this.#revision) this.#onServer = null
    this.#revision = Math.max(this.#revision, there.revision)
    this.#own(there.code)
    if (this.#unkept || (isSeen && !there.saved)) return
    this.#disarm()
    if (code !== there.code) this.#show({ code: there.code, epoch: epoch + 1, undoable: null })
    // The tab in which it was typed sends it.
    this.#show({ save: this.#whereKept(there.saved ?? false) })
  }

  #whereKept(isOnServer: boolean): SaveState {
    if (this.#options.account === null) return { kind: 'saved', where: 'browser' }
    if (isOnServer) return { kind: 'saved', where: 'server' }
    return navigator.onLine ? { kind: 'unsaved' } : { kind: 'offline' }
  }

  #goOn() {
    if (['unsaved', 'offline', 'failed'].includes(this.#view.save.kind)) void this.flush()
  }

  // What this browser kept and the page does not have: typed signed out or offline, or later than a page from the cache.
  // Once: what is typed later is newer than either.
  #open() {
    if (this.#opened || this.#left !== null) return
    this.#opened = true
    const { account, initial, starter } = this.#options
    const kept = this.#store.read()
    this.#seen = this.#store.own()?.code ?? null
    const isTyped = this.#unkept
    this.#takeUp(openingOf(initial, kept, starter))
    const waiting = this.#store.waiting()
    const last = waiting.at(-1)
    if (last?.because === 'RESET' && this.#view.code === starter)
      this.#show({ undoable: { because: 'RESET', code: last.code } })
    if (account !== null && waiting.some((c) => !c.refused)) void this.#deliverCopies()
    // What was typed before has waited for this.
    if (isTyped) void this.flush()
  }

  #takeUp(opening: Opening) {
    if (opening.kind === 'page') return
    const { initial, starter } = this.#options
    const text = opening.kind === 'conflict' ? opening.mine : opening.code
    if (this.#unkept) {
      // Typed while this browser was still looking: that stands in the editor, and what was found goes to the copies.
      if (text !== starter) this.#store.keep({ because: 'CONFLICT', code: text })
      if (opening.kind === 'conflict') return this.#ask(opening.theirs)
      if (!opening.saved) this.#revision = opening.revision
      return
    }
    this.#revision = opening.revision
    // What the server says of the last thing replaced is older than this text.
    this.#show({ undoable: null })
    if (opening.kind === 'conflict') {
      this.#show({ code: text, epoch: this.#view.epoch + 1 })
      return this.#ask(opening.theirs)
    }
    if (opening.saved) {
      this.#onServer = text
      return this.#show({ code: text, epoch: this.#view.epoch + 1 })
    }
    // A later revision than the page's: what it says is not known.
    if (opening.revision !== (initial?.revision ?? 0)) this.#onServer = null
    // The page before this one may be sending it still.
    this.#ownTexts = [text]
    this.#replace(text)
  }

  #leave() {
    this.keep()
    this.#left = this.#view.code
    // Now rather than when the keys have gone quiet: by then another page may have this exercise open.
    if (this.#timer) void this.flush()
    else this.#disarm()
  }

  /** This page was left and another one has the exercise since. */
  #isTakenOver(): boolean {
    if (this.#left === null) return false
    const kept = this.#store.read()
    return kept !== null && kept.code !== this.#left
  }

  /** Resolves with whether this browser took it. */
  #remember(saved: boolean): Promise<boolean> {
    const { code } = this.#view
    const there = this.#store.own()
    // Another tab's, of which this one has not heard in time: it is nowhere else.
    if (there && !there.saved && there.code !== this.#seen && there.code !== code)
      this.#store.keep({ because: 'CONFLICT', code: there.code })
    this.#seen = code
    this.#unkept = false
    return this.#store.write({ code, revision: this.#revision, saved }).then((isKept) => {
      this.#isKept = isKept
      return isKept
    })
  }

  /** Texts of this draft that the server may have got from this browser, without this page's knowing. */
  #own(code: string) {
    this.#ownTexts = [...this.#ownTexts.filter((text) => text !== code), code].slice(-OWN_TEXTS_MAX)
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
      { timeoutMs: SAVE_TIMEOUT_MS, keepalive: this.#hidden && code.length <= CLOSING_CHARS_MAX },
    )
    if (answer.ok) {
      this.#revision = answer.value.revision
      this.#onServer = code
      return undefined
    }
    if (answer.error.code !== 'draft-conflict') this.#own(code)
    return answer.error
  }

  /** The server has something else than the revision that was to be saved over. */
  async #disagree(theirs: ServerDraft | null | undefined): Promise<void> {
    if (!theirs) {
      // There is nothing to save over any more: it is the first.
      this.#revision = 0
      return await this.flush()
    }
    if (theirs.code === this.#view.code || this.#ownTexts.includes(theirs.code)) {
      // An earlier save of ours had arrived, without its answer, or one of another tab of this browser.
      this.#revision = theirs.revision
      this.#onServer = theirs.code
      return await this.flush()
    }
    this.#ask(theirs)
  }

  /** Lets the learner choose. Nothing goes over what is there, nor is another copy kept, before `resolve`. */
  #ask({ code: theirs, revision }: ServerDraft) {
    const { account, starter } = this.#options
    const { code } = this.#view
    // Safe before it is decided upon: another tab of this browser may write over what this one remembers.
    if (code !== starter) this.#store.keep({ because: 'CONFLICT', code })
    this.#show({ save: { kind: 'conflict', theirs, revision, isKept: true } })
    void this.flush()
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
    this.#unkept = true
    // Not the time of day: a clock that is put back would hold up all saves until it has caught up.
    const now = performance.now()
    this.#firstUnsaved ??= now
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.flush(), saveWaitMs(now, this.#firstUnsaved))
    this.#keeping ??= setTimeout(() => {
      this.#keeping = null
      if (this.#opened && this.#unkept) void this.#remember(false)
    }, KEEP_EVERY_MS)
  }

  #disarm() {
    for (const timer of [this.#timer, this.#retry, this.#keeping]) if (timer) clearTimeout(timer)
    this.#timer = null
    this.#retry = null
    this.#keeping = null
    this.#firstUnsaved = null
  }

  #show(part: Partial<DraftView>) {
    this.#view = { ...this.#view, ...part }
    for (const listener of this.#listeners) listener()
  }
}

function linesOf(text: string): string {
  return text.includes('\r') ? text.replaceAll('\r\n', '\n') : text
}
