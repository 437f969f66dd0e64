/** What this browser remembers of a draft, and what the editor opens with. No React: the rules can be read and tested. */
import { browserDisk, type Disk } from '../kept/disk.ts'
import { keptValues } from '../kept/values.ts'

/** Keys go quiet for this long before a save; a steady typist is saved every `SAVE_EVERY_MS` all the same. */
export const QUIET_MS = 800
export const SAVE_EVERY_MS = 3_000
/** As often it is kept in this browser, whether or not the server answers. */
export const KEEP_EVERY_MS = 1_000

/** How long to wait with a save, for a key at `now`; `firstUnsaved` is when the first key came that is not saved yet. */
export function saveWaitMs(now: number, firstUnsaved: number): number {
  return Math.max(0, Math.min(QUIET_MS, firstUnsaved + SAVE_EVERY_MS - now))
}

export interface ServerDraft {
  code: string
  revision: number
}

export interface StoredDraft extends ServerDraft {
  /** The server has it. It stays here all the same: a page that was kept for offline use may be older. */
  saved?: boolean
}

/** Text that something took the place of, on its way to the learner's kept copies. */
export interface WaitingCopy {
  because: 'RESET' | 'RESTORE' | 'CONFLICT'
  code: string
  /** The server will not have it, whatever is tried; it stays in this browser. */
  refused?: boolean
}

export type Opening =
  /** What the page brought. */
  | { kind: 'page' }
  /** This browser knows a later revision than the page does, or text that the server has not got. */
  | { kind: 'browser'; code: string; revision: number; saved: boolean }
  /** Both have moved on; `revision` is the one that `mine` comes from. */
  | { kind: 'conflict'; mine: string; revision: number; theirs: ServerDraft }

/** With what to open the editor: the page's draft (null: none was saved) or what this browser kept. */
export function openingOf(page: ServerDraft | null, kept: StoredDraft | null, starter: string): Opening {
  if (!kept) return { kind: 'page' }
  const { code, revision, saved = false } = kept
  const known = page?.revision ?? 0
  if (revision > known) return { kind: 'browser', code, revision, saved }
  if (saved || code === (page?.code ?? starter)) return { kind: 'page' }
  return page === null || revision === known
    ? { kind: 'browser', code, revision, saved }
    : { kind: 'conflict', mine: code, revision, theirs: page }
}

const VISITOR = 'visitor'
/** Beyond these the oldest that still waits goes: browsers give little room. */
const WAITING_MAX = 50
const DRAFTS = 'draft:'

/** The keys of one learner's work on one exercise. A visitor's work goes to whoever signs in next. */
export function draftStore(account: string | null, slug: string, disk: Disk | null = browserDisk()) {
  const kept = keptValues(disk)
  const key = `${DRAFTS}${account ?? VISITOR}:${slug}`
  const copiesKey = `copies:${account ?? VISITOR}:${slug}`
  const visitor = { key: `${DRAFTS}${VISITOR}:${slug}`, copiesKey: `copies:${VISITOR}:${slug}` }
  const waitingIn = (name: string) => kept.read<WaitingCopy[]>(name) ?? []
  const isVisitor = account === null
  return {
    /** Takes over what this browser had when it ended. Null where there is nothing to wait for. */
    load: () => kept.load([...new Set([key, copiesKey, visitor.key, visitor.copiesKey])]),
    /** The name under which other tabs hear of a draft that was written. */
    key,
    /** What was written last under this very account, in whichever tab. */
    own: () => kept.read<StoredDraft>(key),
    read(): StoredDraft | null {
      const own = kept.read<StoredDraft>(key)
      if (own && !own.saved) return own
      const left = isVisitor ? null : kept.read<StoredDraft>(visitor.key)
      return left ? { code: left.code, revision: 0 } : own
    },
    /** Resolves with whether the browser took it: storage may be blocked or full. */
    write(draft: StoredDraft): Promise<boolean> {
      // Now the account has it.
      if (draft.saved && !isVisitor && kept.read(visitor.key)) void kept.write(visitor.key, null)
      return kept.write(key, draft)
    },
    /** Oldest first. */
    waiting(): WaitingCopy[] {
      return [...(isVisitor ? [] : waitingIn(visitor.copiesKey)), ...waitingIn(copiesKey)]
    },
    keep(copy: WaitingCopy) {
      const others = waitingIn(copiesKey).filter((c) => c.code !== copy.code)
      void kept.write(copiesKey, [...others, copy].slice(-WAITING_MAX))
    },
    /** One that waited is on the server now, or never will be. */
    settle(copy: WaitingCopy, outcome: 'kept' | 'refused') {
      for (const name of [visitor.copiesKey, copiesKey]) {
        const all = waitingIn(name)
        const next =
          outcome === 'kept'
            ? all.filter((c) => c.code !== copy.code)
            : all.map((c) => (c.code === copy.code ? { ...c, refused: true } : c))
        if (all.length > 0) void kept.write(name, next.length > 0 ? next : null)
      }
    },
  }
}

export type DraftStore = ReturnType<typeof draftStore>

/** Forgets, for who signs out, what the server has too. What it has not got stays: it is nowhere else. */
export async function forgetSavedDrafts(disk: Disk | null = browserDisk()): Promise<void> {
  const kept = keptValues(disk)
  const drafts = await kept.keys(DRAFTS)
  await kept.load(drafts)
  const saved = drafts.filter((name) => kept.read<StoredDraft>(name)?.saved)
  await Promise.all(saved.map(kept.forget))
}
