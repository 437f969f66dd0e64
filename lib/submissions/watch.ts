import { db, listen, type SubmissionState } from '../db/index.ts'
import { isDatabaseUnavailable, Refusal } from '../errors/index.ts'
import { logger } from '../log/index.ts'
import type { Verdict } from '../suite/index.ts'
import { EVENT_CHANNEL, type SubmissionEvent } from './events.ts'
import { isId } from './id.ts'
import { placesOf } from './queue.ts'
import { notFound } from './read.ts'

/** What a watcher is told. After 'over' nothing more comes. */
export type WatchEvent =
  | { type: 'queued'; position: number; etaMs: number | null }
  /** `of` is null until the first schedules are done. */
  | { type: 'exploring'; done: number; of: number | null }
  | { type: 'over'; state: SubmissionState; verdict: Verdict | null; suiteVersion: number; suiteHash: string }

interface Watcher {
  id: string
  userId: string
  push(event: WatchEvent): void
  /** Never goes back, except from running to queued when a worker died. */
  phase: 'queued' | 'running' | 'over'
}

/**
 * Tells `push` where the submission stands now and, from then on, whatever happens to it, until it is over or the
 * returned function is called. State comes from the database and notifications only say when to look, so a watcher that
 * comes late, again, or after a lost connection misses nothing. Refused with 'not-found' unless it is this user's.
 */
export async function watch(
  userId: string,
  id: string,
  push: (event: WatchEvent) => void,
): Promise<() => void> {
  if (!isId(id)) throw notFound()
  const hub = await openHub()
  if (hub.countOf(userId) >= WATCHERS_MAX) {
    const message = `${WATCHERS_MAX} of your pages follow submissions already. Close some of them.`
    throw new Refusal('too-many-requests', message, {}, { retryAfterS: 60 })
  }
  const watcher: Watcher = { id, userId, push, phase: 'queued' }
  hub.add(watcher)
  try {
    if (!(await hub.look(watcher))) throw notFound()
  } catch (error) {
    hub.remove(watcher)
    throw error
  }
  return () => hub.remove(watcher)
}

// One hub per process: one subscription, however many pages watch. It stays, so that a watcher waits for nothing.
const shared = globalThis as typeof globalThis & { faultlineHub?: Promise<Hub> | undefined }

async function openHub(): Promise<Hub> {
  shared.faultlineHub ??= Hub.open().catch((error) => {
    shared.faultlineHub = undefined
    throw error
  })
  return await shared.faultlineHub
}

/** So many streams one person may hold open in one process. */
const WATCHERS_MAX = 32

/** Everybody who waits hears of a moved queue at most this often. */
const PLACES_EVERY_MS = 250

class Hub {
  #watchers = new Map<string, Set<Watcher>>()
  #placesTimer: NodeJS.Timeout | undefined

  static async open(): Promise<Hub> {
    const hub = new Hub()
    await listen(
      EVENT_CHANNEL,
      (payload) => hub.#hear(JSON.parse(payload) as SubmissionEvent),
      () => hub.#lookAll(),
    )
    return hub
  }

  add(watcher: Watcher): void {
    const group = this.#watchers.get(watcher.id) ?? new Set()
    this.#watchers.set(watcher.id, group.add(watcher))
  }

  remove(watcher: Watcher): void {
    const group = this.#watchers.get(watcher.id)
    group?.delete(watcher)
    if (group?.size === 0) this.#watchers.delete(watcher.id)
  }

  countOf(userId: string): number {
    let count = 0
    for (const group of this.#watchers.values())
      for (const watcher of group) if (watcher.userId === userId) count++
    return count
  }

  /** Reads the submission and tells the watcher. False when there is none of this user. */
  async look(watcher: Watcher): Promise<boolean> {
    const row = await db().submission.findFirst({
      where: { id: watcher.id, userId: watcher.userId },
      select: { state: true, verdict: true, suiteVersion: true, suiteHash: true },
    })
    if (!row) return false
    if (watcher.phase === 'over') return true
    if (row.state === 'QUEUED') {
      watcher.phase = 'queued'
      await this.#tellPlaces([watcher])
    } else if (row.state === 'RUNNING') {
      if (watcher.phase !== 'running') watcher.push({ type: 'exploring', done: 0, of: null })
      watcher.phase = 'running'
    } else {
      watcher.phase = 'over'
      watcher.push({ ...row, type: 'over', verdict: row.verdict as Verdict | null })
      this.remove(watcher)
    }
    return true
  }

  #hear(event: SubmissionEvent): void {
    for (const watcher of [...(this.#watchers.get(event.id) ?? [])]) this.#pass(event, watcher)
    if (event.kind === 'running' || event.kind === 'final') this.#movePlaces()
  }

  #pass(event: SubmissionEvent, watcher: Watcher): void {
    switch (event.kind) {
      case 'progress':
        watcher.phase = 'running'
        watcher.push({ type: 'exploring', done: event.done, of: event.of })
        return
      case 'running':
        if (watcher.phase !== 'running') watcher.push({ type: 'exploring', done: 0, of: null })
        watcher.phase = 'running'
        return
      case 'queued':
        watcher.phase = 'queued'
        this.#movePlaces()
        return
      case 'final':
        this.#lookLater([watcher])
    }
  }

  #lookAll(): void {
    this.#lookLater([...this.#watchers.values()].flatMap((group) => [...group]))
  }

  /** A database that is away now will be back; the listener then calls for another look. */
  #lookLater(watchers: Watcher[]): void {
    for (const watcher of watchers) this.look(watcher).catch(report)
  }

  #movePlaces(): void {
    if (this.#placesTimer) return
    const waiting = () =>
      [...this.#watchers.values()].flatMap((group) =>
        [...group].filter((watcher) => watcher.phase === 'queued'),
      )
    if (waiting().length === 0) return
    this.#placesTimer = setTimeout(() => {
      this.#placesTimer = undefined
      this.#tellPlaces(waiting()).catch(report)
    }, PLACES_EVERY_MS)
  }

  async #tellPlaces(watchers: Watcher[]): Promise<void> {
    const places = await placesOf(watchers.map((watcher) => watcher.id))
    for (const watcher of watchers) {
      const place = places.get(watcher.id)
      if (place && watcher.phase === 'queued') watcher.push({ type: 'queued', ...place })
    }
  }
}

function report(err: unknown): void {
  if (!isDatabaseUnavailable(err)) logger().error({ err }, 'a watched submission could not be read')
}
