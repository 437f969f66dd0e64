import { afterEach, beforeEach, vi } from 'vitest'
import type { Disk, Entry } from '../../app/ui/kept/disk.ts'
import { SAVE_TIMEOUT_MS } from '../../app/ui/workbench/copy-delivery.ts'
import { DraftKeeper } from '../../app/ui/workbench/draft-keeper.ts'
import { draftStore, type ServerDraft } from '../../app/ui/workbench/draft-store.ts'

// An exercise's pages, with the server and the browser around them. Each test of a file that imports this begins with fresh ones.

export const [STARTER, SLUG, ACCOUNT] = ['starter', 'lease', 'somebody']
export const QUIET = 1_000

export const kept = new Map<string, string>()
export const storage = {
  isFull: false,
  getItem: (key: string) => kept.get(key) ?? null,
  setItem(key: string, value: string) {
    if (storage.isFull) throw new DOMException('full', 'QuotaExceededError')
    kept.set(key, value)
  },
  removeItem: (key: string) => void kept.delete(key),
}

/** What the routes of drafts and kept copies promise, in memory. */
export class Server {
  draft: ServerDraft | null = null
  copies: string[] = []
  puts: string[] = []
  /** Bodies beyond so many characters are refused before they are read. */
  tooLarge = Number.POSITIVE_INFINITY
  /** To the next requests, in order; then 'answers'. 'hangs': it never arrives. 'silent': it arrives, the answer is lost; 'slow': it comes late. */
  next: ('answers' | 'hangs' | 'silent' | 'slow' | 'down')[] = []

  fetch = async (path: string, init: RequestInit): Promise<Response> => {
    const how = this.next.shift() ?? 'answers'
    const body = JSON.parse(String(init.body))
    if (path.startsWith('/api/drafts/')) this.puts.push(body.code)
    if (how === 'down') throw new TypeError('fetch failed')
    if (how === 'hangs')
      return new Promise((_, reject) =>
        init.signal?.addEventListener('abort', () => reject(init.signal?.reason)),
      )
    if (body.code.length > this.tooLarge)
      return Response.json(
        { error: { code: 'body-too-large', message: 'It is too large.' } },
        { status: 413 },
      )
    const answer = path.startsWith('/api/copies/') ? this.#keep(body.code) : this.#save(body)
    if (how === 'silent') throw new TypeError('fetch failed')
    if (how === 'slow') await new Promise((resolve) => setTimeout(resolve, SAVE_TIMEOUT_MS - 1))
    return answer
  }

  #keep(code: string) {
    this.copies.push(code)
    return Response.json({})
  }

  #save({ code, revision }: ServerDraft) {
    if (this.draft?.code !== code) {
      if ((this.draft?.revision ?? 0) !== revision)
        return Response.json(
          { error: { code: 'draft-conflict', message: 'Saved elsewhere.', details: { draft: this.draft } } },
          { status: 409 },
        )
      this.draft = { code, revision: revision + 1 }
    }
    return Response.json({ revision: this.draft.revision })
  }
}

export let server: Server
beforeEach(() => {
  kept.clear()
  storage.isFull = false
  server = new Server()
  vi.useFakeTimers()
  vi.stubGlobal('localStorage', storage)
  vi.stubGlobal('navigator', { onLine: true })
  vi.stubGlobal('fetch', server.fetch)
  // The platform's own clock is not the tests'.
  vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
    const controller = new AbortController()
    setTimeout(() => controller.abort(new DOMException('too late', 'TimeoutError')), ms)
    return controller.signal
  })
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

/** What outlives the browser's sudden end, in memory. */
export class MemoryDisk implements Disk {
  entries = new Map<string, Entry>()
  /** How long it takes to answer; Infinity: it never does. */
  ms = 0
  isFull = false

  #wait = () => new Promise<void>((resolve) => this.ms < Infinity && setTimeout(resolve, this.ms))

  async read(keys: readonly string[]) {
    await this.#wait()
    return new Map([...this.entries].filter(([key]) => keys.includes(key)))
  }
  async write(key: string, entry: Entry) {
    await this.#wait()
    if (!this.isFull) this.entries.set(key, structuredClone(entry))
    return !this.isFull
  }
  keys = async () => [...this.entries.keys()]
}

/** Opens with a disk, and stands once that has answered. */
export async function openWith(disk: Disk, options: Parameters<typeof openPage>[0] = {}) {
  const page = openPage({ ...options, disk })
  await vi.advanceTimersByTimeAsync(1)
  return page
}

/** What the other tabs of a browser hear when one has written. */
export const tell = (...keepers: DraftKeeper[]) => {
  for (const keeper of keepers) keeper.follow()
}

/** A page of the exercise as the server renders it now, or as it was rendered when the draft was `initial`. */
export function openPage({
  initial = server.draft,
  account = ACCOUNT as string | null,
  undoable = null as { because: 'RESET' | 'RESTORE'; code: string } | null,
  disk = null as Disk | null,
} = {}) {
  const keeper = new DraftKeeper({ slug: SLUG, account, initial, starter: STARTER, undoable, disk })
  return { keeper, leave: keeper.start() }
}

/** One key after the other, each after the editor had gone quiet. */
export async function type(keeper: DraftKeeper, ...texts: string[]) {
  for (const text of texts) {
    keeper.change(text)
    await vi.advanceTimersByTimeAsync(QUIET)
  }
}

export const stored = () => draftStore(ACCOUNT, SLUG, null).read()
export const save = (keeper: DraftKeeper) => keeper.view().save
