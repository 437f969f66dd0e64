// Prisma's schema engine compiled to WebAssembly. It writes migrations and compares a database with the schema without
// the native engine, which Prisma's own command line would have to download.

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { PrismaPg } from '@prisma/adapter-pg'
import {
  bindMigrationAwareSqlAdapterFactory,
  type SqlDriverAdapter,
  type SqlQuery,
  type SqlResultSet,
} from '@prisma/driver-adapter-utils'
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg'
import pg from 'pg'
import { root } from './root.ts'

const SCHEMA_PATH = join(root, 'prisma/schema.prisma')
const FILTERS = { externalTables: [], externalEnums: [] }

/** The SQL that leads from one Prisma schema to another; '' when they mean the same. `from` undefined = nothing yet. */
export async function diffSchemas(from: string | undefined, to: string): Promise<string> {
  const engine = await openEngine(to, NO_DATABASE)
  const start = from === undefined ? { tag: 'empty' } : { tag: 'schemaDatamodel', files: [file(from)] }
  return await script(engine, start, { tag: 'schemaDatamodel', files: [file(to)] })
}

/** The SQL that leads from the live database at `url` to a Prisma schema; '' when they agree. */
export async function diffDatabase(url: string, schema: string): Promise<string> {
  const pool = readablePool(url)
  try {
    const engine = await openEngine(schema, new PrismaPg(pool))
    const live = { tag: 'schemaDatasource', files: [file(schema)], configDir: dirname(SCHEMA_PATH) }
    return await script(engine, live, { tag: 'schemaDatamodel', files: [file(schema)] })
  } finally {
    await pool.end()
  }
}

interface Engine {
  diff(params: unknown): Promise<{ stdout?: string | null }>
  free(): void
}

async function script(engine: Engine, from: unknown, to: unknown): Promise<string> {
  try {
    const result = await engine.diff({
      from,
      to,
      script: true,
      exitCode: null,
      shadowDatabaseUrl: null,
      filters: FILTERS,
    })
    const sql = result.stdout?.trim() ?? ''
    return sql === '-- This is an empty migration.' ? '' : sql
  } finally {
    engine.free()
  }
}

async function openEngine(schema: string, factory: Factory): Promise<Engine> {
  loadModule()
  const adapter = bindMigrationAwareSqlAdapterFactory({
    adapterName: factory.adapterName,
    provider: factory.provider,
    connect: async () => readableColumns(await factory.connect()),
    connectToShadowDb: async () => readableColumns(await factory.connectToShadowDb()),
  })
  const datamodels = [[SCHEMA_PATH, schema]] as [string, string][]
  return (await bindings.SchemaEngine.new({ datamodels }, () => undefined, adapter)) as unknown as Engine
}

type Factory = Pick<PrismaPg, 'adapterName' | 'provider' | 'connect' | 'connectToShadowDb'>

// The engine wants a connection even to compare two texts, and asks it one question: which PostgreSQL it is.
const NO_DATABASE = {
  adapterName: 'none',
  provider: 'postgres',
  connect: async () => OFFLINE,
  connectToShadowDb: async () => OFFLINE,
} as Factory

const OFFLINE = {
  adapterName: 'none',
  provider: 'postgres',
  queryRaw: async (query: SqlQuery) => (query.sql.includes('server_version_num') ? VERSION : await refuse()),
  executeRaw: refuse,
  executeScript: refuse,
  startTransaction: refuse,
  getConnectionInfo: () => ({ schemaName: 'public', supportsRelationJoins: false }),
  dispose: async () => undefined,
} as unknown as SqlDriverAdapter

const [INT, BOOLEAN, CHARACTER, TEXT] = [0, 5, 6, 7] as const

const VERSION: SqlResultSet = {
  columnNames: ['exists', 'version', 'numeric_version'],
  columnTypes: [BOOLEAN, TEXT, INT],
  rows: [[true, 'PostgreSQL 18.0', 180000]],
}

async function refuse(): Promise<never> {
  throw new Error('comparing two schemas must not ask a database')
}

let loaded = false

function loadModule(): void {
  if (loaded) return
  const require = createRequire(import.meta.url)
  const wasm = join(dirname(require.resolve('@prisma/schema-engine-wasm')), 'schema_engine_bg.wasm')
  const globals = globalThis as { PRISMA_WASM_PANIC_REGISTRY?: { set_message(message: string): void } }
  globals.PRISMA_WASM_PANIC_REGISTRY ??= {
    set_message: (message) => console.error(`schema engine: ${message}`),
  }
  const module = new WebAssembly.Module(readFileSync(wasm))
  const instance = new WebAssembly.Instance(module, { './schema_engine_bg.js': bindings as never })
  const { __wbg_set_wasm } = bindings as unknown as { __wbg_set_wasm(exports: WebAssembly.Exports): void }
  __wbg_set_wasm(instance.exports)
  ;(instance.exports as { __wbindgen_start?(): void }).__wbindgen_start?.()
  loaded = true
}

function file(content: string): { path: string; content: string } {
  return { path: SCHEMA_PATH, content }
}

// PostgreSQL's catalogue uses types that the adapter has no name for: "char" (18) and "char"[] (1002).
const READABLE_AS: Record<number, number> = { 18: 1042, 1002: 1009 }

type Callback = (error: Error | undefined, result: pg.QueryArrayResult) => void

function readablePool(url: string): pg.Pool {
  class ReadableClient extends pg.Client {
    // The pool asks with a callback as the last argument, the adapter's transactions with a promise.
    // biome-ignore lint/suspicious/noExplicitAny: pg overloads query six ways; all of them pass through here
    override query(...args: any[]): any {
      const ask = super.query.bind(this) as (...args: unknown[]) => Promise<pg.QueryArrayResult>
      const callback = args.at(-1) as Callback | unknown
      if (typeof callback !== 'function') return ask(...args).then(readable)
      return ask(...args.slice(0, -1), (error: Error | undefined, result: pg.QueryArrayResult) =>
        callback(error, result && readable(result)),
      )
    }
  }
  return new pg.Pool({ connectionString: url, Client: ReadableClient })
}

function readable(result: pg.QueryArrayResult): pg.QueryArrayResult {
  for (const field of result.fields ?? [])
    field.dataTypeID = READABLE_AS[field.dataTypeID] ?? field.dataTypeID
  return result
}

// Columns that the engine reads as one character where PostgreSQL 18 hands out text.
const CHARACTER_COLUMNS = new Set(['constraint_type', 'typtype', 'relpersistence'])

function readableColumns<T extends Pick<SqlDriverAdapter, 'queryRaw'>>(adapter: T): T {
  const queryRaw = adapter.queryRaw.bind(adapter)
  adapter.queryRaw = async (query) => {
    const result = await queryRaw(query)
    result.columnNames.forEach((name, index) => {
      if (CHARACTER_COLUMNS.has(name) && result.columnTypes[index] === TEXT)
        result.columnTypes[index] = CHARACTER
    })
    return result
  }
  const transactional = adapter as Partial<Pick<SqlDriverAdapter, 'startTransaction'>>
  const start = transactional.startTransaction?.bind(adapter)
  if (start) transactional.startTransaction = async (...args) => readableColumns(await start(...args))
  return adapter
}
