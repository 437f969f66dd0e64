/** Anomalies that one read, or two, show by themselves. */
import type { Json } from '../../sim/index.ts'
import { show } from '../json.ts'
import type { DirectAnomaly } from './levels.ts'
import { type Atom, atom, type Transaction } from './transaction.ts'
import type { Append, Key, Read, Versions } from './versions.ts'
import { nameOf } from './words.ts'

export interface Direct {
  readonly name: DirectAnomaly
  readonly transactions: readonly Transaction[]
  readonly says: string
}

/** All of them, in order of the keys and reads. */
export function directAnomalies(transactions: readonly Transaction[], versions: Versions): Direct[] {
  const found: Direct[] = []
  for (const key of versions.keys) {
    for (const read of key.reads) found.push(...ofRead(key, read))
    found.push(...ofOrders(key), ...dirtyUpdates(key, versions.committed), ...lostUpdates(key))
  }
  for (const t of transactions) if (t.outcome === 'committed') found.push(...internal(t))
  return found
}

function ofRead(key: Key, read: Read): Direct[] {
  const found: Direct[] = []
  const saw = `${nameOf(read.by)} read ${key.name} as ${show(read.list)}`
  const seen = new Set<Atom>()
  for (const value of read.list) {
    const id = atom(value)
    if (seen.has(id))
      found.push({
        name: 'duplicate-elements',
        transactions: [read.by],
        says: `${saw}, with ${show(value)} twice; it was appended once.`,
      })
    seen.add(id)
    const append = key.appends.get(id)
    if (append === undefined)
      found.push({
        name: 'garbage-read',
        transactions: [read.by],
        says: `${saw}, but nobody ever appended ${show(value)}.`,
      })
    else if (append.by.outcome === 'aborted')
      found.push({
        name: 'G1a',
        transactions: [append.by, read.by],
        says: `${saw}, but ${nameOf(append.by)}, which appended ${show(value)}, was aborted.`,
      })
    else if (append.by === read.by && append.at > read.at)
      found.push({
        name: 'future-read',
        transactions: [read.by],
        says: `${saw} before it appended ${show(value)} itself.`,
      })
  }
  const last = read.before === 0 ? undefined : key.appends.get(atom(read.list[read.before - 1]!))
  if (last !== undefined && !last.final && last.by.outcome !== 'aborted')
    found.push({
      name: 'G1b',
      transactions: [last.by, read.by],
      says: `${saw}, a state in the middle of ${nameOf(last.by)}, which went on to append more to ${key.name}.`,
    })
  return found
}

/** Every list must be a beginning of the longest. */
function ofOrders(key: Key): Direct[] {
  const longest = key.reads.reduce<Read | undefined>(
    (a, b) => (a && a.list.length >= b.list.length ? a : b),
    undefined,
  )
  if (longest === undefined) return []
  const atoms = longest.list.map(atom)
  return key.reads
    .filter(({ list }) => list.some((value, i) => atom(value) !== atoms[i]))
    .map((read) => ({
      name: 'incompatible-order' as const,
      transactions: [read.by, longest.by],
      says: `${nameOf(read.by)} read ${key.name} as ${show(read.list)} and ${nameOf(longest.by)} read it as ${show(longest.list)}: neither is the beginning of the other, so no one order of appends explains both.`,
    }))
}

function dirtyUpdates(key: Key, committed: readonly boolean[]): Direct[] {
  const found: Direct[] = []
  let aborted: Append | undefined
  for (const id of key.order) {
    const append = key.appends.get(id)
    if (append === undefined) continue
    if (append.by.outcome === 'aborted') aborted ??= append
    else if (aborted !== undefined && committed[append.by.n]) {
      found.push({
        name: 'dirty-update',
        transactions: [aborted.by, append.by],
        says: `${nameOf(append.by)} appended ${show(append.value)} to ${key.name} on top of ${show(aborted.value)}, which ${nameOf(aborted.by)} had appended and which was aborted.`,
      })
      aborted = undefined
    }
  }
  return found
}

/** Two committed transactions read the same version of a key and then both appended to it. */
function lostUpdates(key: Key): Direct[] {
  const appended = new Set([...key.appends.values()].map((a) => a.by))
  const first = new Map<Transaction, Read>()
  for (const read of key.reads) {
    // What it read after its own append is not the version that it replaced.
    if (!appended.has(read.by) || first.has(read.by)) continue
    const own = read.by.accesses.findIndex((a) => a.f === 'append' && a.key === key.name)
    if (read.at < own) first.set(read.by, read)
  }
  const replaced = Map.groupBy(first.values(), (read) =>
    read.list.length === 0 ? undefined : atom(read.list.at(-1) as Json),
  )
  return [...replaced.values()]
    .filter((reads) => reads.length > 1)
    .map((reads) => ({
      name: 'lost-update' as const,
      transactions: reads.map((r) => r.by),
      says: `${reads.map((r) => nameOf(r.by)).join(' and ')} all read ${key.name} as ${show(reads[0]!.list)} and then appended to it: each overlooked the other's update.`,
    }))
}

/** A transaction sees what it has done, and what it read before has not changed under it. */
function internal(t: Transaction): Direct[] {
  const expected = new Map<string, { known: boolean; list: Json[] }>()
  const found: Direct[] = []
  for (const a of t.accesses) {
    const now = expected.get(a.key)
    if (a.f === 'append') {
      if (now === undefined) expected.set(a.key, { known: false, list: [a.value] })
      else now.list.push(a.value)
      continue
    }
    if (now !== undefined && !fits(now, a.list))
      found.push({
        name: 'internal',
        transactions: [t],
        says: `${nameOf(t)} read ${a.key} as ${show(a.list)}, although by its own earlier steps it ${now.known ? 'is' : 'ends in'} ${show(now.list)}.`,
      })
    expected.set(a.key, { known: true, list: [...a.list] })
  }
  return found
}

function fits(now: { known: boolean; list: readonly Json[] }, list: readonly Json[]): boolean {
  const offset = list.length - now.list.length
  if (offset < 0 || (now.known && offset > 0)) return false
  return now.list.every((value, i) => atom(value) === atom(list[offset + i]!))
}
