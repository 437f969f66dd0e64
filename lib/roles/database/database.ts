/**
 * A transactional database: rows in tables, multi-version, three isolation levels.
 *
 * - 'read-committed': each read sees what was committed by then; reads take no locks, so updates can be lost.
 * - 'snapshot': reads see the state at `begin`; of two that write one row the second aborts (first updater wins), write
 *   skew is possible. As PostgreSQL's REPEATABLE READ; Berenson et al., "A Critique of ANSI SQL Isolation Levels" (1995).
 * - 'serializable': like snapshot, and at commit everything that was read, scans included, must still be so, else it
 *   aborts (backward validation; Kung & Robinson, "On Optimistic Methods for Concurrency Control", 1981). Transactions
 *   then happen in the order of their commits, which is also their order in time: strict serializability.
 *
 * Writes lock their rows until the end; what cannot get a lock waits, first come first served; what would close a circle
 * of waiting aborts at once.
 */
import type { Json } from '../../sim/index.ts'
import { Locks } from './locks.ts'

export type Level = 'read-committed' | 'snapshot' | 'serializable'
export type Row = Json
export type Reason = 'serialization' | 'deadlock' | 'idle' | 'rolled back'
/** Equality on fields. */
export type Where = Readonly<Record<string, Json>>

/** The request makes no sense in the state of its transaction: nothing happened. */
export class Misuse extends Error {}

/** The transaction is over and left nothing behind: definite. */
export class Aborted extends Error {
  readonly reason: Reason
  constructor(reason: Reason) {
    super(`aborted: ${reason}`)
    this.reason = reason
  }
}

export interface Change {
  /** Position in the log of commits: 1, 2, 3 … over all changes and marks. */
  readonly lsn: number
  readonly tx: string
  readonly op: 'c' | 'u' | 'd' | 'mark'
  readonly table: string
  readonly key: string
  readonly row: Row
}

interface Version {
  readonly commit: number
  /** undefined: deleted. */
  readonly row: Row | undefined
}

interface Scan {
  readonly table: string
  readonly where: Where | undefined
}

export class Transaction {
  readonly id: string
  readonly level: Level
  /** Commits up to this one are seen by 'snapshot' and 'serializable'. */
  readonly snapshot: number
  readonly writes = new Map<
    string,
    { readonly table: string; readonly key: string; readonly row: Row | undefined }
  >()
  readonly reads = new Map<string, { readonly table: string; readonly key: string }>()
  readonly scans: Scan[] = []
  state: 'open' | 'committed' | Reason = 'open'
  constructor(id: string, level: Level, snapshot: number) {
    this.id = id
    this.level = level
    this.snapshot = snapshot
  }
}

export class Database {
  readonly #tables = new Map<string, Map<string, Version[]>>()
  readonly #locks = new Locks<Transaction>()
  readonly #sequences = new Map<string, number>()
  readonly log: Change[] = []
  #commits = 0
  #nextTx = 1

  /** Rows that are there from the beginning, by table and key. */
  load(tables: Readonly<Record<string, Readonly<Record<string, Row>>>>): void {
    this.#commits++
    for (const [table, rows] of Object.entries(tables))
      for (const [key, row] of Object.entries(rows))
        this.#versions(table, key).push({ commit: this.#commits, row })
  }

  begin(level: Level = 'serializable'): Transaction {
    return new Transaction(`t${this.#nextTx++}`, level, this.#commits)
  }

  /** The row, or undefined. Without a transaction: the newest committed. */
  get(tx: Transaction | undefined, table: string, key: string): Row | undefined {
    if (!tx) return this.#at(table, key, this.#commits)?.row
    this.#open(tx)
    const own = tx.writes.get(pathOf(table, key))
    if (own) return own.row
    tx.reads.set(pathOf(table, key), { table, key })
    return this.#at(table, key, this.#sees(tx))?.row
  }

  /** Rows whose fields equal those of `where`, by key in code-unit order, behind `after`, at most `limit`. */
  scan(
    tx: Transaction | undefined,
    table: string,
    o: { where?: Where | undefined; after?: string | undefined; limit?: number | undefined } = {},
  ): { key: string; row: Row }[] {
    const { where, after = '', limit = Number.POSITIVE_INFINITY } = o
    if (tx) {
      this.#open(tx)
      tx.scans.push({ table, where })
    }
    const keys = new Set(this.#tables.get(table)?.keys())
    for (const w of tx?.writes.values() ?? []) if (w.table === table) keys.add(w.key)
    const out: { key: string; row: Row }[] = []
    for (const key of [...keys].sort()) {
      const own = tx?.writes.get(pathOf(table, key))
      const row = own ? own.row : this.#at(table, key, tx ? this.#sees(tx) : this.#commits)?.row
      if (row !== undefined && key > after && fits(row, where) && out.length < limit) out.push({ key, row })
    }
    return out
  }

  /** Replaces a row, or deletes it when `row` is undefined. Rejects (or throws) Aborted. */
  async put(tx: Transaction, table: string, key: string, row: Row | undefined): Promise<void> {
    await this.lock(tx, `row ${pathOf(table, key)}`)
    const newest = this.#at(table, key, this.#commits)
    if (tx.level !== 'read-committed' && newest && newest.commit > tx.snapshot)
      throw this.#abort(tx, 'serialization')
    tx.writes.set(pathOf(table, key), { table, key, row })
  }

  /** Takes the table's next sequence number at once: it is lost, not reused, when the transaction aborts. */
  async insert(tx: Transaction, table: string, row: Row): Promise<number> {
    this.#open(tx)
    const id = (this.#sequences.get(table) ?? 0) + 1
    this.#sequences.set(table, id)
    await this.put(tx, table, keyOf(id), row)
    return id
  }

  /** Held to the end of the transaction. */
  async lock(tx: Transaction, name: string): Promise<void> {
    this.#open(tx)
    const waiting = this.#locks.acquire(tx, name)
    if (waiting === 'deadlock') throw this.#abort(tx, 'deadlock')
    await waiting
    this.#open(tx)
  }

  /** The lsn of its last change, or of the newest when it changed nothing. Throws Aborted. */
  commit(tx: Transaction): number {
    if (tx.state === 'committed') return this.log.length
    this.#open(tx)
    if (tx.level === 'serializable' && !this.#stillSo(tx)) throw this.#abort(tx, 'serialization')
    tx.state = 'committed'
    if (tx.writes.size > 0) this.#commits++
    for (const { table, key, row } of tx.writes.values()) {
      const versions = this.#versions(table, key)
      const before = versions.at(-1)?.row
      versions.push({ commit: this.#commits, row })
      if (row === undefined && before === undefined) continue
      const op = row === undefined ? 'd' : before === undefined ? 'c' : 'u'
      this.log.push({ lsn: this.log.length + 1, tx: tx.id, op, table, key, row: row ?? null })
    }
    this.#locks.release(tx, new Aborted('rolled back'))
    return this.log.length
  }

  abort(tx: Transaction, reason: Reason = 'rolled back'): void {
    if (tx.state === 'open') this.#abort(tx, reason)
  }

  /** A mark in the log that is no change (change data capture reads around it). */
  mark(id: string): number {
    return this.log.push({ lsn: this.log.length + 1, tx: '', op: 'mark', table: '', key: id, row: null })
  }

  isWaiting(tx: Transaction): boolean {
    return this.#locks.isWaiting(tx)
  }

  /** Lock -> who has it and who waits for it. */
  held(): Record<string, { owner: string; waiting: string[] }> {
    return this.#locks.held()
  }

  #abort(tx: Transaction, reason: Reason): Aborted {
    tx.state = reason
    const e = new Aborted(reason)
    this.#locks.release(tx, e)
    return e
  }

  #open(tx: Transaction): void {
    if (tx.state === 'committed') throw new Misuse(`transaction ${tx.id} is committed`)
    if (tx.state !== 'open') throw new Aborted(tx.state)
    if (this.#locks.isWaiting(tx))
      throw new Misuse(`transaction ${tx.id} waits for a lock: one request at a time`)
  }

  #sees(tx: Transaction): number {
    return tx.level === 'read-committed' ? this.#commits : tx.snapshot
  }

  /** Nothing that it read was changed by a commit after its snapshot. */
  #stillSo(tx: Transaction): boolean {
    for (const { table, key } of tx.reads.values())
      if ((this.#at(table, key, this.#commits)?.commit ?? 0) > tx.snapshot) return false
    return tx.scans.every(({ table, where }) => {
      for (const [, versions] of this.#tables.get(table) ?? []) {
        const since = versions.filter((v) => v.commit > tx.snapshot)
        if (since.length === 0) continue
        const before = versions.findLast((v) => v.commit <= tx.snapshot)
        if ([before, ...since].some((v) => v?.row !== undefined && fits(v.row, where))) return false
      }
      return true
    })
  }

  #at(table: string, key: string, commit: number): Version | undefined {
    return this.#tables
      .get(table)
      ?.get(key)
      ?.findLast((v) => v.commit <= commit)
  }

  #versions(table: string, key: string): Version[] {
    const rows = this.#tables.get(table) ?? new Map<string, Version[]>()
    this.#tables.set(table, rows)
    const versions = rows.get(key) ?? []
    rows.set(key, versions)
    return versions
  }
}

/** Sequence numbers as keys: their code-unit order is their number's. */
export function keyOf(id: number): string {
  return String(id).padStart(12, '0')
}

function pathOf(table: string, key: string): string {
  return `${table}/${key}`
}

function fits(row: Row, where: Where | undefined): boolean {
  if (!where) return true
  const fields = row as Readonly<Record<string, Json>> | null
  return Object.entries(where).every(([k, v]) => JSON.stringify(fields?.[k]) === JSON.stringify(v))
}
