import { spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { freePort } from './ports.ts'
import { type Binaries, locateBinaries, type Place, placeFor } from './postgres-files.ts'
import { commandOf, end, isAlive } from './processes.ts'

/**
 * A share in the embedded PostgreSQL of one folder. The server runs as long as someone holds a share: the first holder
 * starts it, later ones adopt it (also after a kill -9 of the first), the last one to let go stops it.
 */
export interface EmbeddedServer {
  /** False when it was running already. */
  started: boolean
  port: number
  pid: number
  /** The address of a database of this server. */
  url(database: string): string
  /** Resolves when the server is gone without our having stopped it. */
  lost: Promise<void>
  /** Gives the share back; the last one stops the server. */
  release(): Promise<void>
}

export interface EmbeddedOptions {
  /** Trades durability for speed: for databases that a crash may lose. */
  throwAway?: boolean
  /** The port to use when the server has to be started; a free one when absent. */
  port?: number
}

const USER = 'faultline'
const HOLDER = 'faultline-holder'
const READY_MS_MAX = 60_000
const ATTEMPTS_MAX = 20

/** Starts or adopts the PostgreSQL whose files are in `dir`, creating them the first time. */
export async function holdEmbeddedServer(
  dir: string,
  options: EmbeddedOptions = {},
): Promise<EmbeddedServer> {
  const binaries = locateBinaries()
  const place = placeFor(dir)
  initialise(place, binaries)
  let cause: unknown
  // Right after a crash the old server's children may still hold its memory, and another process may be stopping or
  // starting the same server: each of these is over in moments.
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
    try {
      const running = findRunning(place)
      if (running) return await share(place, running, false)
      return await share(place, await start(place, binaries, options), true)
    } catch (error) {
      cause = error
      await sleep(100 * Math.min(attempt, 5))
    }
  }
  throw new Error(
    `The embedded PostgreSQL in ${place.home} does not start: ${(cause as Error).message}\n` +
      `Its log is ${place.log}. Set DATABASE_URL to use another server.`,
    { cause },
  )
}

interface Running {
  pid: number
  port: number
}

function initialise(place: Place, binaries: Binaries): void {
  if (existsSync(join(place.data, 'PG_VERSION'))) return
  const fresh = `${place.data}.new-${process.pid}`
  rmSync(fresh, { recursive: true, force: true })
  mkdirSync(fresh, { recursive: true, mode: 0o700 })
  place.own(fresh)
  place.keepSecret(place.password, randomBytes(24).toString('base64url'))
  const authentication = ['-U', USER, '-A', 'scram-sha-256', '--pwfile', place.password]
  const done = spawnSync(
    binaries.initdb,
    ['-D', fresh, ...authentication, '-E', 'UTF8', '--locale=C', '--no-instructions'],
    { ...place.runAs, cwd: '/', env: serverEnvironment(), encoding: 'utf8' },
  )
  if (done.status !== 0) {
    rmSync(fresh, { recursive: true, force: true })
    throw new Error(`initdb in ${place.home} failed: ${done.error?.message ?? done.stderr}`)
  }
  try {
    // In one step, so that a killed initdb leaves nothing that looks like a database.
    renameSync(fresh, place.data)
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true })
    if (!existsSync(join(place.data, 'PG_VERSION'))) throw error // else another process was first
  }
}

function findRunning(place: Place): Running | undefined {
  const file = join(place.data, 'postmaster.pid')
  if (!existsSync(file)) return undefined
  const [pidLine, , , portLine] = readFileSync(file, 'utf8').split('\n')
  const [pid, port] = [Number(pidLine), Number(portLine)]
  if (!pid || !port) return undefined // being written
  const command = isAlive(pid) ? commandOf(pid) : undefined
  if (command?.includes('postgres') && command.includes(place.data)) return { pid, port }
  // Left by a crash, and its number may belong to a stranger by now: PostgreSQL would refuse to start beside it.
  rmSync(file, { force: true })
  return undefined
}

async function start(place: Place, binaries: Binaries, options: EmbeddedOptions): Promise<Running> {
  const port = options.port ?? (await freePort())
  const settings = [
    `listen_addresses=127.0.0.1`,
    'unix_socket_directories=',
    'max_connections=200',
    ...(options.throwAway ? ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'] : []),
  ]
  // A file, not a pipe: the server must survive the death of whoever started it.
  const log = openSync(place.log, 'a', 0o600)
  const child = spawn(
    binaries.postgres,
    ['-D', place.data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
    { ...place.runAs, cwd: '/', env: serverEnvironment(), stdio: ['ignore', log, log], detached: true },
  )
  closeSync(log)
  child.unref()
  let failure: Error | undefined
  child.on('error', (error) => {
    failure = error
  })
  child.on('exit', (code, signal) => {
    failure = new Error(`it ended at once (${signal ?? `exit ${code}`}): ${lastLines(place.log)}`)
  })
  const file = join(place.data, 'postmaster.pid')
  const deadline = performance.now() + READY_MS_MAX
  while (performance.now() < deadline) {
    await sleep(10)
    if (failure) throw failure
    // The eighth line says "ready" once connections are accepted, also after a long recovery.
    const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []
    if (Number(lines[0]) === child.pid && lines[7]?.startsWith('ready')) return { pid: child.pid!, port }
  }
  throw new Error(`it was not ready after ${READY_MS_MAX / 1000} s: ${lastLines(place.log)}`)
}

async function share(place: Place, running: Running, started: boolean): Promise<EmbeddedServer> {
  const password = readFileSync(place.password, 'utf8')
  const url = (database: string) => `postgresql://${USER}:${password}@127.0.0.1:${running.port}/${database}`
  const holder = new pg.Client({
    connectionString: url('postgres'),
    application_name: HOLDER,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
  })
  const lost = new Promise<void>((resolve) => {
    holder.on('error', () => resolve())
    holder.on('end', () => resolve())
  })
  await holder.connect()
  const proof = await holder.query<{ dir: string }>("select current_setting('data_directory') as dir")
  if (proof.rows[0]?.dir !== place.data) {
    await holder.end()
    throw new Error(
      `port ${running.port} belongs to the server of ${proof.rows[0]?.dir}, not of ${place.data}`,
    )
  }
  return {
    started,
    ...running,
    url,
    lost,
    release: async () => {
      const others = await letGo(holder).catch(() => 0)
      await holder.end().catch(() => undefined)
      if (others === 0) await end(running.pid, { signal: 'SIGINT', graceMs: 5_000 })
    },
  }
}

/** Answers how many others hold a share. The lock makes two that leave at once see each other in some order. */
async function letGo(holder: pg.Client): Promise<number> {
  await holder.query('select pg_advisory_lock(1)')
  const result = await holder.query<{ others: number }>(
    'select count(*)::int as others from pg_stat_activity where application_name = $1 and pid <> pg_backend_pid()',
    [HOLDER],
  )
  await holder.query("set application_name = 'faultline-leaving'")
  await holder.query('select pg_advisory_unlock(1)')
  return result.rows[0]?.others ?? 0
}

function serverEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC', NODE_ENV: process.env.NODE_ENV }
}

function lastLines(file: string): string {
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-3).join(' | ')
}
