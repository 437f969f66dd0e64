/** The database behind messages: sessions, unknown commits, transactions that nobody ends. */
import type { Ms, NodeId } from '../../sim/index.ts'
import { Refusal } from '../../suite/index.ts'
import {
  type Conduct,
  field,
  optional,
  type Request,
  type Role,
  type ServiceOptions,
  serve,
} from '../service.ts'
import { Aborted, Database, type Level, Misuse, type Row, type Transaction } from './database.ts'

export interface DatabaseOptions extends ServiceOptions {
  /** What `begin` without a level means. */
  readonly level?: Level
  /** A transaction without a request for so long is aborted; waiting for a lock does not count. */
  readonly idleMs?: Ms
  /** Per 100 commits: the outcome is unknown to the client; half of those commits happen, half never arrive. */
  readonly unknownCommitPct?: number
  readonly init?: Readonly<Record<string, Readonly<Record<string, Row>>>>
}

export interface DatabaseRole extends Role {
  readonly db: Database
  /** Transactions that are neither committed nor aborted. */
  readonly open: number
}

/**
 * Messages: `begin {level?}` -> {tx} · `get {tx?, table, key}` -> {row} (null: none) · `scan {tx?, table, where?, after?,
 * limit?}` -> {key, row}[] · `put {tx, table, key, row}` · `insert {tx, table, row}` -> {id} · `delete {tx, table, key}` ·
 * `lock {tx, name}` · `commit {tx}` -> {lsn} · `abort {tx}` · `hello {}`: a client that started again ends what it had
 * open · `log {after, max?}` -> Change[] · `mark {id}` -> {lsn}. Reads without tx see the newest commit.
 * An aborted transaction answers everything with Refused('aborted: <reason>'): definite. A commit without an answer is
 * unknown; asking again tells, as long as the transaction is remembered.
 */
export function database(o: DatabaseOptions = {}): DatabaseRole {
  const db = new Database()
  const transactions = new Map<string, { tx: Transaction; owner: NodeId; usedAt: Ms }>()
  const idleMs = o.idleMs ?? 10_000
  if (o.init) db.load(o.init)
  return {
    db,
    get open() {
      return [...transactions.values()].filter((t) => t.tx.state === 'open').length
    },
    serve(s) {
      const find = (b: any): Transaction => {
        const id = field(b, 'tx', 'string')
        const found = transactions.get(id)
        if (!found) throw new Refusal(`no transaction '${id}'`)
        found.usedAt = s.now
        return found.tx
      }
      /** Writes and locks may wait; the time begins anew when they are through. */
      const patient = async <T>(b: any, f: (tx: Transaction) => Promise<T>): Promise<T> => {
        const tx = find(b)
        const r = await f(tx)
        find(b)
        return r
      }
      const maybe = (b: any) => (b?.tx === undefined ? undefined : find(b))
      const show = () => s.view({ locks: db.held(), commits: db.log.length })
      const watch = (id: string) => {
        const t = transactions.get(id)
        if (t?.tx.state !== 'open') return
        const left = db.isWaiting(t.tx) ? idleMs : t.usedAt + idleMs - s.now
        if (left > 0) return void s.after(left, () => watch(id))
        s.note('transaction idle: aborted', { tx: id, owner: t.owner })
        db.abort(t.tx, 'idle')
        show()
      }
      const conduct = (q: Request): Conduct => {
        const given = o.conduct?.(q) ?? {}
        if (q.type !== 'commit' || q.draw('unknown', 0, 99) >= (o.unknownCommitPct ?? 0)) return given
        return { ...given, lose: q.draw('which', 0, 1) === 0 ? 'request' : 'answer' }
      }
      const wrap =
        (f: (b: any, q: Request) => unknown) =>
        (b: any, q: Request): unknown => {
          try {
            const r = f(b, q)
            return r instanceof Promise ? r.catch(refuse) : r
          } catch (e) {
            return refuse(e)
          }
        }
      const table = (b: any) => field(b, 'table', 'string')
      const key = (b: any) => field(b, 'key', 'string')
      const handlers = {
        begin: (b: any, q: Request) => {
          const level = optional(b, 'level', 'string') ?? o.level ?? 'serializable'
          if (!isLevel(level))
            throw new Refusal(`no isolation level '${level}': there are ${LEVELS.join(', ')}`)
          const tx = db.begin(level)
          transactions.set(tx.id, { tx, owner: q.from, usedAt: s.now })
          s.after(idleMs, () => watch(tx.id))
          return { tx: tx.id }
        },
        get: (b: any) => ({ row: db.get(maybe(b), table(b), key(b)) ?? null }),
        scan: (b: any) => db.scan(maybe(b), table(b), b),
        put: async (b: any) => {
          await patient(b, (tx) => db.put(tx, table(b), key(b), b.row ?? null))
          return {}
        },
        insert: async (b: any) => ({ id: await patient(b, (tx) => db.insert(tx, table(b), b.row ?? null)) }),
        delete: async (b: any) => {
          await patient(b, (tx) => db.put(tx, table(b), key(b), undefined))
          return {}
        },
        lock: async (b: any) => {
          await patient(b, (tx) => db.lock(tx, field(b, 'name', 'string')))
          show()
          return {}
        },
        commit: (b: any) => {
          const lsn = db.commit(find(b))
          show()
          return { lsn }
        },
        abort: (b: any) => {
          db.abort(find(b))
          return {}
        },
        hello: (_: any, q: Request) => {
          for (const t of transactions.values()) if (t.owner === q.from) db.abort(t.tx)
          return {}
        },
        log: (b: any) => {
          const after = optional(b, 'after', 'number') ?? 0
          return db.log.slice(after, after + (optional(b, 'max', 'number') ?? 100))
        },
        mark: (b: any) => ({ lsn: db.mark(field(b, 'id', 'string')) }),
      }
      const wrapped = Object.fromEntries(Object.entries(handlers).map(([k, f]) => [k, wrap(f)]))
      serve(s, wrapped, { ...o, conduct })
    },
  }
}

const LEVELS: readonly Level[] = ['read-committed', 'snapshot', 'serializable']

function isLevel(x: string): x is Level {
  return LEVELS.some((l) => l === x)
}

function refuse(e: unknown): never {
  if (e instanceof Aborted || e instanceof Misuse) throw new Refusal(e.message)
  throw e
}
